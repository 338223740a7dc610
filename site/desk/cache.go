package desk

import (
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"slices"
	"sync"
)

// issueCache keeps what was read of issues until one of their files changes.
type issueCache struct {
	mu    sync.Mutex
	known map[string]knownIssue
}

type knownIssue struct {
	print uint64
	issue *issue
}

// fingerprint tells one state of an issue's files from another, by names, sizes
// and times.
func (d *desk) fingerprint(key string) (uint64, error) {
	sum := fnv.New64a()
	err := fs.WalkDir(d.Content, key, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return nil // gone since
		}
		fmt.Fprintln(sum, name, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	if d.Version != nil {
		io.WriteString(sum, d.Version(key))
	}
	return sum.Sum64(), err
}

// get returns what is in an issue, which nobody may change.
func (d *desk) issue(key string) (*issue, error) {
	print, err := d.fingerprint(key)
	if err != nil {
		return nil, err
	}
	d.issues.mu.Lock()
	k, ok := d.issues.known[key]
	d.issues.mu.Unlock()
	if ok && k.print == print {
		return k.issue, nil
	}
	i, err := d.readIssue(key)
	if err != nil {
		return nil, err
	}
	d.issues.mu.Lock()
	defer d.issues.mu.Unlock()
	if d.issues.known == nil {
		d.issues.known = map[string]knownIssue{}
	}
	d.issues.known[key] = knownIssue{print, i}
	return i, nil
}

// recent keeps the values that were asked for last.
type recent[K comparable, V any] struct {
	mu     sync.Mutex
	order  []K // the last one first
	values map[K]V
}

func (r *recent[K, V]) get(k K) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.values[k]
	if ok {
		r.touch(k)
	}
	return v, ok
}

func (r *recent[K, V]) put(k K, v V, most int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.values == nil {
		r.values = map[K]V{}
	}
	r.values[k] = v
	r.touch(k)
	for len(r.order) > most {
		last := len(r.order) - 1
		delete(r.values, r.order[last])
		r.order = r.order[:last]
	}
}

func (r *recent[K, V]) touch(k K) {
	r.order = slices.DeleteFunc(r.order, func(o K) bool { return o == k })
	r.order = slices.Insert(r.order, 0, k)
}
