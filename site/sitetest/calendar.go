package sitetest

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// contentLine is a line of a calendar (RFC 5545, 3.1) without quoted parameters.
var contentLine = regexp.MustCompile(`^([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[A-Za-z0-9-]+)*):(.*)$`)

// once and may are how often a property stands in an event (RFC 5545, 3.6.1).
var (
	once = []string{"UID", "DTSTAMP", "DTSTART", "SUMMARY"}
	may  = []string{"DESCRIPTION", "URL", "TRANSP"}
)

// checkCalendars checks the dates of each language, where there are any: the
// calendar is as RFC 5545 wants it, the page of the laws and the home page lead
// to it, and no event of one calendar has the name of another's.
func (s *Site) checkCalendars(c *complaints) {
	uids := map[string]string{}
	for name, data := range s.Files {
		if path.Ext(name) == ".ics" && (path.Base(name) != "dates.ics" || s.Languages[path.Dir(name)] == "") {
			c.add(name, "a calendar of no language")
		}
		if path.Base(name) != "dates.ics" {
			continue
		}
		for _, uid := range s.checkCalendar(c, name, data) {
			if other := uids[uid]; other != "" {
				c.add(name, "the event %s is in %s too", uid, other)
			}
			uids[uid] = name
		}
		dir := path.Dir(name)
		if p := s.Pages[dir+"/laws/index.html"]; p != nil && !s.leadsTo(p, name, "text/calendar") {
			c.add(p.Path, "does not lead to %s", name)
		}
		if p := s.Pages[dir+"/index.html"]; p != nil && !slices.ContainsFunc(p.Tags("link"), func(n *html.Node) bool {
			file, _, _ := s.target(p, Attr(n, "href"))
			return file == name && Attr(n, "rel") == "alternate" && Attr(n, "type") == "text/calendar"
		}) {
			c.add(p.Path, "does not name %s", name)
		}
	}
}

// checkCalendar returns the UIDs of a calendar's events.
func (s *Site) checkCalendar(c *complaints, name string, data []byte) (uids []string) {
	lines, err := unfolded(data)
	if err != nil {
		c.add(name, "%v", err)
		return nil
	}
	if len(lines) < 4 || lines[0] != "BEGIN:VCALENDAR" || lines[len(lines)-1] != "END:VCALENDAR" {
		c.add(name, "is no VCALENDAR")
		return nil
	}
	head := map[string]int{}
	var event map[string]string
	for _, line := range lines[1 : len(lines)-1] {
		m := contentLine.FindStringSubmatch(line)
		switch {
		case m == nil:
			c.add(name, "the line %q", line)
		case line == "BEGIN:VEVENT" && event == nil:
			event = map[string]string{}
		case line == "END:VEVENT" && event != nil:
			s.checkEvent(c, name, event)
			uids = append(uids, event["UID"])
			event = nil
		case m[1] == "BEGIN" || m[1] == "END":
			c.add(name, "%s where it does not belong", line)
		case event == nil:
			head[m[1]]++
		default:
			if _, twice := event[m[1]]; twice || !slices.Contains(once, m[1]) && !slices.Contains(may, m[1]) {
				c.add(name, "%s in an event, or twice", m[1])
			}
			event[m[1]] = m[2] + ":" + m[3]
		}
	}
	if event != nil || len(uids) == 0 || head["VERSION"] != 1 || head["PRODID"] != 1 || !slices.Contains(lines, "VERSION:2.0") {
		c.add(name, "no event, or no version, or no end")
	}
	return uids
}

var (
	badText  = regexp.MustCompile(`(?:^|[^\\])(?:\\\\)*(?:[;,]|\\(?:[^\\;,nN]|$))`)
	withTime = "20060102T150405Z"
)

// checkEvent checks the properties of a day: name of parameters, then value.
func (s *Site) checkEvent(c *complaints, name string, event map[string]string) {
	for _, key := range once {
		if _, value, _ := strings.Cut(event[key], ":"); value == "" {
			c.add(name, "an event without %s", key)
		}
	}
	if _, err := time.Parse(":"+withTime, event["DTSTAMP"]); err != nil {
		c.add(name, "DTSTAMP: %v", err)
	}
	if _, err := time.Parse(";VALUE=DATE:20060102", event["DTSTART"]); err != nil {
		c.add(name, "DTSTART: %v", err)
	}
	for _, key := range []string{"SUMMARY", "DESCRIPTION"} {
		if _, value, _ := strings.Cut(event[key], ":"); badText.MatchString(value) {
			c.add(name, "%s is no TEXT: %q", key, value)
		}
	}
	address := strings.TrimPrefix(event["URL"], ":")
	if s.Base == "" && address == "" {
		return
	}
	file, _, err := s.resolve(name, address)
	if p := s.Pages[file]; err != nil || p == nil || !p.Listed() || s.Base == "" {
		c.add(name, "an event leads to %q", address)
	}
}

// unfolded returns the lines of a calendar (RFC 5545, 3.1).
func unfolded(data []byte) ([]string, error) {
	if !utf8.Valid(data) || !bytes.HasSuffix(data, []byte("\r\n")) {
		return nil, fmt.Errorf("no text that ends with CR LF")
	}
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\r\n"), "\r\n") {
		switch {
		case len(line) > 75 || !utf8.ValidString(line):
			return nil, fmt.Errorf("a line of %d octets, or a character cut in two: %q", len(line), line)
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' }):
			return nil, fmt.Errorf("a control character in %q", line)
		case strings.HasPrefix(line, " ") && lines != nil:
			lines[len(lines)-1] += line[1:]
		default:
			lines = append(lines, line)
		}
	}
	return lines, nil
}
