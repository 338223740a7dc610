package office

import "strings"

// Symbol returns the character that a symbol font draws for r. Office
// programs store such characters in the private use area, as U+F000 and the
// font's code; r may be either. The second result is false for fonts that are
// no symbol fonts and for characters that Unicode has no like of.
func Symbol(font string, r rune) (rune, bool) {
	if r >= 0xf000 && r <= 0xf0ff {
		r -= 0xf000
	}
	name := strings.ToLower(strings.Trim(font, `"' `))
	if few, ok := someOf[name]; ok {
		s, ok := few[r]
		return s, ok
	}
	table, ok := symbolFonts[name]
	if !ok || r < 0x20 || int(r)-0x20 >= len(table) {
		return 0, false
	}
	s := table[r-0x20]
	return s, s != unknown
}

// unknown stands where a font draws what Unicode has nothing for.
const unknown = '�'

var symbolFonts = map[string][]rune{
	"symbol":             symbols,
	"symbolmt":           symbols,
	"wingdings":          wingdings,
	"standard symbols l": symbols,
}

// symbols is the font Symbol, from 0x20.
var symbols = []rune(
	" !∀#∃%&∋()∗+,−./0123456789:;<=>?" +
		"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
		"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼�" +
		"��������������������������������" +
		"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" +
		"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
		"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�")

// wingdings is the font Wingdings, from 0x20. Of the characters that Unicode
// took over from it, those are given that common fonts have.
var wingdings = []rune(
	" ✏✂✁👓🔔📖🕯☎✆✉📧📪📫📬📭📁📂📄📄📑🗄⌛⌨🖱🖲🖥💾💾💾✇✍" +
		"✍✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳🏴✈☼💧❄✞✞✝✠✡☪☯ॐ☸♈♉" +
		"♊♋♌♍♎♏♐♑♒♓&&●❍■□❐❑❒⬧⧫◆❖⬥⌧⍓⌘❀✿❝❞▯" +
		"⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿❧❧❧❧❧❧❧❧·•" +
		"▪○◯◯◉◎○▪◻✦✦★✶✴✹✵⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘" +
		"🕙🕚🕛↲↳↰↱⤴⤵⮶⮷❦❦❦❦❦❦❦❦❦❦⌫⌦⮘➢⮙⮛⮈➲⮉⮋←" +
		"→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑�")

// someOf are fonts of which only a few characters are in use.
var someOf = map[string]map[rune]rune{
	"wingdings 2": {
		0x4f: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒',
		0x95: '·', 0x96: '•', 0x97: '●', 0x98: '⬤', 0xa1: '■', 0xa2: '■', 0xa3: '□',
	},
	"wingdings 3": {
		0x70: '▲', 0x71: '▼', 0x74: '◀', 0x75: '▶', 0x7d: '▶', 0x7c: '◀', 0x84: '▶', 0x83: '◀',
		0x21: '→', 0x22: '→',
	},
	"webdings": {
		0x34: '▶', 0x33: '◀', 0x35: '▲', 0x36: '▼', 0x61: '✔', 0x67: '■', 0x6e: '●', 0x72: '✗',
		0x69: 'ℹ', 0x59: '❤', 0xc8: '✉', 0xc9: '☎',
	},
	"zapf dingbats":     dingbats,
	"zapfdingbats":      dingbats,
	"itc zapf dingbats": dingbats,
	"opensymbol":        openSymbol,
	"starsymbol":        openSymbol,
}

// dingbats are the marks of Zapf Dingbats, most of which stand in Unicode in
// the order of the font.
var dingbats = func() map[rune]rune {
	m := map[rune]rune{0x25: '☎', 0x2a: '☛', 0x2b: '☞', 0x48: '★', 0x6c: '●', 0x6e: '■', 0x73: '▲', 0x74: '▼', 0x75: '◆', 0x77: '◗'}
	for r := rune(0x21); r <= 0x7e; r++ {
		if _, ok := m[r]; !ok {
			m[r] = 0x2700 + r - 0x20
		}
	}
	for i := range rune(10) {
		m[0xac+i], m[0xb6+i], m[0xc0+i], m[0xca+i] = '①'+i, '❶'+i, '➀'+i, '➊'+i
	}
	for _, a := range []rune{0xd4, 0xe4} {
		m[a] = 0x2700 + a - 0x40
	}
	return m
}()

// openSymbol are the private characters that LibreOffice uses for bullets
// outside the range of the old symbol fonts.
var openSymbol = map[rune]rune{0xe00c: '✗', 0xe00a: '✓', 0x2022: '•', 0x25cf: '●'}

// Bullet returns the bullet that text drawn in a font shows.
func Bullet(font, text string) string {
	text = strings.TrimSpace(text)
	if font := strings.ToLower(font); text == "o" && strings.HasPrefix(font, "courier") {
		return "◦" // Word's second bullet
	}
	var b strings.Builder
	for _, r := range text {
		s, ok := Symbol(font, r)
		switch {
		case ok:
			r = s
		case r >= 0xe000 && r <= 0xf8ff:
			if r, ok = Symbol("wingdings", r); !ok {
				r = '•'
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}
