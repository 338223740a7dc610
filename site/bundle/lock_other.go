//go:build !unix

package bundle

import "os"

func lock(*os.File) {}
