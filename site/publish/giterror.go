package publish

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A gitError is a command of git that failed, in git's words.
type gitError struct {
	verb           string
	stdout, stderr string
	err            error
}

func (e *gitError) Unwrap() error { return e.err }

func (e *gitError) Error() string {
	var lines []string
	for line := range strings.Lines(e.stderr) {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		switch {
		case line == "", strings.HasPrefix(line, "hint:"), strings.HasPrefix(line, "To "), strings.HasPrefix(line, "error: failed to push"):
		default:
			lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(line, "fatal: "), "error: "))
		}
	}
	if lines == nil {
		lines = []string{e.err.Error()}
	}
	return fmt.Sprintf("publish: git %s: %s", e.verb, harmless(strings.Join(lines, "\n")))
}

var secrets = regexp.MustCompile(`://[^/@\s]+@`)

// harmless takes out of a message what a host may have put in to move the
// cursor, and what an address holds of a user's name and token.
func harmless(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, text)
	return secrets.ReplaceAllString(text, "://")
}

// advice are what git says, in its words for the locale C, and what to do.
var advice = []struct{ said, hint string }{
	{"dubious ownership", "git tells above how to trust that folder"},
	{"could not read Username", login},
	{"could not read Password", login},
	{"terminal prompts disabled", login},
	{"Authentication failed", login},
	{"Permission denied", login},
	{"Permission to ", login},
	{"returned error: 401", login},
	{"returned error: 403", login},
	{"Host key verification failed", "connect to the host once with ssh, and run this again"},
	{"unable to create temporary object directory", login},
	{"insufficient permission", login},
	{"Could not resolve host", network},
	{"Could not connect", network},
	{"Failed to connect", network},
	{"Couldn't connect", network},
	{"Connection refused", network},
	{"Connection timed out", network},
	{"Operation timed out", network},
	{"Network is unreachable", network},
	{"Connection reset", network},
	{"does not appear to be a git repository", address},
	{"not found", address},
	{"does not exist", address},
	{"Could not read from remote repository", address},
	{"unable to access", network},
}

const (
	login   = "see that git may push there: git push asks for your password or key as it always does"
	network = "look to the network and the remote's address, and run this again; nothing was published"
	address = "look at the address of the remote with: git remote -v"
)

// Hint says what to do about it.
func (e *gitError) Hint() string {
	if strings.Contains(e.stderr, "No space left on device") {
		return "make room on the disk and run this again"
	}
	if !slices.Contains([]string{"ls-remote", "fetch", "push"}, e.verb) && strings.Contains(e.stderr, "ermission") {
		return "allow yourself to write into the archive's git repository, and run this again"
	}
	for _, a := range advice {
		if strings.Contains(e.stderr, a.said) {
			return a.hint
		}
	}
	if strings.Contains(e.stderr, "unknown option") {
		return "git 2.29 or later is needed"
	}
	return ""
}

// errRaced is a push that came too late: somebody else published meanwhile.
var errRaced = errors.New("publish: others published at the same time, again and again")

// late are a remote's words for a branch that moved while it was pushed.
var late = []string{"cannot lock ref", "failed to lock", "failed to update ref", "reference already exists", "incorrect old value"}

// refused turns a failed push into what came of it: a race, a refusal of the
// remote, or neither. The porcelain output has a line for the branch, which
// begins with "!" if it was refused; see "OUTPUT" in git-push(1).
func refused(err error, to string) error {
	var failed *gitError
	if !errors.As(err, &failed) {
		return err
	}
	for line := range strings.Lines(failed.stdout) {
		fields := strings.SplitN(strings.TrimSpace(line), "\t", 3)
		if len(fields) != 3 || fields[0] != "!" {
			continue
		}
		why := fields[2]
		switch {
		case strings.Contains(why, "unpacker error"):
			return err // which tells more of it
		case strings.HasPrefix(why, "[rejected]"), slices.ContainsFunc(late, func(l string) bool { return strings.Contains(why, l) }):
			return errRaced
		}
		text := strings.TrimSpace(strings.TrimPrefix(why, "[remote rejected]"))
		return withHint("the remote decides who may publish what; its words are above",
			"publish: %s: refused %s%s", to, harmless(text), harmless(remoteLines(failed.stderr)))
	}
	return err
}

// remoteLines returns what the remote's hooks said.
func remoteLines(stderr string) string {
	var out strings.Builder
	for line := range strings.Lines(stderr) {
		if text, ok := strings.CutPrefix(line, "remote:"); ok && strings.TrimSpace(text) != "" {
			out.WriteString("\n" + strings.TrimRightFunc("remote:"+text, unicode.IsSpace))
		}
	}
	return out.String()
}
