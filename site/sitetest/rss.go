package sitetest

import (
	"slices"
	"strings"
	"time"
)

// What RSS 2.0 lets stand in a channel and in an item. What is of another
// vocabulary may stand anywhere.
var (
	rssChannel = strings.Fields("title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs cloud ttl image rating textInput skipHours skipDays item")
	rssItem    = strings.Fields("title link description author category comments enclosure guid pubDate source")
)

// readRSS reads a feed in RSS 2.0.
func readRSS(s *Site, c *complaints, name string) []entry {
	root, err := parseXML(s.Files[name])
	if err != nil {
		c.add(name, "%v", err)
		return nil
	}
	channels := root.all("", "channel")
	if !root.is("", "rss") || root.attr("version") != "2.0" || len(channels) != 1 {
		c.add(name, "is no RSS 2.0 with one channel")
		return nil
	}
	channel := channels[0]
	rssElements(c, name, channel, rssChannel, "title", "link", "description")
	s.feedLink(c, name, "link", channel.text("", "link"))
	s.feedLanguage(c, name, channel.text("", "language"))
	for _, date := range []string{"pubDate", "lastBuildDate"} {
		rssDate(c, name, channel, date)
	}
	self := ""
	for _, l := range channel.all(atomNS, "link") {
		if l.attr("rel") == "self" {
			self = l.attr("href")
			if l.attr("type") != "application/rss+xml" {
				c.add(name, "its own type is %q", l.attr("type"))
			}
		}
	}
	s.self(c, name, self)
	var entries []entry
	for _, item := range channel.all("", "item") {
		rssElements(c, name, item, rssItem, "title", "link", "guid", "pubDate")
		rssDate(c, name, item, "pubDate")
		guid, link := item.text("", "guid"), item.text("", "link")
		for _, g := range item.all("", "guid") {
			if permanent := g.attr("isPermaLink"); permanent != "false" && (s.Base == "" || guid != link) {
				c.add(name, "guid %s is no address", guid)
			}
		}
		entries = append(entries, entry{guid, s.feedLink(c, name, "item", link)})
	}
	return entries
}

// rssElements checks that an element has those that it must have, each once,
// and none that RSS does not know.
func rssElements(c *complaints, name string, e *element, known []string, must ...string) {
	for _, m := range must {
		if e.text("", m) == "" {
			c.add(name, "<%s> without <%s>", e.XMLName.Local, m)
		}
	}
	for i := range e.Elements {
		child := e.Elements[i].XMLName
		if child.Space != "" {
			continue
		}
		if !slices.Contains(known, child.Local) {
			c.add(name, "<%s> has <%s>, which RSS does not know", e.XMLName.Local, child.Local)
		}
		if times := len(e.all("", child.Local)); times > 1 && child.Local != "item" && child.Local != "category" {
			c.add(name, "<%s> has <%s> %d times", e.XMLName.Local, child.Local, times)
		}
	}
}

// rssDate checks a date as RFC 822 writes it, with the right day of the week.
func rssDate(c *complaints, name string, e *element, child string) {
	date := e.text("", child)
	if date == "" {
		return
	}
	for _, layout := range []string{time.RFC1123Z, time.RFC1123} {
		if d, err := time.Parse(layout, date); err == nil && d.Format(layout) == date {
			return
		}
	}
	c.add(name, "<%s> %q", child, date)
}
