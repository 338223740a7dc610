package issue

import (
	"time"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// An Issue is one number of a newsletter, in every language it came out in.
type Issue struct {
	Key      string         // folder name, such as "2021-10"; sorts by date
	Date     time.Time      // first day of the period that the issue covers, UTC
	Evidence Evidence       // why Key and Date are what they are
	Langs    []language.Tag // languages of the issue, the publisher's own first
	Intro    []doc.Block    // running text that stands before the first section
	Sections []Section

	Media       []doc.Media     // pictures that the texts show
	Attachments []doc.Media     // files that came with the issue and with no article of it
	Doubts      []Doubt         // guesses, in source order
	Furniture   []doc.Furniture // text that serves the pages, in source order
	Losses      []doc.Loss
}

// Evidence is the text that settled a question, and where it stood.
type Evidence struct {
	doc.Position
	Text string
	Weak bool // a date that is not certain to be the issue's
}

// A Kind tells how the articles of a section are built.
type Kind string

const (
	News Kind = "news" // credit, abstract, original
	Law  Kind = "law"  // a whole legal text: chapters, articles, points
	QA   Kind = "qa"   // questions and their answers
)

// Rights tell whose text an article is. Its abstract is the publisher's own,
// whatever it sums up.
type Rights string

const (
	Own      Rights = "own"      // written by the publisher, or for it
	Official Rights = "official" // a law, or another text of an authority
	Press    Rights = "press"    // taken over from somebody who may not let it be given on
)

// A Section is a named part of an issue.
type Section struct {
	Key      string // folder name: "news"
	Kind     Kind
	Titles   []Title // one for each language that the source names it in
	Articles []Article
}

// A Title is a name and the language it is in.
type Title struct {
	doc.Position // where it stands as a title; zero where it was taken from elsewhere
	Text         string
	Lang         language.Tag
}

// An Article is the smallest thing that has a page of its own. What is true
// in every language (credit, number, authority) stands here once; what is
// written in a language stands in its [Edition].
type Article struct {
	Key         string // folder name, the printed number: "01"
	Pos         doc.Position
	Credits     []Title     // who published it first, in the languages that the source names them in
	Number      string      // document number as printed, without brackets: "법발〔2021〕29호"; or empty
	Authority   Title       // who issued the law
	Enacted     string      // date as printed in the text, ISO 8601 ("2021-09-24"); or empty
	Topics      []string    // keys of the profile's topics that it is about, the foremost first
	Regions     []string    // keys of the profile's regions that its titles name, sorted
	Editions    []Edition   // in the order of the issue's Langs, one for each
	Annexes     []string    // articles that came as documents of their own and that this one names: "laws/03"
	Attachments []doc.Media // files that came with it
	Rights      Rights      // whose text it is

	law bool // of an annex: it is the text of a law
}

// An Edition is an article in one language. An edition without Abstract and
// Body is a title alone: its reader is shown another edition's text.
type Edition struct {
	Lang     language.Tag
	Title    Title // Lang differs from the edition's where no title in its language exists
	Abstract []doc.Block
	Body     []doc.Block
}

// A Doubt is a guess and the article it concerns.
type Doubt struct {
	Article string // path within the issue, "laws/02"; empty for the issue itself
	doc.Doubt
}
