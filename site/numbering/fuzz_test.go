package numbering

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse takes numbers off texts: label and rest are the text again, and a
// long text has the number that its beginning has.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"第七条 灯", "제12조(목적)", "Article 7. Lamps", "（三） 渡", "01. a", "1.5 2", "１．法令", "２　届出", "Ⅱ. 소", "(b) the", "12. 20. x", "đ) x", "3. Маяк"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := Parse(s)
		tight := func(s string) string {
			return strings.Map(func(r rune) rune {
				if strings.ContainsRune(" \t\n\f\r\u3000\u00a0\u0085\v\u2028\u2029", r) {
					return -1
				}
				return r
			}, s)
		}
		switch {
		case n.Style == None && (n.N != 0 || n.Label != "" || n.Rest != s):
			t.Errorf("%q: no number, but %+v", s, n)
		case n.Style != None && (n.N < 1 || n.Label == ""):
			t.Errorf("%q: a number, but %+v", s, n)
		case utf8.ValidString(s) && n.Style != None && tight(n.Label+n.Rest) != tight(s):
			t.Errorf("%q became %q and %q", s, n.Label, n.Rest)
		}
		if utf8.ValidString(s) && n.Style != None && len(s) < maxLabel/2 {
			if long := Parse(s + strings.Repeat(" x", 2*maxLabel)); n.Rest != "" && long.N != n.N {
				t.Errorf("%q is %d, and longer %d", s, n.N, long.N)
			}
		}
		if cut := CutLeader(s); !strings.HasPrefix(s, cut) || s != "" && cut == "" && strings.Trim(s, ".…·‥⋯・ \t\u3000") == s {
			t.Errorf("%q was cut to %q", s, cut)
		}
	})
}
