package doc

// SetFile says of the document and of everything in it that it stands in the
// file of this name. It is for the documents of a source that has several
// files; a reader sees one file and never knows its name.
func (d *Document) SetFile(name string) {
	d.File = name
	EachPosition(d.Blocks, func(p *Position) { p.File = name })
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
