package pdf

import (
	"cmp"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/backissue/backissue/site/doc"
)

// A piece is one thing in the reading order of a page: a line, a table, a
// picture or an aside.
type piece struct {
	line    *line
	table   *table
	picture *picture
	frame   *frame
	region  int
}

// flow sets the pieces of a page in reading order.
func (p *page) flow(tables []*table) {
	p.arrange(p.frames(tables))
	p.numberLines(1)
}

// arrange is flow for what stands around asides, or in one.
func (p *page) arrange(frames []*frame, tables []*table) {
	var atoms []atom
	rtl := 0
	for _, r := range p.runs {
		atoms = append(atoms, atom{box: r.box, first: r.first, run: r})
		for _, g := range r.glyphs {
			switch {
			case rightToLeft(g.r):
				rtl++
			case g.r != ' ':
				rtl--
			}
		}
	}
	for _, t := range tables {
		atoms = append(atoms, atom{box: t.box, first: streamPlace(p.runs, t.box), table: t})
	}
	for _, f := range frames {
		atoms = append(atoms, atom{box: f.box, first: streamPlace(p.runs, f.box), frame: f})
	}
	for i := range p.pictures {
		if pic := &p.pictures[i]; pic.shown {
			atoms = append(atoms, atom{box: pic.box, first: streamPlace(p.runs, pic.box), picture: pic})
		}
	}
	for n, r := range regions(atoms, rtl > 0) {
		for _, piece := range p.column(r, rtl > 0) {
			piece.region = n
			if l := piece.line; l != nil {
				l.element = p.at(l.box).element
			}
			p.pieces = append(p.pieces, piece)
		}
	}
	for _, l := range p.asides {
		p.pieces = append(p.pieces, piece{line: l, region: -1})
	}
	p.runs = nil
	for l := range eachLine([]*page{p}) {
		l.parts = nil // a large document is many of them
	}
}

// streamPlace returns the place in the content stream of the last run that
// stands above a box: where the box belongs as far as the stream can tell.
func streamPlace(rs []*run, b rect) int {
	place, low := 0, math.Inf(1)
	for _, r := range rs {
		if r.y >= b.y1-2 && r.y < low && r.box.x0 < b.x1 && r.box.x1 > b.x0 {
			place, low = r.first, r.y
		}
	}
	return place
}

// column returns the pieces of one region from top to bottom.
func (p *page) column(r region, rtl bool) []piece {
	var rs []*run
	var blocks []atom
	for _, a := range r {
		if a.run != nil {
			rs = append(rs, a.run)
		} else {
			blocks = append(blocks, a)
		}
	}
	slices.SortStableFunc(blocks, func(a, b atom) int { return cmp.Compare(b.box.y1, a.box.y1) })
	ls := lines(rs)
	measureColumn(ls, rtl)
	var out []piece
	from := 0
	flush := func(to int) {
		out = append(out, alignedTables(p, ls[from:to])...)
		from = to
	}
	for _, b := range blocks {
		to := from
		for to < len(ls) && ls[to].y > (b.box.y0+b.box.y1)/2 {
			to++
		}
		flush(to)
		out = append(out, piece{table: b.table, picture: b.picture, frame: b.frame})
	}
	flush(len(ls))
	return out
}

// measureColumn sets where lines stand in their column.
func measureColumn(ls []*line, rtl bool) {
	if len(ls) == 0 {
		return
	}
	b := ls[0].box
	for _, l := range ls {
		b = b.union(l.box)
	}
	for i, l := range ls {
		l.width = b.width()
		l.indent = l.box.x0 - b.x0
		if rtl {
			l.indent = b.x1 - l.box.x1
		}
		if i > 0 {
			l.gap = ls[i-1].y - l.y
		}
	}
}

// numberLines numbers the lines of a page from n, and returns the next number.
func (p *page) numberLines(n int) int {
	for _, piece := range p.pieces {
		switch {
		case piece.line != nil:
			piece.line.page, piece.line.number = p.number, n
			n++
		case piece.table != nil:
			piece.table.number = n
			n += len(piece.table.rows)
		case piece.frame != nil:
			n = piece.frame.page.numberLines(n)
		default:
			piece.picture.page, piece.picture.number = p.number, n
			n++
		}
	}
	return n
}

// setAsides takes the glyphs that do not stand upright out of a page, and
// makes lines of them that follow its text: stamps on the margin, watermarks,
// the heads of narrow columns.
func (p *page) setAsides() {
	byAngle := map[int16][]glyph{}
	upright := make([]glyph, 0, len(p.glyphs))
	last := int16(0)
	for _, g := range p.glyphs {
		if !g.made {
			last = g.angle
		}
		if last == 0 {
			upright = append(upright, g)
			continue
		}
		byAngle[last] = append(byAngle[last], g)
	}
	p.runs, p.glyphs = runs(upright), nil
	angles := make([]int16, 0, len(byAngle))
	for a := range byAngle {
		angles = append(angles, a)
	}
	slices.Sort(angles)
	for _, a := range angles {
		p.asides = append(p.asides, lines(runs(byAngle[a]))...)
	}
}

