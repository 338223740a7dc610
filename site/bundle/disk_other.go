//go:build !linux

package bundle

import (
	"errors"
	"os"
)

func exchange(dirA *os.File, a string, dirB *os.File, b string) error {
	return errors.ErrUnsupported
}
