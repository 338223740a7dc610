package content

import (
	"strings"
	"testing"
)

// TestCanonical: what only white space tells apart is the same, and what
// Markdown tells apart is not.
func TestCanonical(t *testing.T) {
	for _, test := range []struct {
		name, a, b string
		same       bool
	}{
		{"wrapped", "one two three", "one\ntwo   three ", true},
		{"wrapped Korean", "항만 요금을 공개한다", "항만\n요금을 공개한다", true},
		{"wrapped Chinese", "港口公开收费", "港口公\n开收费", true},
		{"Chinese after a comma", "港口，公开", "港口，\n公开", true},
		{"line ends", "one\ntwo", "one\r\ntwo", true},
		{"spacing of Korean is a correction", "항만요금", "항만 요금", false},
		{"a break", "one\\\ntwo", "one\ntwo", false},
		{"two ways of a break", "one\\\ntwo", "one  \ntwo", true},
		{"wrapped quotation", "> [!abstract]\n>\n> one two", "> [!abstract]\n>\n> one\n> two", true},
		{"quotation", "> one", "one", false},
		{"blocks of a quotation", "> one\n>\n> two", "> one\n> two", false},
		{"items", "- one\n- two", "- one two", false},
		{"wrapped item", "- one\n  two", "- one two", true},
		{"item within", "- one\n  - two", "- one\n- two", false},
		{"loose", "- one\n\n  two", "- one\n  two", false},
		{"rows", "| a | b |\n| - | - |", "| a | b | | - | - |", false},
		{"wide cells", "| a   | b |", "| a | b |", true},
		{"fenced", "```\na  b\n```", "```\na b\n```", false},
		{"identifier", "one\n{#a}", "one {#a}", false},
		{"another word", "one", "two", false},
	} {
		if same := Sum(test.a) == Sum(test.b); same != test.same {
			t.Errorf("%s: %q and %q", test.name, Canonical(test.a), Canonical(test.b))
		}
	}
}

func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"> a\n>\n> b", "- a\n  b\n\n  c", "```\nx\n```", "a\\\nb  \nc", "| a |\n| - |", "1. a\n{#b}", "港口\n公开"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Canonical(s)
		if lost := plain(s); plain(once) != lost {
			t.Errorf("%q became %q", s, once)
		}
		for _, b := range Blocks(s) {
			if q := Unquote(Quote(b.Text)); strings.TrimRight(q, " \n") != strings.TrimRight(b.Text, " \n") && !strings.Contains(b.Text, " \n") {
				t.Errorf("%q quoted and unquoted is %q", b.Text, q)
			}
		}
	})
}

// plain is a text without white space, marks of quotations and breaks.
func plain(s string) string {
	return strings.NewReplacer(">", "", "\\", "").Replace(strings.Join(strings.Fields(s), ""))
}

func TestCommon(t *testing.T) {
	split := func(s string) []string { return strings.Split(s, "") }
	for _, test := range [][3]string{{"abcd", "abcd", "abcd"}, {"abcd", "xbyd", "bd"}, {"abc", "cab", "ab"}, {"aa", "a", "a"}, {"abc", "xyz", ""}, {"axbxc", "xaxbc", "axbc"}} {
		for name, find := range map[string]func(a, b []string) [][2]int{"table": Common, "anchors": anchored} {
			a, b := split(test[0]), split(test[1])
			got := ""
			last := [2]int{-1, -1}
			for _, p := range find(a, b) {
				if a[p[0]] != b[p[1]] || p[0] <= last[0] || p[1] <= last[1] {
					t.Fatalf("%s: %v", name, p)
				}
				got, last = got+a[p[0]], p
			}
			if name == "table" && len(got) != len(test[2]) {
				t.Errorf("%q, %q: %q", test[0], test[1], got)
			}
		}
	}
}