// takeWatermarks takes asides that say the same on several pages, or number
// them, for furniture. A chart has more than one number on its side.
func takeWatermarks(pages []*page) []doc.Furniture {
	on, numbers := map[string]int{}, map[*page]int{}
	for _, p := range pages {
		seen := map[string]bool{}
		for _, l := range p.asides {
			if !seen[l.text] {
				on[l.text]++
			}
			seen[l.text] = true
			if bareNumber.MatchString(l.text) {
				numbers[p]++
			}
		}
	}
	var out []doc.Furniture
	for _, p := range pages {
		p.asides = slices.DeleteFunc(p.asides, func(l *line) bool {
			kind := doc.RunningHead
			switch {
			case bareNumber.MatchString(l.text) && numbers[p] == 1 && len(pages) > 1:
				kind = doc.PageNumber
			case on[l.text] < 2:
				return false
			}
			out = append(out, doc.Furniture{Position: doc.Position{Page: p.number, Line: 1}, Kind: kind, Text: l.text})
			return true
		})
	}
	return out
}

// A measure is what most of a document is set in.
type measure struct {
	size  float64            // of its letters, in points
	pitch map[script]float64 // from one line to the next, in sizes
	bold  bool               // most letters are bold
}

// A script tells lines in East Asian letters from others: their fonts keep
// another distance.
type script bool

func scriptOf(l *line) script {
	return script(strings.ContainsFunc(l.text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	}))
}

// bodyOf measures the text of a document.
func bodyOf(pages []*page) measure {
	sizes := map[float64]int{}
	m := measure{pitch: map[script]float64{}}
	bold, all := 0, 0
	for l := range eachLine(pages) {
		s := math.Round(l.size*2) / 2
		sizes[s] += l.letters
		if n := sizes[s]; n > sizes[m.size] || n == sizes[m.size] && s < m.size {
			m.size = s
		}
		all += l.letters
		if l.bold {
			bold += l.letters
		}
	}
	m.bold = bold*10 > all*4
	for _, sc := range []script{false, true} {
		m.pitch[sc] = linePitch(pages, m.size, sc)
	}
	return m
}

// linePitch returns the distance of lines within paragraphs, in sizes: the
// smallest that is common. The most common may be that of paragraphs, where
// these are short.
func linePitch(pages []*page, size float64, sc script) float64 {
	counts, most := map[float64]int{}, 0
	for l := range eachLine(pages) {
		if l.gap <= 0 || math.Abs(l.size-size) > 0.6 || scriptOf(l) != sc {
			continue
		}
		s := math.Round(l.gap/l.size*20) / 20
		counts[s]++
		most = max(most, counts[s])
	}
	for _, s := range slices.Sorted(maps.Keys(counts)) {
		if s >= 1 && counts[s]*4 >= most && counts[s] > 1 || counts[s] == most {
			return s
		}
	}
	return 1.3
}

// eachLine yields the lines of pages in reading order.
func eachLine(pages []*page) iter.Seq[*line] {
	return func(yield func(*line) bool) {
		for _, p := range pages {
			for _, piece := range p.pieces {
				if piece.line != nil && !yield(piece.line) {
					return
				}
			}
		}
	}
}

// captions begin the words under a picture.
var captions = []string{"그림", "사진", "도표", "图", "圖", "図", "照片", "写真", "Figure", "Fig.", "Photo", "Рис.", "Рисунок", "Фото", "Hình", "Ảnh", "Gambar", "Foto", "รูปที่", "ภาพที่", "شكل", "صورة"}

// takeCaptions gives pictures the lines under them that say that they do.
func takeCaptions(p *page) {
	var out []piece
	for i := 0; i < len(p.pieces); i++ {
		out = append(out, p.pieces[i])
		pic := p.pieces[i].picture
		if pic == nil || i+1 >= len(p.pieces) {
			continue
		}
		l := p.pieces[i+1].line
		if l == nil || !isCaption(l.text) || pic.box.y0-l.y > 4*l.size {
			continue
		}
		for i+1 < len(p.pieces) {
			next := p.pieces[i+1].line
			if next == nil || next != l && (math.Abs(next.size-l.size) > 0.3 || next.gap > 1.5*l.size || len(pic.caption) > 3) {
				break
			}
			pic.caption = append(pic.caption, next)
			i++
		}
	}
	p.pieces = out
}

func isCaption(s string) bool {
	s = strings.TrimLeft(s, "<〈[(▲△▼")
	for _, c := range captions {
		if rest, ok := strings.CutPrefix(s, c); ok {
			rest = strings.TrimLeft(rest, " ")
			return rest != "" && (rest[0] >= '0' && rest[0] <= '9' || strings.ContainsAny(rest[:1], ":.-") || strings.HasPrefix(rest, "："))
		}
	}
	return false
}
