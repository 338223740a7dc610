package hangul

import (
	"strconv"
	"strings"
)

// A Format is how a number is written (HWP 5.0, table 41).
type Format int

// The formats.
const (
	Digit Format = iota
	CircledDigit
	RomanCapital
	RomanSmall
	LatinCapital
	LatinSmall
	CircledLatinCapital
	CircledLatinSmall
	HangulSyllable
	CircledHangulSyllable
	HangulJamo
	CircledHangulJamo
	HangulPhonetic
	Ideograph
	CircledIdeograph
	DecagonCircle
	DecagonCircleHanja
	Symbol     Format = 0x80
	UserSymbol Format = 0x81
)

// FormatOf returns the format that HWPX calls name, or [Digit].
func FormatOf(name string) Format {
	switch name {
	case "SYMBOL":
		return Symbol
	case "USER_CHAR":
		return UserSymbol
	}
	for i, n := range strings.Fields(formatNames) {
		if n == name {
			return Format(i)
		}
	}
	return Digit
}

const formatNames = `DIGIT CIRCLED_DIGIT ROMAN_CAPITAL ROMAN_SMALL LATIN_CAPITAL LATIN_SMALL
	CIRCLED_LATIN_CAPITAL CIRCLED_LATIN_SMALL HANGUL_SYLLABLE CIRCLED_HANGUL_SYLLABLE
	HANGUL_JAMO CIRCLED_HANGUL_JAMO HANGUL_PHONETIC IDEOGRAPH CIRCLED_IDEOGRAPH
	DECAGON_CIRCLE DECAGON_CIRCLE_HANJA`

// Print writes n, which counts from 1. Where a format has no sign for a
// number, it comes out in digits.
func (f Format) Print(n int) string {
	digits := strconv.Itoa(n)
	if n < 1 {
		return digits
	}
	switch f {
	case CircledDigit:
		return nth(n, "("+digits+")", span{'①', 20}, span{'㉑', 15}, span{'㊱', 15})
	case RomanCapital:
		return roman(n)
	case RomanSmall:
		return strings.ToLower(roman(n))
	case LatinCapital:
		return latin(n, 'A')
	case LatinSmall:
		return latin(n, 'a')
	case CircledLatinCapital:
		return nth(n, "("+digits+")", span{'Ⓐ', 26})
	case CircledLatinSmall:
		return nth(n, "("+digits+")", span{'ⓐ', 26})
	case HangulSyllable:
		return syllable(n)
	case CircledHangulSyllable:
		return nth(n, "("+digits+")", span{'㉮', 14})
	case HangulJamo:
		return pick(n, "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ")
	case CircledHangulJamo:
		return nth(n, "("+digits+")", span{'㉠', 14})
	case HangulPhonetic:
		return tens(n, "일이삼사오육칠팔구", "십", "백")
	case Ideograph:
		return tens(n, "一二三四五六七八九", "十", "百")
	case CircledIdeograph:
		return nth(n, "("+digits+")", span{'㊀', 10})
	case DecagonCircle:
		return pick(n, "갑을병정무기경신임계")
	case DecagonCircleHanja:
		return pick(n, "甲乙丙丁戊己庚辛壬癸")
	case Symbol:
		return strings.Repeat("*", min(n, 8))
	}
	return digits
}

// A span of n characters that follow each other.
type span struct {
	first rune
	n     int
}

func nth(n int, otherwise string, spans ...span) string {
	for _, s := range spans {
		if n <= s.n {
			return string(s.first + rune(n-1))
		}
		n -= s.n
	}
	return otherwise
}

func pick(n int, signs string) string {
	all := []rune(signs)
	return string(all[(n-1)%len(all)])
}

func latin(n int, first rune) string {
	if n > 26*26 {
		return strconv.Itoa(n)
	}
	s := string(first + rune((n-1)%26))
	if n > 26 {
		s = string(first+rune((n-1)/26-1)) + s
	}
	return s
}

// syllable counts 가, 나 … 하, 거, 너 … with the fourteen plain consonants.
func syllable(n int) string {
	consonants := [...]rune{0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18}
	vowels := [...]rune{0, 4, 8, 13, 18, 20}
	v := (n - 1) / len(consonants)
	if v >= len(vowels) {
		return strconv.Itoa(n)
	}
	return string('가' + consonants[(n-1)%len(consonants)]*588 + vowels[v]*28)
}

// tens writes numbers below 1000 with signs for one to nine, ten and hundred.
func tens(n int, ones, ten, hundred string) string {
	if n > 999 {
		return strconv.Itoa(n)
	}
	all := []rune(ones)
	var b strings.Builder
	for _, place := range []struct {
		n    int
		sign string
	}{{n / 100, hundred}, {n / 10 % 10, ten}, {n % 10, ""}} {
		if place.n > 1 || place.n == 1 && place.sign == "" {
			b.WriteRune(all[place.n-1])
		}
		if place.n > 0 {
			b.WriteString(place.sign)
		}
	}
	return b.String()
}

func roman(n int) string {
	if n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		n    int
		sign string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
		{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= d.n; n -= d.n {
			b.WriteString(d.sign)
		}
	}
	return b.String()
}
