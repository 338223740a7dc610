package doc

import "fmt"

// The most that a document may hold. A book of a thousand pages stays below
// each, and whoever reads a document can count on it.
const (
	MaxLetters = 3 << 20 // letters and digits
	MaxBlocks  = 60_000  // blocks, items of lists and cells of tables, at every depth
)

// maxLevels is how many blocks may lie within one another: whoever writes them
// down indents each line for every level.
const maxLevels = 100

// A SizeError says that a document holds more than any newsletter does.
type SizeError struct {
	What      string // "letters", "lines"
	Have, Max int
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("%s %s, where %s is the most", grouped(e.Have), e.What, grouped(e.Max))
}

// Hint returns what the owner of the file can do.
func (e *SizeError) Hint() string { return "give each issue a file of its own" }

// grouped prints a number with its thousands set apart.
func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

// Oversize returns a [*SizeError] if the document exceeds a limit, or nil.
func (d *Document) Oversize() error {
	if n := d.Source.Len(); n > MaxLetters {
		return &SizeError{"letters", n, MaxLetters}
	}
	n, levels := countBlocks(d.Blocks)
	switch {
	case n > MaxBlocks:
		return &SizeError{"paragraphs and cells", n, MaxBlocks}
	case levels > maxLevels:
		return &SizeError{"lists and boxes within one another", levels, maxLevels}
	}
	return nil
}

// countBlocks counts blocks, items and cells, and how many lie within one
// another.
func countBlocks(blocks []Block) (n, levels int) {
	n = len(blocks)
	below := func(blocks []Block) {
		more, deeper := countBlocks(blocks)
		n += more
		levels = max(levels, deeper+1)
	}
	for _, b := range blocks {
		switch b := b.(type) {
		case *List:
			n += len(b.Items)
			for _, it := range b.Items {
				below(it.Blocks)
			}
		case *Table:
			for _, row := range b.Rows {
				n += len(row)
			}
		case *Box:
			below(b.Blocks)
		case *Note:
			below(b.Blocks)
		}
	}
	return n, levels
}
