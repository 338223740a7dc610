package publish

import (
	"bytes"
	"strings"
	"testing"
)

// How far a push is goes to the terminal, whatever else git says stays for its
// errors, however it comes in pieces.
func TestProgress(t *testing.T) {
	const said = "Enumerating objects: 9, done.\nCounting objects:  50% (1/2)\rWriting objects:  50% (1/2)\rWriting objects: 100% (2/2), done.\n" +
		"Total 2 (delta 0)\nremote: Resolving deltas: 100%\nremote: no \x1b[31mthanks\nfatal: refused"
	for _, size := range []int{1, 7, len(said)} {
		var to bytes.Buffer
		p := progress{to: &to}
		for rest := said; rest != ""; {
			n, err := p.Write([]byte(rest[:min(size, len(rest))]))
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		p.end()
		if got := p.words.String(); got != "remote: no \x1b[31mthanks\nfatal: refused" {
			t.Errorf("words %q", got)
		}
		if got := strings.ReplaceAll(to.String(), "\r\x1b[K", "|"); got != "|Writing objects:  50% (1/2)|Writing objects: 100% (2/2), done.|" {
			t.Errorf("shown %q", got)
		}
	}
	p := progress{}
	p.Write([]byte(said))
	p.end()
	if p.shown || p.words.Len() == 0 {
		t.Error("without a terminal")
	}
}

func TestPushTellsHowFarItIs(t *testing.T) {
	d := newDesk(t, newRemote(t), map[string]string{"index.html": "x"})
	var to bytes.Buffer
	o := d.options()
	o.Progress = &to
	d.publish(o)
	if !strings.Contains(to.String(), "Writing objects: 100%") {
		t.Errorf("%q", to.String())
	}
}
