package preview

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// guard knows the names that a server answers to. Another site can have its
// own name lead to this machine, and would then be asked for as if it were
// this one.
type guard struct {
	names map[string]bool
	any   bool // any number: a name that lies needs to be a name
}

func newGuard(o Options) guard {
	g := guard{names: map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}}
	for _, name := range o.Hosts {
		g.names[hostname(name)] = true
	}
	if o.Addr == "" {
		return g
	}
	switch host := hostname(o.Addr); host {
	case "", "0.0.0.0", "::":
		g.any = true
	default:
		g.names[host] = true
	}
	return g
}

// hostname returns host as names are compared: without port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

// knows reports whether requests to host are meant for this server.
func (g guard) knows(host string) bool {
	name := hostname(host)
	if g.names[name] {
		return true
	}
	_, err := netip.ParseAddr(name)
	return g.any && err == nil
}

func (g guard) refuse(w http.ResponseWriter, host string) {
	http.Error(w, fmt.Sprintf("421: this preview does not answer to the name %q: go to localhost, or give it the name when it starts", hostname(host)),
		http.StatusMisdirectedRequest)
}

// sameOrigin reports whether a request comes from a page of this server, or
// from nobody's page.
func sameOrigin(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && strings.EqualFold(u.Host, r.Host)
}

func forbid(w http.ResponseWriter) {
	http.Error(w, "403: this is for the pages of the preview itself", http.StatusForbidden)
}

// below reports whether the cleaned path p lies below the folder prefix.
func below(p, prefix string) bool { return strings.HasPrefix(p, prefix) }
