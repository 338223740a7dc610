package markup

import (
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/doc"
)

// What a page may hold before it is parsed. Its tree takes some two hundred
// bytes for each tag, and more for each attribute.
const (
	maxPage = 40 << 20 // bytes, pictures inside the page too
	maxText = 12 << 20 // bytes outside of tags
	maxTags = 1 << 18
	maxTag  = 64 << 10 // bytes of one tag outside of quotation marks
)

// Check refuses a page that no parser should be given.
func Check(page string) error {
	if n := len(page); n > maxPage {
		return &doc.SizeError{What: "bytes", Have: n, Max: maxPage}
	}
	if n := strings.Count(page, "<"); n > maxTags {
		return &doc.SizeError{What: "tags", Have: n, Max: maxTags}
	}
	text := 0
	for page != "" {
		n := strings.IndexByte(page, '<')
		if n < 0 {
			n = len(page)
		}
		text += n
		if page = page[n:]; page == "" {
			break
		}
		rest, size := skipTag(page)
		if size > maxTag {
			return fmt.Errorf("a tag of more than %d KiB", maxTag>>10)
		}
		page = rest
	}
	if text > maxText {
		return &doc.SizeError{What: "bytes of text", Have: text, Max: maxText}
	}
	return nil
}

// skipTag returns what is behind the tag that page begins with, and the tag's
// length without quoted values.
func skipTag(page string) (rest string, size int) {
	if strings.HasPrefix(page, "<!--") {
		end := strings.Index(page, "-->")
		if end < 0 {
			return "", 0
		}
		return page[end:], 0
	}
	value := false // a value begins here
	for i := 1; i < len(page); i++ {
		switch c := page[i]; {
		case c == '>':
			return page[i+1:], size
		case c == '=':
			value = true
		case value && (c == '"' || c == '\''):
			n := strings.IndexByte(page[i+1:], c)
			if n < 0 {
				return "", size
			}
			i += n + 1
			value = false
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			value = false
		}
		size++
	}
	return "", size
}
