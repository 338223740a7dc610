package preview

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

const (
	// logged is how many names of changed files are remembered. A page that
	// missed more is loaded again.
	logged = 1000

	// alive is how often a silent stream says that it is not dead.
	alive = 25 * time.Second
)

// A moment is a place in the order of changes. Start tells servers apart, in
// milliseconds since 1970; At counts changes.
type moment struct{ Start, At int64 }

// state is all that a page needs to catch up, however long it was away.
type state struct {
	Start    int64      `json:"start"`
	At       int64      `json:"at"`
	From     int64      `json:"from"` // the log has all changes after this one
	Log      []entry    `json:"log"`
	Problems []*Problem `json:"problems"`
}

type entry struct {
	At    int64    `json:"at"`
	Files []string `json:"files"`
}

// hub knows what changed, and tells.
type hub struct {
	mu    sync.Mutex
	state state
	names int           // in the log
	next  chan struct{} // closed when there is more to tell
	done  chan struct{} // closed when there never will be
}

func (h *hub) start() {
	h.state = state{Start: time.Now().UnixMilli(), Log: []entry{}, Problems: []*Problem{}}
	h.next, h.done = make(chan struct{}), make(chan struct{})
}

// now may be called on nil.
func (h *hub) now() moment {
	if h == nil {
		return moment{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return moment{h.state.Start, h.state.At}
}

func (h *hub) changed(c Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := &h.state
	s.At++
	s.Problems = append([]*Problem{}, c.Problems...)
	if files := c.Files; len(files) > 0 {
		if len(files) > logged {
			files = []string{""}
		}
		s.Log = append(s.Log[:len(s.Log):len(s.Log)], entry{s.At, files}) // streams may still read the old one
		h.names += len(files)
	}
	for h.names > logged {
		h.names -= len(s.Log[0].Files)
		s.From = s.Log[0].At
		s.Log = s.Log[1:]
	}
	close(h.next)
	h.next = make(chan struct{})
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-h.done:
	default:
		close(h.done)
	}
}

// serve tells one listener everything, and again when it changes.
func (h *hub) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	if _, err := fmt.Fprint(w, "retry: 500\n\n"); err != nil || r.Method == http.MethodHead {
		return
	}
	for {
		h.mu.Lock()
		data, err := json.Marshal(h.state)
		next := h.next
		h.mu.Unlock()
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil || out.Flush() != nil {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-next:
				waiting = false
			case <-r.Context().Done():
				return
			case <-h.done:
				return
			case <-time.After(alive):
				if _, err := fmt.Fprint(w, ":\n\n"); err != nil || out.Flush() != nil {
					return
				}
			}
		}
	}
}
