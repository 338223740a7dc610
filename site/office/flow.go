package office

import "github.com/backissue/backissue/site/doc"

// A Flow puts blocks one behind the other, bullets into one list for as long
// as they go on. The zero Flow is empty.
type Flow struct {
	out    []doc.Block
	list   *doc.List   // bullets that are still going on, the last of out
	behind []doc.Block // what comes behind that list
}

// Put adds blocks behind whatever was going on.
func (f *Flow) Put(blocks ...doc.Block) {
	f.endList()
	f.out = append(f.out, blocks...)
}

// Bullet adds an item to the list that is going on: see [Nest].
func (f *Flow) Bullet(it doc.Item, depth int) {
	if f.list == nil {
		f.list = &doc.List{Position: it.Position}
		f.out = append(f.out, f.list)
	}
	Nest(f.list, depth, it)
}

// InList reports whether a list is going on.
func (f *Flow) InList() bool { return f.list != nil }

// Continue adds a further paragraph to the last item of the list that is
// going on, and reports whether there is one.
func (f *Flow) Continue(p doc.Block) bool {
	if f.list == nil {
		return false
	}
	l := f.list
	for {
		last := &l.Items[len(l.Items)-1]
		below, ok := last.Blocks[len(last.Blocks)-1].(*doc.List)
		if !ok {
			last.Blocks = append(last.Blocks, p)
			return true
		}
		l = below
	}
}

// Behind keeps blocks that come from inside the list that is going on, but
// cannot stand there, until it ends.
func (f *Flow) Behind(blocks ...doc.Block) {
	f.behind = append(f.behind, blocks...)
}

// Caption puts spans under the picture just above, and reports whether there
// is one that has no caption yet.
func (f *Flow) Caption(spans []doc.Span) bool {
	if f.list != nil || len(f.out) == 0 {
		return false
	}
	figure, ok := f.out[len(f.out)-1].(*doc.Figure)
	if !ok || len(figure.Caption) > 0 {
		return false
	}
	figure.Caption = spans
	return true
}

// Blocks ends the list that is going on and returns all blocks.
func (f *Flow) Blocks() []doc.Block {
	f.endList()
	return f.out
}

func (f *Flow) endList() {
	f.out = append(f.out, f.behind...)
	f.list, f.behind = nil, nil
}
