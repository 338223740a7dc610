package reflow_test

import (
	"fmt"
	"testing"

	"github.com/backissue/backissue/site/reflow"
)

// BenchmarkBlocks makes paragraphs of lines that a column never wrapped, and
// that every paragraph might hold: the most work for a line. The two figures
// are to be alike, since the work grows with the lines and no faster.
func BenchmarkBlocks(b *testing.B) {
	for _, n := range []int{1000, 50_000} {
		lines := make([]reflow.Line, n)
		for i := range lines {
			lines[i] = reflow.Line{Text: fmt.Sprintf("harbour lamp%03d", i%997), Gap: 1}
			lines[i].Position.Line = i + 1
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				reflow.Blocks(lines)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/line")
		})
	}
}
