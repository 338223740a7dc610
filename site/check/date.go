package check

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A date is one as a text gives it; what it does not give is 0.
type date struct {
	year, month, day int
	weekday          int    // 0 is Sunday; -1 where none is given
	named, first     bool   // the month is named; and stands before the day
	text             string // as written
	at, end          int    // in bytes
}

// monthNames are names of months, or what they begin with, in languages that
// write them out.
var monthNames = [][]string{
	{"january", "jan", "января", "январь", "januari"}, {"february", "feb", "февраля", "февраль", "februari"}, {"march", "mar", "марта", "март", "maret"},
	{"april", "apr", "апреля", "апрель"}, {"may", "мая", "май", "mei"}, {"june", "jun", "июня", "июнь", "juni"}, {"july", "jul", "июля", "июль", "juli"},
	{"august", "aug", "августа", "август", "agustus"}, {"september", "sept", "sep", "сентября", "сентябрь"}, {"october", "oct", "октября", "октябрь", "oktober"},
	{"november", "nov", "ноября", "ноябрь"}, {"december", "dec", "декабря", "декабрь", "desember"},
}

// weekdayNames are names of the days of the week, from Sunday on.
var weekdayNames = [][]string{
	{"일요일", "星期日", "星期天", "周日", "週日", "日曜日", "日曜", "sunday", "sun", "chủ nhật", "воскресенье", "minggu"},
	{"월요일", "星期一", "周一", "週一", "月曜日", "月曜", "monday", "mon", "thứ hai", "понедельник", "senin"},
	{"화요일", "星期二", "周二", "週二", "火曜日", "火曜", "tuesday", "tue", "tues", "thứ ba", "вторник", "selasa"},
	{"수요일", "星期三", "周三", "週三", "水曜日", "水曜", "wednesday", "wed", "thứ tư", "среда", "rabu"},
	{"목요일", "星期四", "周四", "週四", "木曜日", "木曜", "thursday", "thu", "thur", "thurs", "thứ năm", "четверг", "kamis"},
	{"금요일", "星期五", "周五", "週五", "金曜日", "金曜", "friday", "fri", "thứ sáu", "пятница", "jumat"},
	{"토요일", "星期六", "周六", "週六", "土曜日", "土曜", "saturday", "sat", "thứ bảy", "суббота", "sabtu"},
}

var weekdaySigns = map[string]int{"일": 0, "日": 0, "월": 1, "月": 1, "一": 1, "화": 2, "火": 2, "二": 2, "수": 3, "水": 3, "三": 3, "목": 4, "木": 4, "四": 4, "금": 5, "金": 5, "五": 5, "토": 6, "土": 6, "六": 6}

func alternatives(lists [][]string) string {
	var all []string
	for _, l := range lists {
		for _, w := range l {
			all = append(all, regexp.QuoteMeta(w))
		}
	}
	return strings.Join(all, "|")
}

const year = `(?:19|20)\d{2}`

// The ways to write a date: three in Han and Hangul, two in digits, the others in
// letters. The groups y, m, d are its parts in digits, n the
// name of a month, w that of a day of the week before it.
var dateREs = []*regexp.Regexp{
	regexp.MustCompile(`(?:(?P<y>` + year + `)\s?[年년]\s?)?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일號号]`),
	regexp.MustCompile(`(?P<y>` + year + `)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]`),
	regexp.MustCompile(`(?:(?P<y>[一二][〇○零一二三四五六七八九]{3})年)?(?P<m>[一二三四五六七八九十]{1,3})月(?P<d>[一二三四五六七八九十]{1,3})日`),
	regexp.MustCompile(`\b(?P<y>` + year + `)-(?P<m>0[1-9]|1[0-2])-(?P<d>\d{2})\b`),
	regexp.MustCompile(`(?:^|[^\d.])(?P<y>` + year + `)\.\s?(?P<m>0?[1-9]|1[0-2])\.\s?(?P<d>\d{1,2})(?:\.|\D|$)`),
	regexp.MustCompile(`(?i)(?:^|[^\d\pL])(?:(?P<w>` + alternatives(weekdayNames) + `),?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<n>` + alternatives(monthNames) + `)(?:[.,]*\s+(?P<y>` + year + `)|[^\pL]|$)`),
	regexp.MustCompile(`(?i)(?:^|[^\d\pL])(?:(?P<w>` + alternatives(weekdayNames) + `),?\s+)?(?P<n>` + alternatives(monthNames) + `)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y>` + year + `))?`),
	regexp.MustCompile(`(?i)(?:^|[^\d\pL])(?P<n>` + alternatives(monthNames) + `)\.?,?\s+(?P<y>` + year + `)`),
	regexp.MustCompile(`(?i)ngày\s+(?P<d>\d{1,2})(?:\s+tháng\s+|[/-])(?P<m>\d{1,2})(?:(?:\s+năm\s+|[/-])(?P<y>` + year + `))?`),
	regexp.MustCompile(`(?i)tháng\s+(?P<m>\d{1,2})(?:\s+năm\s+|/)(?P<y>` + year + `)`),
}

// behindRE matches a day of the week behind a date.
var behindRE = regexp.MustCompile(`(?i)^\s?[(（,，]?\s?(` + alternatives(weekdayNames) + `)(?:\s?[)）])?|^\s?[(（]\s?([일월화수목금토日月火水木金土一二三四五六])\s?[)）]`)

