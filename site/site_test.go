package site

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"github.com/backissue/backissue/site/source"
)

func TestHint(t *testing.T) {
	const room = "make room on the disk and run this again; nothing was left half written"
	const leave = "allow yourself to write there, and run this again"
	for _, test := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{fs.ErrNotExist, ""},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, room},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.EDQUOT}, room},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, leave},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, leave},
		{&source.Error{Advice: "try this"}, "try this"},
		{withHint("do that", "x: %w", syscall.ENOSPC), "do that"},
	} {
		if got := Hint(test.err); got != test.want {
			t.Errorf("%v: got %q, want %q", test.err, got, test.want)
		}
		if test.err == nil {
			continue
		}
		if got := Hint(fmt.Errorf("site: %w", test.err)); got != test.want {
			t.Errorf("wrapped %v: got %q, want %q", test.err, got, test.want)
		}
	}
}

func TestGuarded(t *testing.T) {
	failed := guarded("sources/a.txt", func() []error { panic("index out of range") })
	if len(failed) != 1 || failed[0].Error() != "sources/a.txt: a fault in backissue stopped its import: index out of range" {
		t.Errorf("got %v", failed)
	}
	if failed := guarded("sources/a.txt", func() []error { return nil }); failed != nil {
		t.Errorf("got %v", failed)
	}
}
