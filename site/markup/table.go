package markup

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/backissue/backissue/site/doc"
)

// maxColumns and maxCells bound tables whose spans ask for more than anybody
// could read.
const (
	maxColumns = 500
	maxCells   = 200_000
)

// table reads a table of data, or unwraps one that only lays out the page.
func (b *builder) table(n *html.Node, c context) {
	b.flush()
	rows := rowsOf(n)
	if layout(n, rows) {
		b.unwrap(n, c)
		b.flush()
		return
	}
	t := &doc.Table{}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if child.DataAtom == atom.Caption {
			b.node(child, c)
			b.flush()
		}
	}
	t.Position = b.place()
	var after []doc.Block
	g := grid{}
	head := true
	for _, r := range rows {
		if !b.shown(r.node) {
			b.node(r.node, c)
			continue
		}
		g.next()
		heads := 0
		for _, cell := range r.cells {
			spans, rest := b.cell(cell, c)
			after = append(after, rest...)
			g.put(spans, size(cell, "colspan"), size(cell, "rowspan"), len(rows))
			if cell.DataAtom == atom.Th {
				heads++
			}
		}
		if head = head && (r.head || heads > 0 && heads == len(r.cells)); head {
			t.Header++
		}
	}
	t.Rows, t.Header = g.rows(t.Header)
	if t.Header == len(t.Rows) {
		t.Header = max(0, min(1, len(t.Rows)-1))
	}
	if len(t.Rows) > 0 {
		b.add(t)
	} else {
		g.each(func(spans []doc.Span) { b.add(&doc.Paragraph{Position: b.here(), Spans: spans}) })
	}
	for _, block := range after {
		b.add(block)
	}
	b.settle()
}

// unwrap reads the cells of a table one after the other.
func (b *builder) unwrap(n *html.Node, c context) {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch child.DataAtom {
		case atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr:
			if Hidden(child) || b.Furniture[child] != "" {
				b.node(child, c)
				continue
			}
			b.unwrap(child, c)
		default:
			b.flush()
			b.node(child, c)
			b.flush()
		}
	}
}

// A row is the cells of a table's row.
type row struct {
	node  *html.Node
	cells []*html.Node
	head  bool // it stands in a thead
}

// rowsOf returns the rows of table n that are shown, the foot last.
func rowsOf(n *html.Node) []row {
	var head, body, foot []row
	var collect func(n *html.Node, into *[]row)
	collect = func(n *html.Node, into *[]row) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Thead:
				collect(c, &head)
			case atom.Tfoot:
				collect(c, &foot)
			case atom.Tbody:
				collect(c, into)
			case atom.Tr:
				r := row{node: c, head: n.DataAtom == atom.Thead}
				for cell := c.FirstChild; cell != nil; cell = cell.NextSibling {
					if cell.DataAtom == atom.Td || cell.DataAtom == atom.Th {
						r.cells = append(r.cells, cell)
					}
				}
				if len(r.cells) > 0 {
					*into = append(*into, r)
				}
			}
		}
	}
	collect(n, &body)
	return append(append(head, body...), foot...)
}

// longCell is the number of characters from which a cell holds an article
// rather than a value.
const longCell = 500

// layout reports tables that put parts of a page beside each other: those of
// one column or row of cells, those that say so, and those whose cells hold
// what stands on pages and not in tables. Head cells and captions belong to
// tables of data.
func layout(n *html.Node, rows []row) bool {
	switch role := attr(n, "role"); {
	case role == "presentation" || role == "none" || attr(n, "datatable") == "0":
		return true
	case role == "table" || role == "grid":
		return false
	}
	heads := false
	for _, r := range rows {
		for _, cell := range r.cells {
			if find(cell, pagePart) != nil {
				return true
			}
			heads = heads || cell.DataAtom == atom.Th && len(r.cells) > 1
		}
	}
	if heads {
		return false
	}
	columns, filled, long, pictures := 0, 0, 0, 0
	for _, r := range rows {
		full := 0
		for _, cell := range r.cells {
			size := utf8.RuneCountInString(tidy(Text(cell)))
			picture := find(cell, func(n *html.Node) bool { return n.DataAtom == atom.Img }) != nil
			if size > 0 || picture {
				full++
			}
			if size > longCell {
				long++
			}
			if picture {
				pictures++
			}
		}
		columns = max(columns, full)
		if full > 0 {
			filled++
		}
	}
	return columns < 2 || long > 0 && filled < 3 || pictures > 0 && filled == 1 && !bordered(n)
}

