//go:build !unix

package pdf

import "context"

// withMemory leaves the memory of sandboxes on the heap.
func withMemory(ctx context.Context) context.Context { return ctx }