// dates returns the dates in a text, in order, each once.
func dates(text string) []date {
	text = narrow(text)
	if strings.IndexFunc(text, unicode.IsDigit) < 0 && !strings.Contains(text, "月") {
		return nil
	}
	var out []date
	covered := make([]bool, len(text)) // by dates in another form
	taken := func(at, end int) bool { return slices.Contains(covered[at:end], true) }
	latin := strings.ContainsFunc(text, alphabetic)
	moons := strings.ContainsAny(text, "月월")
	for i, e := range dateREs {
		if i < 3 && !moons || i > 4 && !latin {
			continue
		}
		for _, m := range e.FindAllStringSubmatchIndex(text, -1) {
			d := readDate(e, text, m)
			if taken(d.at, d.end) || d.month == 0 || d.counts(text) {
				continue
			}
			for i := d.at; i < d.end; i++ {
				covered[i] = true
			}
			out = append(out, d)
		}
	}
	return out
}

// counts reports whether what looks like a day is a number of things: "in June
// 31 vessels called".
func (d date) counts(text string) bool {
	if d.year > 0 || d.day == 0 || d.weekday >= 0 || !d.named {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[d.end:])
	return d.day > 31 || d.first && !(d.end == len(text) || strings.ContainsRune(",.;:)]–-", r))
}

// alphabetic reports whether a letter is one of those that months are named in.
func alphabetic(r rune) bool { return unicode.In(r, unicode.Latin, unicode.Cyrillic) }

func readDate(e *regexp.Regexp, text string, m []int) date {
	d := date{weekday: -1, at: m[0], end: m[1], text: strings.Trim(text[m[0]:m[1]], " \t(（,，")}
	for i, name := range e.SubexpNames() {
		if name == "" || m[2*i] < 0 {
			continue
		}
		part := text[m[2*i]:m[2*i+1]]
		switch name {
		case "y":
			d.year = number(part)
		case "m":
			d.month = number(part)
		case "d":
			d.day = number(part)
		case "n":
			d.month, d.named, d.first = 1+indexOf(monthNames, part), true, d.day == 0
		case "w":
			d.weekday = indexOf(weekdayNames, part)
		}
	}
	if b := behindRE.FindStringSubmatch(head(text[d.end:])); b != nil && d.day > 0 {
		if d.weekday = indexOf(weekdayNames, b[1]); b[1] == "" {
			d.weekday = weekdaySigns[b[2]]
		}
		d.text += b[0]
	}
	return d
}

func number(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return int(hanValue(s))
}

func indexOf(lists [][]string, word string) int {
	for i, l := range lists {
		for _, w := range l {
			if strings.EqualFold(w, word) {
				return i
			}
		}
	}
	return -1
}

// findDates finds days that no calendar has, and days of the week that were
// others.
func findDates(f *Folder, report func(Finding)) {
	for _, p := range f.Pages {
		issued := number(yearOf(p.Front["date"]))
		check := func(found []date, line int) {
			for _, d := range found {
				if why := d.wrong(issued); why != "" {
					report(p.finding(line, d.text, fmt.Sprintf("%q: %s", short(d.text), why), "compare with the document"))
				}
			}
		}
		check(dates(p.String("title")), p.fieldLine("title"))
		for i, l := range p.Lines {
			if l.Alert != "conflict" {
				check(p.dates(i), l.N)
			}
		}
	}
	for _, a := range f.Articles {
		for key, text := range map[string]string{"enacted": a.Facts.Enacted, "effective": a.Facts.Effective} {
			for _, d := range dates(text) {
				if why := d.wrong(0); why != "" {
					report(a.finding(key, text, fmt.Sprintf("%s: %q: %s", key, text, why), "compare with the document"))
				}
			}
		}
	}
}

// dates returns the dates in a line of p, which are looked for once.
func (p *Page) dates(i int) []date {
	if p.when == nil {
		p.when = make([][]date, len(p.Lines))
		for i, l := range p.Lines {
			p.when[i] = dates(l.Text)
		}
	}
	return p.when[i]
}

// yearOf returns the year that a date in front matter begins with.
func yearOf(v any) string {
	s := fmt.Sprint(v)
	return s[:min(4, len(s))]
}

// wrong says what is wrong with a date, or "". A date without a year is taken
// for one of the years around that of its issue.
func (d date) wrong(issued int) string {
	switch {
	case d.month > 12:
		if d.year == 0 && d.day == 0 {
			return ""
		}
		return fmt.Sprintf("there is no month %d", d.month)
	case d.day == 0:
		return ""
	case d.day > days(d.year, d.month):
		if d.month == 2 && d.day == 29 {
			return fmt.Sprintf("%d is no leap year", d.year)
		}
		return fmt.Sprintf("month %d has no day %d", d.month, d.day)
	case d.weekday < 0:
		return ""
	}
	years := []int{d.year}
	if d.year == 0 {
		years = []int{issued - 1, issued, issued + 1}
	}
	is := ""
	for _, y := range years {
		if y < 1900 {
			return ""
		}
		w := time.Date(y, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC).Weekday()
		if int(w) == d.weekday {
			return ""
		}
		is = fmt.Sprintf("this day is a %s", w)
	}
	if d.year == 0 {
		is = "it is another day of the week, in this year and those beside it"
	}
	return is
}

// days returns how many days a month has: in February 29, if the year is not
// known.
func days(year, month int) int {
	if year == 0 {
		year = 2000
	}
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
