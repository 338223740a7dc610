package publish

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
)

// A progress takes what git says on its standard error, and parts how far it is
// from all other words. git ends a step of the former with a carriage return.
type progress struct {
	to    io.Writer // where it is shown, on one line of a terminal; nil for nowhere
	words bytes.Buffer
	line  []byte
	shown bool
}

// far is what git says of its way to a remote, in the locale C. The remote's
// own steps are none of ours.
var far = regexp.MustCompile(`^(remote: )?(Enumerating|Counting|Compressing|Writing|Resolving) (objects|deltas): |^Delta compression |^Total \d|^remote: Total \d`)

func (p *progress) Write(data []byte) (int, error) {
	for _, c := range data {
		p.line = append(p.line, c)
		if c == '\n' || c == '\r' {
			p.step()
		}
	}
	return len(data), nil
}

func (p *progress) step() {
	text := bytes.TrimRight(p.line, "\r\n")
	switch {
	case !far.Match(text):
		p.words.Write(p.line)
	case p.to != nil && bytes.HasPrefix(text, []byte("Writing ")):
		fmt.Fprintf(p.to, "\r\x1b[K%s", text)
		p.shown = true
	}
	p.line = p.line[:0]
}

// end takes what git shows off the terminal again.
func (p *progress) end() {
	p.step()
	if p.shown {
		io.WriteString(p.to, "\r\x1b[K")
	}
}
