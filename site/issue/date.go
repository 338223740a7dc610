package issue

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/numbering"
)

// identify finds the date that the issue bears, and with it its key. It looks
// where issues print it: in the running heads, in the lines at the top, in
// the lines at the end. The date of a report is in none of them.
func identify(units []unit, furniture []doc.Furniture, p Profile) (key string, date time.Time, ev Evidence) {
	best := 0
	try := func(pos doc.Position, text string, weight int) {
		if width(text) > 120 {
			return
		}
		d, precise, ok := p.findDate(text)
		if !ok {
			return
		}
		if issueWords.MatchString(text) {
			weight += 3
		}
		if weight == 4 && (wordy(text) || enactment(text)) {
			weight = 2 // a sentence, that may speak of any day, or the day of a law
		}
		if weight <= best {
			return
		}
		best = weight
		date, ev = d, Evidence{pos, text, weight < 3}
		if p.Period != "day" {
			date = date.AddDate(0, 0, 1-date.Day())
		}
		key = d.Format("2006-01")
		if precise && p.Period == "day" {
			key = d.Format("2006-01-02")
		}
	}
	for i, u := range units[:min(12, len(units))] {
		if u.num.Style != numbering.None && i > 0 || width(u.text) > 240 {
			break // the masthead is over
		}
		try(u.Position, u.text, 4)
	}
	for _, f := range furniture {
		switch f.Kind {
		case doc.RunningHead, doc.Letterhead, doc.Envelope:
			try(f.Position, f.Text, 3)
		}
	}
	for i := max(0, len(units)-4); i < len(units); i++ {
		if width(units[i].text) < 60 {
			try(units[i].Position, units[i].text, 1)
		}
	}
	return key, date, ev
}

// wordy reports whether a line with a date says much besides it.
func wordy(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n > 24
}

// enactment reports whether a line says in brackets what happened on a day,
// as laws do below their titles: "(Adopted on 10 March 2024)".
func enactment(s string) bool {
	s = strings.TrimSpace(s)
	open, _ := utf8.DecodeRuneInString(s)
	shut, _ := utf8.DecodeLastRuneInString(s)
	if !strings.ContainsRune("(（[〔", open) || !strings.ContainsRune(")）]〕", shut) {
		return false
	}
	n := 0
	for _, r := range dateWords.ReplaceAllString(s, "") {
		if unicode.IsLetter(r) {
			n += width(string(r))
		}
	}
	return n > 10 // more than the name of a month
}

var dateWords = regexp.MustCompile(`[0-9０-９〇○零一二三四五六七八九十]+\s*[年月日년월일]`)

// issueWords are words beside the date of an issue.
var issueWords = regexp.MustCompile(`(?i)호|期|號|号|issue|vol\.?|no\.|№|số|edisi|発行|발행|edition|выпуск`)

var (
	ymd      = regexp.MustCompile(`((?:19|20)\d{2})\s*(?:[.년年/-]|年度)\s*(1[0-2]|0?[1-9])\s*(?:[.월月/-])\s*(3[01]|[12]\d|0?[1-9])(?:\s*[일日.]|\b|\s|$)`)
	ym       = regexp.MustCompile(`((?:19|20)\d{2})\s*[년年.]\s*(1[0-2]|0?[1-9])\s*(?:[월月.]|$|\s|호)`)
	mySlash  = regexp.MustCompile(`\b(1[0-2]|0?[1-9])\s*[/.]\s*((?:19|20)\d{2})\b`)
	yearOnly = regexp.MustCompile(`\b((?:19|20)\d{2})\b`)
	hanYear  = regexp.MustCompile(`二[〇○零一二三四五六七八九]{3}年`)
	hanMonth = regexp.MustCompile(`年[一二三四五六七八九十]{1,2}月`)
)

// findDate returns the first date in text, precise where it names a day.
func (p Profile) findDate(text string) (d time.Time, precise, ok bool) {
	text = strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
	text = hanYear.ReplaceAllStringFunc(text, hanDigits)
	text = hanMonth.ReplaceAllStringFunc(text, func(m string) string {
		return "年" + strconv.Itoa(numbering.Value(strings.Trim(m, "年月"))) + "月"
	})
	text = era.ReplaceAllStringFunc(text, westernYear)
	if m := ymd.FindStringSubmatch(text); m != nil {
		if d, err := day(m[1], m[2], m[3]); err == nil {
			return d, true, true
		}
	}
	if m := ym.FindStringSubmatch(text); m != nil {
		d, err := day(m[1], m[2], "1")
		return d, false, err == nil
	}
	if d, precise, ok := p.namedDate(text); ok {
		return d, precise, true
	}
	if m := mySlash.FindStringSubmatch(text); m != nil {
		d, err := day(m[2], m[1], "1")
		return d, false, err == nil
	}
	return time.Time{}, false, false
}

// era matches a year in the reign of a Japanese emperor.
var era = regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年`)

// westernYear writes "令和6年" as "2024年".
func westernYear(s string) string {
	m := era.FindStringSubmatch(s)
	n, _ := strconv.Atoi(m[2])
	if m[2] == "元" {
		n = 1
	}
	first := map[string]int{"令和": 2019, "平成": 1989, "昭和": 1926}[m[1]]
	return strconv.Itoa(first+n-1) + "年"
}

// hanDigits writes the digits of "二〇二四年" in figures.
func hanDigits(s string) string {
	return strings.NewReplacer("〇", "0", "○", "0", "零", "0", "一", "1", "二", "2", "三", "3", "四", "4",
		"五", "5", "六", "6", "七", "7", "八", "8", "九", "9").Replace(s)
}

// namedDate finds a date with the name of a month: "October. 2021", "15 March
// 2022", "tháng 7/2023", "март 2022".
func (p Profile) namedDate(text string) (d time.Time, precise, ok bool) {
	lower := strings.ToLower(text)
	year := yearOnly.FindString(lower)
	if year == "" {
		return d, false, false
	}
	for _, l := range slices.Sorted(maps.Keys(p.Months)) {
		for i, forms := range p.Months[l] {
			m := monthName(forms).FindStringSubmatch(lower)
			if m == nil {
				continue
			}
			n := m[1] + m[2]
			if precise = n != ""; !precise {
				n = "1"
			}
			if d, err := day(year, strconv.Itoa(i+1), n); err == nil {
				return d, precise, true
			}
		}
	}
	return d, false, false
}

// monthName matches one of the forms of a month's name, with the day before or
// behind it.
func monthName(forms string) *regexp.Regexp {
	if e, ok := monthNames.Load(forms); ok {
		return e.(*regexp.Regexp)
	}
	alternatives := strings.Split(strings.ToLower(forms), "|")
	for i, f := range alternatives {
		alternatives[i] = regexp.QuoteMeta(f)
	}
	e := regexp.MustCompile(`(?:^|[^\pL\d])(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?(?:` + strings.Join(alternatives, "|") + `)(?:[^\pL\d]|$)(?:\s*(\d{1,2})(?:st|nd|rd|th)?,)?`)
	monthNames.Store(forms, e)
	return e
}

// monthNames keeps the compiled forms of names.
var monthNames sync.Map

// day returns the date, or an error where the calendar has no such day.
func day(year, month, d string) (time.Time, error) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(d)
	t := time.Date(y, time.Month(m), n, 0, 0, 0, 0, time.UTC)
	if t.Day() != n || int(t.Month()) != m {
		return t, fmt.Errorf("no such day: %s-%s-%s", year, month, d)
	}
	return t, nil
}
