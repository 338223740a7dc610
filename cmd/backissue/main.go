// Command backissue turns the documents of a newsletter into a multilingual
// web archive. It knows flags, messages and exit statuses; package site does
// the work.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"github.com/backissue/backissue/site"
)

const usage = `Usage:
    backissue new DIR
    backissue import [-C DIR] [--ocr] [--strict] [--report FILE]
    backissue import --list-formats
    backissue build  [-C DIR] [--ocr] [--strict] [--report FILE] [--rights public]
                     [--offline] [--out DIR] [--verify]
    backissue serve  [-C DIR] [--addr HOST:PORT] [--poll TIME]
    backissue publish [-C DIR] [--remote REMOTE] [--branch BRANCH] [--squash]
                      [--cname DOMAIN] [--precompress] [--headers HOST] [--dry-run]
    backissue publish [-C DIR] --to PLACE [--precompress] [--headers HOST] [--dry-run]
    backissue publish [-C DIR] --workflow | --record
    backissue review [-C DIR] [--of LANG] FILE…
    backissue check  [-C DIR] [--format text|json|sarif] [--strict]
    backissue eject [-C DIR] DIR
    backissue version [--sbom]

An archive is a folder with a hugo.toml, the documents of a newsletter in
sources/, and what import makes of them in content/: one page bundle for each
article, to be read, corrected and kept under version control. What you correct
there stays; where the source changed the same text, both versions are marked. A
folder in sources/ is one issue: its document, and what is attached to it. A
folder named for a year holds issues.

    new        make an empty archive in DIR
    import     turn sources/ into content/; print one line for each issue
    build      import, then make the site in public/
    serve      show the site at http://127.0.0.1:1313/ while you work on it: pages
               follow every change of a document, a text, a template or the style;
               at /_desk/ is what there is to do, beside the pages it came from
    publish    bring public/ as it is to a branch of a git remote, which GitHub
               Pages and others serve, or to a folder or file; send what changed
    review     mark translations as read beside their originals as they are now;
               check says which blocks of the original changed since
    check      list what an editor should look at: guesses of import, conflicts,
               dead links, numbers and dates that cannot be right; it only reads
    eject      write the archive as a plain Hugo project into DIR
    version    print the version, or what the program is made of (--sbom)

Options:
    -C DIR           the archive to work on (default: the current folder)
    --ocr            have pages without text read by the program tesseract;
                     to have it always, set ocr = true below [params]
    --strict         exit with 3 when anything was guessed, lost, or left as
                     an editor changed it, and list it; for check,
                     when it finds errors or warnings
    --report FILE    write all that was found, with line numbers, as JSON
    --format FORM    of what check prints: text, json, or sarif for code forges
    --list-formats   name the formats that import reads, and stop
    --rights public  leave out texts whose rights are "press": their abstracts,
                     sources and links stay
    --offline        have links name files, for reading from a disk without a server
    --out DIR        write the site there, not to public/
    --verify         build twice, and say a sum that is the same everywhere
    --addr HOST:PORT where to serve (default: 127.0.0.1:1313)
    --poll TIME      look for changes this often, such as 2s, on disks that do not
                     tell of them (networks, containers)

    --of LANG        the language of the original (default: the one that a
                     translation names, or the first that import brought)

    --remote REMOTE  name or address of the git remote (default: origin)
    --branch BRANCH  of that remote (default: gh-pages); your files, your branches
                     and what you have checked out stay as they are
    --squash         keep no history on that branch
    --cname DOMAIN   the site's own domain (default: that of baseURL, unless it
                     has a path or is on github.io); none to have none
    --to PLACE       a folder, or a file .zip or .tar.gz, instead of git
    --dry-run        list what would change, and change nothing
    --precompress    add .gz and .br beside texts, for servers that send them
    --headers HOST   add the files that netlify or cloudflare read
    --workflow       write .github/workflows/backissue.yml, which has GitHub build
                     and publish the archive on every push, and stop
    --record         only remember the addresses in public/, so that they answer
                     for ever; for a site that is published by other means

Exit status:
    0  done
    1  failed; what was there before is untouched
    2  wrong usage
    3  done, but with findings that --strict refuses

Example:
    $ backissue new bulletin
    $ cp ~/bulletins/*.txt bulletin/sources/
    $ backissue serve -C bulletin
    http://127.0.0.1:1313/
`

