package hwp

import (
	"fmt"
	"testing"

	"github.com/backissue/backissue/site/hwp/hangul"
)

// BenchmarkRead reads a hundred pages of forty lines.
func BenchmarkRead(b *testing.B) {
	var list []hangul.Paragraph
	for i := range 100 * 20 {
		list = append(list, text(fmt.Sprintf("%d. 회원국은 자원의 순환을 위하여 필요한 정책을 세우고 이를 시행하며 그 결과를 해마다 알린다.", i)))
	}
	data := file(b, flagPacked, defs, section0(list))
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
