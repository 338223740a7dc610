//go:build unix

package bundle

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock waits until no other process holds the folder. A file system without
// locks does without.
func lock(dir *os.File) {
	for {
		if err := unix.Flock(int(dir.Fd()), unix.LOCK_EX); err != unix.EINTR {
			return
		}
	}
}
