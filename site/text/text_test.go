package text

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding/korean"

	"github.com/backissue/backissue/site/charset"
	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/doc/doctest"
)

func lines(s string) string {
	var b strings.Builder
	for _, l := range split(s) {
		b.WriteString(l.Text)
		b.WriteByte('|')
	}
	return b.String()
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" \n\t\n\f\n", ""},
		{"나루\n등대", "나루|등대|"},
		{"  나루  \n\n　등대　", "나루|등대|"},
		{"나루\f등대\n", "나루|등대|"},
	} {
		if got := lines(c.text); got != c.want {
			t.Errorf("split(%q): got %q, want %q", c.text, got, c.want)
		}
	}

	ls := split("  나루 \n\n　등대\n")
	if len(ls) != 2 {
		t.Fatalf("%d lines", len(ls))
	}
	first, second := ls[0], ls[1]
	if first.Indent != 2 || !first.Trail || first.Line.Line != 1 || first.Gap != 1 {
		t.Errorf("first line: %+v", first)
	}
	if second.Indent != 2 || second.Trail || second.Line.Line != 3 || second.Gap != 2 {
		t.Errorf("second line: %+v", second)
	}
}

// Every way to end a line and every mark at a file's beginning gives the same
// document.
func TestReadEncodings(t *testing.T) {
	const text = "등대 소식\n\n나루터에 등대가 섰다. 배가 밤에도 다닌다.\n"
	want := doc.Text(blocks(t, text)...)
	for name, same := range map[string]string{
		"byte order mark":    "\ufeff" + text,
		"carriage returns":   strings.ReplaceAll(text, "\n", "\r\n"),
		"old Macintosh":      strings.ReplaceAll(text, "\n", "\r"),
		"line separators":    strings.ReplaceAll(text, "\n", "\u2028"),
		"decomposed letters": strings.NewReplacer("등", "\u1103\u1173\u11bc", "섰", "\u1109\u1165\u11bb").Replace(text),
	} {
		if got := doc.Text(blocks(t, same)...); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func blocks(t *testing.T, s string) []doc.Block {
	t.Helper()
	d, err := Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return d.Blocks
}

func TestReadError(t *testing.T) {
	_, err := Read([]byte("등대\x00나루"))
	var unknown *charset.Error
	if !errors.As(err, &unknown) || !strings.HasPrefix(err.Error(), "text: charset: ") {
		t.Errorf("got %v", err)
	}
	if _, err := Read([]byte("\ufffd 등대")); err != nil {
		t.Errorf("a replacement character is a character: %v", err)
	}
}

// Text in an old encoding gives the document that it gives in UTF-8.
func TestReadOldEncoding(t *testing.T) {
	const text = "등대 소식\n\n나루터에 등대가 섰다. 배가 밤에도 다닌다.\n"
	old, err := korean.EUCKR.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := doc.Text(blocks(t, old)...), doc.Text(blocks(t, text)...); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Pages begin at form feeds, or in the text of some programs at one space
// before a line that follows at once; other texts have none.
func TestReadPages(t *testing.T) {
	pages := func(s string) []int {
		ls := split(s)
		markPages(ls)
		var out []int
		for _, l := range ls {
			out = append(out, l.Page)
		}
		return out
	}
	double := strings.Repeat("渡口管理站应当每月检查灯塔。\n\n", 30)
	double = strings.TrimSuffix(double, "\n") + " 渡船\n\n灯塔"
	for _, c := range []struct {
		name, text  string
		first, last int
	}{
		{"no sign of pages", "灯塔\n渡船", 0, 0},
		{"form feeds", "灯塔\n\f渡船\n\f浮标", 1, 3},
		{"form feeds within lines", "灯塔\f渡船\n\n\n\f浮标", 1, 3},
		{"a form feed at the beginning", "\f灯塔\n\f渡船", 1, 2},
		{"a space where lines are set apart", double, 1, 2},
		{"a tab is no page", strings.ReplaceAll(double, " 渡船", "\t渡船"), 1, 1},
		{"a space where lines are not set apart", strings.ReplaceAll(double, "\n\n", "\n"), 0, 0},
	} {
		got := pages(c.text)
		if got[0] != c.first || got[len(got)-1] != c.last {
			t.Errorf("%s: pages %v, want %d to %d", c.name, got, c.first, c.last)
		}
	}
	for _, s := range []string{double, "灯塔\n\f渡船"} {
		for _, b := range blocks(t, s) {
			if text := doc.Text(b); strings.TrimSpace(text) != text {
				t.Errorf("%q keeps the space of a page's start", text)
			}
		}
	}
}

// Whatever a text holds, each of its letters is in the document once, and its
// blocks stand in the order of their lines.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"등대 소식\n1. 나루\n출처: 등대\n[내용개요: 나루터]\n",
		"第一条　渡船\n（一）灯\n（二）塔\n\f- 2 -\n第二条",
		"1.5 2 3\n1 2 3\n4 5 6\n", "a-\nb\u00ad\nc", "12\n\f12\n\f12\n", "•\n• x\n\uf0b2 y\n- z",
		"专栏 1 灯塔\n渡船渡船渡船渡船\n一、浮标", "渡船。  二、灯塔\n", "\t\t灯塔\f灯塔",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<14 {
			t.Skip()
		}
		doctest.Read(t, data, Read)
		if _, err := Read(data); err != nil && !errors.As(err, new(*charset.Error)) {
			t.Fatal(err)
		}
	})
}
