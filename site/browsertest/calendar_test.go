package browsertest

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// readCalendar has ical.js, which Thunderbird reads calendars with, read the
// text on its input: it says what is wrong with it, and how many events it has.
const readCalendar = `
import("ical.js").then(({ default: ICAL }) => {
	ICAL.design.strict = true;
	const text = require("fs").readFileSync(0, "utf8");
	const calendar = new ICAL.Component(ICAL.parse(text));
	const wrong = [], seen = new Set();
	if (calendar.name !== "vcalendar" || calendar.getFirstPropertyValue("version") !== "2.0" || !calendar.getFirstPropertyValue("prodid")) wrong.push("no calendar");
	const events = calendar.getAllSubcomponents("vevent");
	for (const e of events) {
		const event = new ICAL.Event(e, { strictExceptions: true });
		if (!e.getFirstPropertyValue("dtstamp") || !event.startDate) wrong.push(event.uid + " has no time");
		if (!event.uid || seen.has(event.uid)) wrong.push("uid " + event.uid);
		seen.add(event.uid);
		if (!event.summary) wrong.push(event.uid + " has no summary");
		for (const p of e.getAllProperties().filter(p => p.name.startsWith("dt"))) {
			const asked = /^(\d{4})-(\d\d)-(\d\d)/.exec(p.jCal[3]), time = p.getFirstValue();
			const sound = asked && time.toJSDate().getDate() === +asked[3] && time.toJSDate().getMonth() + 1 === +asked[2];
			if (!sound) wrong.push(event.uid + ": " + p.name + " " + p.jCal[3]);
		}
		if (event.endDate.compare(event.startDate) <= 0) wrong.push(event.uid + " ends before it begins");
		for (const p of e.getAllProperties()) if (p.type === "unknown") wrong.push(event.uid + ": type of " + p.name);
	}
	const once = calendar.toString(), again = new ICAL.Component(ICAL.parse(once)).toString();
	if (again !== once) wrong.push("is another one when it is written and read again");
	for (const w of wrong) console.error(w);
	console.log(events.length);
	process.exit(wrong.length ? 1 : 0);
}).catch(e => { console.error(e.message); process.exit(1); });
`

func calendar(t *testing.T, text string) (events string, wrong string) {
	t.Helper()
	node := exec.CommandContext(t.Context(), "node", "-e", readCalendar)
	node.Env = append(os.Environ(), "TZ=UTC")
	node.Stdin = strings.NewReader(text)
	var said strings.Builder
	node.Stderr = &said
	out, err := node.Output()
	if err != nil && said.Len() == 0 {
		t.Fatalf("%v: run npm ci in site/browsertest", err)
	}
	return strings.TrimSpace(string(out)), said.String()
}

// Every calendar is read by a program of others as it is meant.
func TestCalendars(t *testing.T) {
	dir := archives[0].built(t)
	calendars := 0
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".ics" {
			return err
		}
		calendars++
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		events, wrong := calendar(t, string(text))
		if wrong != "" || events == "0" {
			rel, _ := filepath.Rel(dir, name)
			t.Errorf("%s: %s events: %s", rel, events, wrong)
		}
		return nil
	})
	if err != nil || calendars == 0 {
		t.Errorf("%d calendars, %v", calendars, err)
	}
}

// A calendar that is none is found out.
func TestBrokenCalendar(t *testing.T) {
	wanted(t)
	const sound = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTAMP:20240601T000000Z\r\n" +
		"DTSTART;VALUE=DATE:20240601\r\nSUMMARY:물결\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if events, wrong := calendar(t, sound); events != "1" || wrong != "" {
		t.Errorf("%s events: %s", events, wrong)
	}
	for old, new := range map[string]string{
		"END:VEVENT\r\n":            "",
		"UID:1@example.org\r\n":     "",
		"VERSION:2.0\r\n":           "",
		"DTSTART;VALUE=DATE:202406": "DTSTART;VALUE=DATE:202499",
		"SUMMARY:":                  "SUMMARY",
		"DTSTAMP:20240601T000000Z":  "X-STAMP:now",
	} {
		if _, wrong := calendar(t, strings.Replace(sound, old, new, 1)); wrong == "" {
			t.Errorf("%q for %q is not found out", new, old)
		}
	}
}