// verbs are the commands, one file for each.
var verbs = map[string]func(*command) error{
	"new":     runNew,
	"import":  runImport,
	"build":   runBuild,
	"serve":   runServe,
	"publish": runPublish,
	"check":   runCheck,
	"eject":   runEject,
	"review":  runReview,
	"version": runVersion,
}

// Exit statuses. They are in the usage text.
const (
	exitFailed   = 1
	exitUsage    = 2
	exitFindings = 3
)

var (
	// errFailed ends a run whose errors have been printed already.
	errFailed = errors.New("failed")

	// errFindings ends a run that --strict refuses.
	errFindings = errors.New("findings")
)

// A usageError is a mistake in the command line.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }
func (usageError) Hint() string    { return "for all commands and options, run: backissue help" }

func main() {
	limitMemory()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// limitMemory has Go collect garbage more often before the memory of the machine
// or the container ends. By itself it waits until there is as much garbage as
// there is in use, and an archive of a thousand issues is built with some 5 GB
// in use. Where nothing is known of a limit, or GOMEMLIMIT sets one, all stays as
// it is.
func limitMemory() {
	memlimit.Set(memlimit.WithRatio(0.75), memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
}

// run runs one command and returns its exit status.
func run(args []string, stdout, stderr io.Writer) int {
	c := &command{stdout: stdout, stderr: stderr, dir: "."}
	switch err := c.dispatch(args); {
	case err == nil:
		return 0
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.Is(err, errFindings):
		return exitFindings
	default:
		c.problem(err.Error(), site.Hint(err))
		if errors.As(err, new(usageError)) {
			return exitUsage
		}
		return exitFailed
	}
}

// A command is one run of one verb. Results go to stdout. Everything for the
// eyes of a person goes to stderr, with the prefix "backissue: ", in lower
// case and without a full stop.
type command struct {
	stdout, stderr io.Writer
	verb           string
	dir            string
	args           []string // what parse leaves to the verb
	rest           []string // what dispatch leaves to parse
}

func (c *command) dispatch(args []string) error {
	if len(args) == 0 {
		fmt.Fprint(c.stderr, usage)
		return usageError{"no command given"}
	}
	c.verb, c.rest = args[0], args[1:]
	switch c.verb {
	case "help", "-h", "-help", "--help":
		_, err := fmt.Fprint(c.stdout, usage)
		return err
	}
	verb, ok := verbs[c.verb]
	if !ok {
		return usageError{fmt.Sprintf("no command %q", c.verb)}
	}
	err := verb(c)
	if errors.Is(err, flag.ErrHelp) {
		_, err = fmt.Fprint(c.stdout, usage)
	}
	return err
}

// parse reads the options of a verb, which may define some with define, and
// refuses any number of arguments but those named. A last name that ends in …
// stands for one or more.
func (c *command) parse(define func(*flag.FlagSet), names ...string) error {
	flags := flag.NewFlagSet(c.verb, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&c.dir, "C", c.dir, "")
	if define != nil {
		define(flags)
	}
	if err := flags.Parse(c.rest); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return usageError{c.verb + ": " + strings.ReplaceAll(err.Error(), "flag provided but not defined:", "no option")}
	}
	c.args = flags.Args()
	if len(c.args) < len(names) {
		return usageError{fmt.Sprintf("%s: %s is missing", c.verb, strings.TrimSuffix(names[len(c.args)], "…"))}
	}
	if many := len(names) > 0 && strings.HasSuffix(names[len(names)-1], "…"); len(c.args) > len(names) && !many {
		return usageError{fmt.Sprintf("%s: too many arguments: %s", c.verb, strings.Join(c.args[len(names):], " "))}
	}
	return nil
}

// problem tells what went wrong, and what to do where that is known.
func (c *command) problem(text, hint string) {
	fmt.Fprintf(c.stderr, "backissue: error: %s\n", text)
	if hint != "" {
		c.hint(hint)
	}
}

func (c *command) hint(text string) {
	fmt.Fprintf(c.stderr, "backissue: hint: %s\n", text)
}

func (c *command) note(format string, args ...any) {
	fmt.Fprintf(c.stderr, "backissue: "+format+"\n", args...)
}
