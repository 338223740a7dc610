package mail

import (
	"regexp"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// textKind matches the types of text, also where what should set the
// parameters apart is missing.
var textKind = regexp.MustCompile(`(?i)^\s*(text/(?:plain|html))\b`)

// kindOf returns the media type of a part.
func kindOf(p *enmime.Part) string {
	if m := textKind.FindStringSubmatch(p.Header.Get("Content-Type")); m != nil {
		return strings.ToLower(m[1])
	}
	return strings.ToLower(p.ContentType)
}

// asPage returns the text of a part as HTML, if it is one of the kinds that
// can be read as such.
func asPage(p *enmime.Part, text string) (string, bool) {
	switch kind := kindOf(p); {
	case strings.HasSuffix(kind, "html") || strings.HasSuffix(kind, "xml"), looksLikeHTML(text):
		return text, true
	case kind == "text/enriched" || kind == "text/richtext":
		return enriched(text), true
	}
	return "", false
}

// looksLikeHTML reports a page that was sent as plain text.
func looksLikeHTML(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s[:min(len(s), 500)]))
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html")
}

// enriched writes text/enriched (RFC 1896) as HTML as far as its lines go.
func enriched(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "<<", "&lt;")
	s = strings.ReplaceAll(s, "\n\n", "<br><br>")
	return s
}