// pagePart reports elements that tables of data do not hold.
func pagePart(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Table, atom.H1, atom.H2, atom.H3, atom.Article, atom.Section, atom.Nav:
		return true
	}
	return false
}

var border = regexp.MustCompile(`(?i)border[^;:]*:\s*(?:solid|[1-9])`)

func bordered(n *html.Node) bool {
	width, err := strconv.Atoi(attr(n, "border"))
	return err == nil && width > 0 || border.MatchString(attr(n, "style"))
}

// cell returns the text of a cell, its paragraphs as lines, and the blocks
// that cannot stand in one.
func (b *builder) cell(n *html.Node, c context) (spans []doc.Span, rest []doc.Block) {
	if b.Furniture[n] != "" || Hidden(n) {
		b.node(n, c)
		return nil, nil
	}
	blocks := b.within(func() { b.children(n, c) })
	var add func(blocks []doc.Block, prefix string)
	add = func(blocks []doc.Block, prefix string) {
		for _, block := range blocks {
			var text []doc.Span
			switch block := block.(type) {
			case *doc.Paragraph:
				text = block.Spans
			case *doc.Heading:
				text = block.Spans
			case *doc.List:
				for _, it := range block.Items {
					add(it.Blocks, it.Marker+" ")
				}
				continue
			case *doc.Figure, *doc.Note:
				rest = append(rest, block)
				continue
			default:
				text = []doc.Span{{Text: strings.ReplaceAll(doc.Text(block), "\t", " ")}}
			}
			if len(spans) > 0 {
				prefix = "\n" + prefix
			}
			if prefix != "" {
				spans = append(spans, doc.Span{Text: prefix})
				prefix = ""
			}
			spans = append(spans, text...)
		}
	}
	add(blocks, "")
	return spans, rest
}

func size(n *html.Node, name string) int {
	v, err := strconv.Atoi(attr(n, name))
	if err != nil || v < 0 || v == 0 && name == "colspan" {
		return 1
	}
	return v
}

// A grid places cells as browsers do: a cell that spans several places has
// its text in the first and nothing in the others.
type grid struct {
	all   [][][]doc.Span
	taken []int // rows that a cell from above still covers, for each column
	col   int
	cells int // that all cells together ask for
}

// next begins a row.
func (g *grid) next() {
	if len(g.all) > 0 {
		g.skip()
	}
	g.all = append(g.all, nil)
	g.col = 0
}

// skip passes places that cells from above cover.
func (g *grid) skip() {
	for g.col < len(g.taken) && g.taken[g.col] > 0 {
		g.taken[g.col]--
		g.add(nil)
	}
}

func (g *grid) add(spans []doc.Span) {
	last := len(g.all) - 1
	g.all[last] = append(g.all[last], spans)
	g.col++
}

func (g *grid) put(spans []doc.Span, columns, rows, most int) {
	g.skip()
	if rows == 0 || rows > most {
		rows = most // to the end of the table
	}
	if g.cells += columns * rows; g.cells > maxCells || g.col+columns > maxColumns {
		columns, rows = 1, 1
	}
	for i := range columns {
		for len(g.taken) <= g.col {
			g.taken = append(g.taken, 0)
		}
		g.taken[g.col] = rows - 1
		if i > 0 {
			spans = nil
		}
		g.add(spans)
	}
}

// each calls f with every cell that holds something.
func (g *grid) each(f func([]doc.Span)) {
	for _, r := range g.all {
		for _, spans := range r {
			if len(spans) > 0 {
				f(spans)
			}
		}
	}
}

// rows returns the grid with all rows of one length, without rows and columns
// that hold nothing, and how many of the first head rows are left. It returns
// nil for a grid that would be too big.
func (g *grid) rows(head int) ([][][]doc.Span, int) {
	width := 0
	used := map[int]bool{}
	for _, r := range g.all {
		for i, cell := range r {
			if len(cell) > 0 {
				used[i] = true
				width = max(width, i+1)
			}
		}
	}
	if width*len(g.all) > 4*maxCells {
		return nil, 0
	}
	var out [][][]doc.Span
	heads := 0
	for at, r := range g.all {
		var cells [][]doc.Span
		full := false
		for i := range width {
			if !used[i] {
				continue
			}
			var cell []doc.Span
			if i < len(r) {
				cell = r[i]
			}
			full = full || len(cell) > 0
			cells = append(cells, cell)
		}
		if full {
			out = append(out, cells)
			if at < head {
				heads++
			}
		}
	}
	return out, heads
}
