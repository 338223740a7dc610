package desk

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/backissue/backissue/site/check"
)

// checks are the findings of the whole archive. Looking for them takes
// milliseconds in a small archive and seconds in a large one, so it is done
// beside the pages: each waits a moment for findings that are up to date, and
// is shown with older ones if they do not come.
type checks struct {
	run func() ([]check.Finding, error)

	mu      sync.Mutex
	running chan struct{} // closed when the run is over; nil if there is none
	at      time.Time     // when the last run began
	took    time.Duration
	last    report
	err     error
}

// A report is what was found, by issue; "" for what is in no issue.
type report struct {
	of    map[string][]check.Finding
	known bool
}

// patience is how long a page waits.
const patience = time.Second

// rest is how many times as long as the last run findings are good for, at
// least: a desk that is looked at all day must not keep a processor busy.
const rest = 20

// get returns what was found last.
func (c *checks) get() report {
	if c.run == nil {
		return report{}
	}
	c.mu.Lock()
	if c.running == nil && time.Since(c.at) > c.took*rest {
		c.running = make(chan struct{})
		go c.look(c.running)
	}
	running := c.running
	c.mu.Unlock()
	if running != nil {
		select {
		case <-running:
		case <-time.After(patience):
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.last
}

func (c *checks) look(done chan struct{}) {
	start := time.Now()
	found, err := c.run()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.took, c.err = start, time.Since(start), err
	if err == nil {
		c.last = report{byIssue(found), true}
	}
	c.running = nil
	close(done)
}

// notes say where the findings on a page are not those of the files as they are.
func (c *checks) notes() []string {
	if c.run == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.err != nil:
		return []string{"The archive could not be checked: " + c.err.Error()}
	case !c.last.known:
		return []string{"The archive is being checked. Load this page again in a moment to see what is found."}
	case c.took > patience:
		return []string{fmt.Sprintf("Checked at %s, which took %s. Lines may have moved since.", c.at.Format("15:04:05"), c.took.Round(time.Second))}
	}
	return nil
}

func byIssue(found []check.Finding) map[string][]check.Finding {
	of := map[string][]check.Finding{}
	for _, f := range found {
		key, _, _ := strings.Cut(f.Article, "/")
		if rest, ok := strings.CutPrefix(f.File, "content/"); ok && key == "" {
			if folder, _, below := strings.Cut(rest, "/"); below {
				key = folder
			}
		}
		of[key] = append(of[key], f)
	}
	return of
}
