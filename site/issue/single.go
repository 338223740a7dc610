package issue

import (
	"github.com/backissue/backissue/site/numbering"
)

// singleText returns the index of the title of a document that is one text and
// no bulletin: a law, a declaration, a manual. Its title stands above all else,
// and what is below counts its parts. It returns -1 where the document is none.
func singleText(body []unit, p Profile) int {
	title := 0
	for title < len(body) && title < 4 && (body[title].text == "" || !body[title].headLike()) {
		title++
	}
	if title == len(body) || title == 4 || !countsHeadings(body, title) && !countsArticles(body, title, p) {
		return -1
	}
	return title
}

// countsHeadings reports whether the heading at title is the only one of its
// level, and those of the next level are counted.
func countsHeadings(body []unit, title int) bool {
	top := body[title].level()
	if top == 0 || len(atLevel(body, 0, len(body), top)) > 1 {
		return false
	}
	for level := top + 1; level <= 6; level++ {
		if at := atLevel(body, title, len(body), level); len(at) > 0 {
			return len(at) > 2 && count(body, at) && !restartsAmong(body, at)
		}
	}
	return false
}

// restartsAmong reports whether the numbers that most headings have begin
// again: then they count within something.
func restartsAmong(body []unit, at []int) bool {
	styles := map[numbering.Style][]int{}
	var most []int
	for _, i := range at {
		num := body[i].num
		if num.Style == numbering.None {
			continue
		}
		styles[num.Style] = append(styles[num.Style], num.N)
		if len(styles[num.Style]) > len(most) {
			most = styles[num.Style]
		}
	}
	for k := 1; k < len(most); k++ {
		if most[k] <= most[k-1] {
			return true
		}
	}
	return false
}

// countsArticles reports whether most of a text is articles of one law, counted
// from the first to the last, with nothing above them that is reported or
// credited.
func countsArticles(body []unit, title int, p Profile) bool {
	first, last, found := -1, 0, 0
	above, all := 0, 0
	for i, u := range body {
		n := letters(u)
		all += n
		if first < 0 {
			above += n
		}
		if u.num.Style != numbering.Article {
			continue
		}
		if first < 0 {
			first = i
		}
		if u.num.N <= last || u.num.N > last+3 { // one may have been taken for text
			return false
		}
		last = u.num.N
		found++
	}
	if found < 4 || above*3 > all {
		return false
	}
	for i := title; i < first; i++ {
		if labelFollows(body, i, first, p) || body[i].num.Style != numbering.None && body[i].num.Style != numbering.Chapter {
			return false
		}
	}
	return true
}
