package dom

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestDOM(t *testing.T) {
	root, err := html.Parse(strings.NewReader(`<body class="a b"><p id=x><a href=y/>1</a><a href=/y>2</a><a href=#y>3</a><a href=mailto:y>4</a><img src=y.png><form action=y></form><a href="">5</a>`))
	if err != nil {
		t.Fatal(err)
	}
	body := Find(root, func(n *html.Node) bool { return n.Data == "body" })
	if !HasClass(body, "c", "b") || HasClass(body, "ab") || Attr(body, "class") != "a b" || Attr(body, "id") != "" {
		t.Errorf("body %v", body.Attr)
	}
	if Find(root, func(n *html.Node) bool { return n.Data == "h1" }) != nil {
		t.Error("found what is not there")
	}
	var links []string
	for n := range root.Descendants() {
		ChangeLinks(n, func(link string) string { return "../" + link })
		links = append(links, Attr(n, "href")+Attr(n, "src")+Attr(n, "action"))
	}
	if got, want := strings.Join(strings.Fields(strings.Join(links, " ")), " "), "../y/ /y #y mailto:y ../y.png ../y"; got != want {
		t.Errorf("links %s, want %s", got, want)
	}
}
