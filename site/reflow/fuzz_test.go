package reflow_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/doc/doctest"
	"github.com/backissue/backissue/site/reflow"
)

// FuzzBlocks makes documents of lines whose texts and measures are both
// thought up: the text gives the lines, each byte of shape how one is set.
// Every letter stays, in order, once.
func FuzzBlocks(f *testing.F) {
	f.Add("등대 소식\n1. 나루\n- 2 -\n渡船。  二、灯塔", "\x00\x11\x22\x33")
	f.Add("专栏 1 灯塔\n渡船渡船渡船\n一、浮标", "\x80\x08\x40")
	f.Add("1 2 3\n4 5 6\n7 8 9\nhar-\nbour", "\x01")
	f.Add("Gaonnaru Letter\nlamp\nGaonnaru Letter\nboat\nGaonnaru Letter", "\x10\x00")
	f.Fuzz(func(t *testing.T, text, shape string) {
		if len(text) > 1<<13 {
			return
		}
		text = strings.ToValidUTF8(text, "")
		source := doc.Tally{}
		source.Add(text)
		lines := shaped(text, shape)
		d := reflow.Blocks(lines)
		if again := reflow.Blocks(shaped(text, shape)); !reflect.DeepEqual(d, again) {
			t.Error("the same lines give two documents")
		}
		d.Source = source
		doctest.Check(t, d)
	})
}

// shaped sets the lines of a text: bits of shape are the indent, the space at
// the end, the gap above, the start of a page and a measured edge.
func shaped(text, shape string) []reflow.Line {
	var lines []reflow.Line
	page := 1
	for i, s := range strings.Split(text, "\n") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		b := byte(0)
		if shape != "" {
			b = shape[i%len(shape)]
		}
		if b&0x10 != 0 {
			page++
		}
		l := reflow.Line{Position: doc.Position{Page: page, Line: i + 1}, Text: s, Indent: float64(b & 3), Trail: b&4 != 0, Gap: int(b >> 6), Bold: b&8 != 0}
		if b&0x20 != 0 {
			l.Right, l.Size = float64(b), float64(8+b&7)
		}
		lines = append(lines, l)
	}
	return lines
}

// A bullet of its own for every line opens no list within every list.
func TestManyBullets(t *testing.T) {
	var lines []reflow.Line
	for i := range 200 {
		lines = append(lines, reflow.Line{Position: doc.Position{Line: i + 1}, Text: string(rune(0xf000+i)) + " lamp", Gap: 1})
	}
	d := reflow.Blocks(lines)
	depth, items := 0, 0
	for blocks := d.Blocks; len(blocks) > 0; depth++ {
		l := blocks[len(blocks)-1].(*doc.List)
		items += len(l.Items)
		last := l.Items[len(l.Items)-1].Blocks
		if _, ok := last[len(last)-1].(*doc.List); !ok {
			break
		}
		blocks = last
	}
	if depth+1 != 9 || items != 200 {
		t.Errorf("%d items on %d levels, want 200 on 9", items, depth+1)
	}
}
