package sitetest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// What JSON Feed 1.1 lets stand in a feed and in an item; whatever begins with
// an underscore is somebody's own.
var (
	jsonFeed = strings.Fields("version title home_page_url feed_url description user_comment next_url icon favicon authors language expired hubs items")
	jsonItem = strings.Fields("id url external_url title content_html content_text summary image banner_image date_published date_modified authors tags language attachments")
)

// readJSONFeed reads a feed in JSON Feed 1.1.
func readJSONFeed(s *Site, c *complaints, name string) []entry {
	dec := json.NewDecoder(bytes.NewReader(s.Files[name]))
	var feed map[string]any
	if err := dec.Decode(&feed); err != nil {
		c.add(name, "is no JSON object: %v", err)
		return nil
	}
	if dec.More() {
		c.add(name, "more after its end")
	}
	if feed["version"] != "https://jsonfeed.org/version/1.1" {
		c.add(name, "version %v", feed["version"])
	}
	jsonKeys(c, name, "the feed", feed, jsonFeed)
	text := func(m map[string]any, key string) string {
		v, ok := m[key].(string)
		if _, there := m[key]; there && !ok || ok && v == "" {
			c.add(name, "%s is %v", key, m[key])
		}
		return v
	}
	if text(feed, "title") == "" {
		c.add(name, "no title")
	}
	s.feedLanguage(c, name, text(feed, "language"))
	s.self(c, name, text(feed, "feed_url"))
	if home := text(feed, "home_page_url"); home != "" {
		s.feedLink(c, name, "home_page_url", home)
	} else {
		c.add(name, "does not say which page it belongs to")
	}
	items, ok := feed["items"].([]any)
	if !ok {
		c.add(name, "no items")
	}
	var entries []entry
	for _, v := range items {
		item, ok := v.(map[string]any)
		if !ok {
			c.add(name, "an item is %v", v)
			continue
		}
		jsonKeys(c, name, "an item", item, jsonItem)
		id := text(item, "id")
		if id == "" {
			c.add(name, "an item without an id")
		}
		if text(item, "content_html") == "" && text(item, "content_text") == "" {
			c.add(name, "%s: no content", id)
		}
		for _, key := range []string{"date_published", "date_modified"} {
			date := text(item, key)
			if _, err := time.Parse(time.RFC3339, date); err != nil && (date != "" || key == "date_published") {
				c.add(name, "%s: %s %q", id, key, date)
			}
		}
		entries = append(entries, entry{id, s.feedLink(c, name, "item", text(item, "url"))})
	}
	return entries
}

// jsonKeys checks that an object has only known keys, and authors as they
// should be.
func jsonKeys(c *complaints, name, what string, m map[string]any, known []string) {
	for key, v := range m {
		if !slices.Contains(known, key) && !strings.HasPrefix(key, "_") {
			c.add(name, "%s has %s, which JSON Feed does not know", what, key)
		}
		if key != "authors" {
			continue
		}
		authors, ok := v.([]any)
		if !ok || len(authors) == 0 {
			c.add(name, "authors are %v", v)
		}
		for _, a := range authors {
			if m, ok := a.(map[string]any); !ok || m["name"] == nil && m["url"] == nil && m["avatar"] == nil {
				c.add(name, "an author is %v", a)
			}
		}
	}
}
