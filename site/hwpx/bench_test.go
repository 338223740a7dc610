package hwpx

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkRead reads a hundred pages of forty lines.
func BenchmarkRead(b *testing.B) {
	var s strings.Builder
	s.WriteString("<hs:sec>")
	for i := range 100 * 20 {
		fmt.Fprintf(&s, `<hp:p id="0" paraPrIDRef="3" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0"><hp:run charPrIDRef="1"><hp:t>%d. 회원국은 자원의 순환을 위하여 필요한 정책을 세우고 이를 시행하며 </hp:t></hp:run><hp:run charPrIDRef="2"><hp:t>그 결과를 해마다 알린다.</hp:t></hp:run><hp:linesegarray><hp:lineseg textpos="0" vertpos="0" vertsize="1000" textheight="1000" baseline="850" spacing="600" horzpos="0" horzsize="42520" flags="393216"/><hp:lineseg textpos="42" vertpos="1600" vertsize="1000" textheight="1000" baseline="850" spacing="600" horzpos="0" horzsize="42520" flags="393216"/></hp:linesegarray></hp:p>`, i)
	}
	s.WriteString("</hs:sec>")
	data := pack(b, s.String())
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
