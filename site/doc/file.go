package doc

// SetFile says of the document and of everything in it that it stands in the
// file of this name. It is for the documents of a source that has several
// files; a reader sees one file and never knows its name.
func (d *Document) SetFile(name string) {
	d.File = name
	setFile(d.Blocks, name)
	for i := range d.Furniture {
		d.Furniture[i].File = name
	}
	for i := range d.Losses {
		d.Losses[i].File = name
	}
	for i := range d.Doubts {
		d.Doubts[i].File = name
	}
}

func setFile(blocks []Block, name string) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *Heading:
			b.File = name
		case *Paragraph:
			b.File = name
		case *List:
			b.File = name
			for i := range b.Items {
				b.Items[i].File = name
				setFile(b.Items[i].Blocks, name)
			}
		case *Table:
			b.File = name
		case *Figure:
			b.File = name
		case *Box:
			b.File = name
			setFile(b.Blocks, name)
		case *Note:
			b.File = name
			setFile(b.Blocks, name)
		}
	}
}
