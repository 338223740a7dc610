package forms

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// largest is what a mail may weigh. Gmail cuts one off at 102 kB.
const largest = 100_000

// check finds an address that no mail can be from.
func (o Options) check() error {
	for _, address := range o.Emails {
		if address == "" {
			continue
		}
		if a, err := mail.ParseAddress(address); err != nil || a.Name != "" || !printable(a.Address) {
			return errEmail{address}
		}
	}
	return nil
}

type errEmail struct{ address string }

func (e errEmail) Error() string {
	return fmt.Sprintf("params.publisher.email: %q is no address", e.address)
}
func (errEmail) Hint() string { return "write it as name@example.org, without a name before it" }

// letter returns the issue as a mail (RFC 5322): what each article is about,
// as text and as HTML, and where all of it is. What each article may say is
// as much as leaves the whole below what mail programs show.
func (n *number) letter(o Options) ([]byte, error) {
	host, err := hostOf(n.base)
	if err != nil {
		return nil, err
	}
	entries := n.entries()
	try := func(limit int) []byte { return n.message(o, host, shorten(entries, limit)) }
	m := try(1 << 20)
	if len(m) <= largest {
		return m, nil
	}
	least, most := 0, 1<<14
	for most-least > 16 {
		if half := (least + most) / 2; len(try(half)) <= largest {
			least = half
		} else {
			most = half
		}
	}
	for m = try(least); len(m) > largest && len(entries) > 0; m = try(0) {
		entries = entries[:len(entries)*9/10] // titles alone are too many: the page has them all
	}
	if len(m) > largest {
		return nil, errors.New("the heads of a mail are too large")
	}
	return m, nil
}

// message writes a mail with two bodies, that which everybody can read first
// (RFC 2046, 5.1.4).
func (n *number) message(o Options, host string, entries []entry) []byte {
	bodies := [2][]byte{n.plain(entries), n.html(entries)}
	hash := sha256.Sum256(bytes.Join([][]byte{[]byte(n.id), bodies[0], bodies[1]}, []byte{0}))
	boundary := fmt.Sprintf("=_%x", hash[:12]) // "=_" is in no encoded body (RFC 2045, 6.7)
	from := o.Emails[n.folder]
	if from == "" {
		from = o.Emails[""]
	}
	if from == "" {
		from = "noreply@" + literal(host)
	}
	var b bytes.Buffer
	head := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	sender := n.publisher
	if sender == "" {
		sender = n.series
	}
	head("From", phrase(sender)+"<"+from+">")
	head("To", "undisclosed-recipients:;")
	head("Date", n.date.UTC().Format(time.RFC1123Z))
	head("Subject", encoded(n.fullTitle()))
	head("Message-ID", fmt.Sprintf("<%x@%s>", hash[:16], literal(host)))
	head("List-Id", "<"+n.listID(host)+">")
	head("List-Archive", "<"+n.base+"/"+folder(n.folder+"/index.html")+">")
	head("Content-Language", n.language)
	head("MIME-Version", "1.0")
	head("Content-Type", "multipart/alternative;\r\n boundary=\""+boundary+"\"")
	for i, kind := range []string{"text/plain", "text/html"} {
		encoding, body := transfer(bodies[i])
		fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: %s\r\n\r\n%s", boundary, kind, encoding, body)
	}
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return b.Bytes()
}

// transfer encodes a body for lines of 76 letters of ASCII, in the shorter of
// the two ways there are (RFC 2045, 6).
func transfer(body []byte) (name string, out []byte) {
	var quoted bytes.Buffer
	w := quotedprintable.NewWriter(&quoted)
	w.Write(body) // to memory, which does not fail
	w.Close()
	if encoded := base64.StdEncoding.EncodeToString(body); len(encoded)+len(encoded)/38 < quoted.Len() {
		for len(encoded) > 0 {
			k := min(len(encoded), 76)
			out = append(append(out, encoded[:k]...), "\r\n"...)
			encoded = encoded[k:]
		}
		return "base64", out
	}
	return "quoted-printable", quoted.Bytes()
}

// hostOf returns the host of an address in ASCII.
func hostOf(base string) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	host := u.Hostname()
	if net.ParseIP(host) != nil {
		return host, nil
	}
	host, err = idna.Lookup.ToASCII(host)
	if err != nil || host == "" {
		return "", fmt.Errorf("%s: no host that a mail can be from", base)
	}
	return host, nil
}

// literal returns a host as mail addresses have it (RFC 5321, 4.1.3).
func literal(host string) string {
	switch ip := net.ParseIP(host); {
	case ip == nil:
		return host
	case ip.To4() != nil:
		return "[" + host + "]"
	}
	return "[IPv6:" + host + "]"
}

// listID names the bulletin in one language among all lists of the world: the
// labels of its address, the closest first (RFC 2919, 3).
func (n *number) listID(host string) string {
	u, err := url.Parse(n.base)
	if err != nil {
		return host
	}
	labels := []string{label(n.folder)}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i := len(parts) - 1; i >= 0; i-- {
		if l := label(parts[i]); l != "" {
			labels = append(labels, l)
		}
	}
	return strings.Join(labels, ".") + "." + strings.ReplaceAll(host, ":", "-")
}

// label keeps of a text what a label may have.
func label(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z' {
			return r
		}
		return -1
	}, s)
}

func printable(s string) bool {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return false
		}
	}
	return true
}

// phrase returns a name as it stands before an address, with a space.
func phrase(name string) string {
	switch {
	case name == "":
		return ""
	case printable(name) && len(name) < 60 && !strings.Contains(name, "=?"):
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `" `
	}
	return encoded(name) + "\r\n "
}

// encoded returns a text as a header says it: as it is if that is short and
// ASCII, else as encoded words, one to a line and none parting a character
// (RFC 2047, 5).
func encoded(s string) string {
	s = line(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
	if printable(s) && len(s) < 66 && !strings.Contains(s, "=?") {
		return s
	}
	var out []string
	for len(s) > 0 {
		k := 0
		for k < len(s) {
			_, size := utf8.DecodeRuneInString(s[k:])
			if k+size > 39 {
				break
			}
			k += size
		}
		out = append(out, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(s[:k]))+"?=")
		s = s[k:]
	}
	return strings.Join(out, "\r\n ")
}
