package catalogue

// whole adds a page with all of an issue on it, in each language that the
// issue is really in. Its address, /2021-10/print/, is where a section with
// the key "print" would be: an issue that has one has no such page.
func (w *writer) whole(i *issue) {
	stem := i.path + "/print"
	if w.taken(stem) {
		return
	}
	for _, l := range i.languages {
		w.page(stem, l, front{
			field("title", "print"),
			field("unnamed", true),
			field("date", i.pages[l].date()),
			field("type", "print"),
			field("build", front{field("list", "never")}),
			field("outputs", []string{"html"}),
		})
	}
}
