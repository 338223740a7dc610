package address

// Vanishing returns the pages of published that a new site would say no more
// of than that they are gone: it has no page there, nobody said where to it
// moved, and nobody said why it went. What answers is asked with addresses such
// as "ko/2021-10/news/01/". A page that moved to where nothing answers vanishes
// too.
func Vanishing(published []Page, answers func(address string) bool, o Options) []Page {
	var lost []Page
	for _, p := range published {
		lang, rest := split(p.Address, o.Languages)
		if answers(p.Address) || o.reason(lang, rest) != "" {
			continue
		}
		if to, ok := o.moved(lang, rest); !ok || !answers(to) {
			lost = append(lost, p)
		}
	}
	return lost
}
