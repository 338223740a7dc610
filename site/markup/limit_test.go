package markup

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"nothing", "", ""},
		{"a page", "<!doctype html><p title='a>b'>text<!-- > -->", ""},
		{"a comment without an end", "<p>text<!-- " + strings.Repeat("x ", maxText), ""},
		{"a picture", `<img src="data:image/png;base64,` + strings.Repeat("A", maxText+1) + `">text`, ""},
		{"as many tags", strings.Repeat("<p>", maxTags), ""},
		{"too many tags", strings.Repeat("<p>", maxTags+1), "262,145 tags, where 262,144 is the most"},
		{"too much text", strings.Repeat("text ", maxText/5+1), "12,582,915 bytes of text, where 12,582,912 is the most"},
		{"too much behind a quotation mark", `<p "` + strings.Repeat("a ", maxTag), "a tag of more than 64 KiB"},
		{"too many attributes", "<p " + strings.Repeat("a=1 ", maxTag/4) + ">", "a tag of more than 64 KiB"},
		{"too much of all", strings.Repeat(" ", maxPage+1), "41,943,041 bytes, where 41,943,040 is the most"},
	} {
		got := ""
		if err := Check(c.page); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
