package check

// A Vanished is a page that was published, at an address at which a new site
// would have nothing.
type Vanished struct {
	File, Title string // where the address is recorded
	Line        int
	Address     string // from the root of the site: "ko/2021-10/news/01/"
}

func findVanished(a *Archive, report func(Finding)) {
	for _, v := range a.Vanished {
		report(Finding{File: v.File, Line: v.Line, Text: v.Title,
			Message: "/" + v.Address + " was published, and nothing would answer there any more",
			Hint:    "bring the page back, or say where it went, below [[params.moved]] or [[params.withdrawn]]"})
	}
}
