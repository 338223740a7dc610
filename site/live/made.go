package live

import (
	"container/list"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// most is how many bytes of files are kept. What is used least goes first.
const most = 64 << 20

// made keeps the files that were made, by what they were made of.
type made struct {
	mu    sync.Mutex
	sets  map[[32]byte]*set
	order list.List // of keys, the last used first
	bytes int

	// What pages bring along that is no page: style sheets, scripts, icons.
	asides map[string][]byte
	epoch  int

	// Files by name, as long as nothing changes at all.
	latest  map[string][]byte
	version int
}

// A set is the files of one request.
type set struct {
	once  sync.Once
	files map[string][]byte
	err   error
	bytes int
	place *list.Element
}

// key names what files are made of.
func key(epoch int, r request, files map[string][]byte) (k [32]byte) {
	h := sha256.New()
	fmt.Fprintf(h, "%d\x00%s\x00%s\x00%t\x00", epoch, r.page, r.lang, r.html)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(files[name]))
		h.Write(files[name])
	}
	h.Sum(k[:0])
	return k
}

// get returns the files with a key, or has them made. Whoever asks for the
// same at the same time waits. What failed is made again next time.
func (m *made) get(k [32]byte, work func() (map[string][]byte, error)) (map[string][]byte, error) {
	m.mu.Lock()
	s := m.sets[k]
	if s == nil {
		if m.sets == nil {
			m.sets = map[[32]byte]*set{}
		}
		s = &set{place: m.order.PushFront(k)}
		m.sets[k] = s
	} else {
		m.order.MoveToFront(s.place)
	}
	m.mu.Unlock()
	s.once.Do(func() {
		s.files, s.err = work()
		m.mu.Lock()
		defer m.mu.Unlock()
		if s.err != nil {
			m.drop(k, s)
			return
		}
		for _, data := range s.files {
			s.bytes += len(data)
		}
		if m.sets[k] == s {
			m.bytes += s.bytes
		}
		for m.bytes > most && m.order.Len() > 1 {
			oldest := m.order.Back().Value.([32]byte)
			m.drop(oldest, m.sets[oldest])
		}
	})
	return s.files, s.err
}

func (m *made) drop(k [32]byte, s *set) {
	if m.sets[k] == s {
		m.order.Remove(s.place)
		delete(m.sets, k)
		m.bytes -= s.bytes
	}
}

// again returns a file that was made of the very version.
func (m *made) again(version int, name string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.latest[name]
	return data, ok && version == m.version
}

// remember keeps a file until something changes. Some are as good as many: it
// is for those that are asked for twice in a moment.
func (m *made) remember(version int, name string, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if version > m.version || len(m.latest) > 64 {
		m.latest, m.version = map[string][]byte{}, max(version, m.version)
	}
	if m.latest == nil {
		m.latest = map[string][]byte{}
	}
	if version == m.version {
		m.latest[name] = data
	}
}

// aside returns a file that pages brought along.
func (m *made) aside(epoch int, name string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.asides[name]
	return data, ok && epoch == m.epoch
}

// setAside keeps those of files that are in no language's folder.
func (m *made) setAside(epoch int, files map[string][]byte, languages []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.asides == nil || epoch > m.epoch {
		m.asides, m.epoch = map[string][]byte{}, epoch
	}
	if epoch < m.epoch {
		return
	}
	for name, data := range files {
		first, _, below := strings.Cut(name, "/")
		if below && !slices.Contains(languages, first) {
			m.asides[name] = data
		}
	}
}

// styles returns the names of the style sheets that pages brought along.
func (m *made) styles() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	for name := range m.asides {
		if strings.HasSuffix(name, ".css") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
