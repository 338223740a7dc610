package zipxml

import "strings"

// Names maps the namespaces that a reader knows to the prefixes that it calls
// them by, whatever prefixes a document uses. Several namespaces may share a
// prefix: the strict and the transitional one of Word, those of the years.
type Names map[string]string

// A Node is an element, or a run of text if its Name is empty.
//
// An element of a known namespace is named "w:p", with the prefix of [Names];
// one of an unknown namespace "{uri}p"; one without any "p". A prefix that the
// document never declares is taken as it stands. Methods may be called on a
// nil Node, which has nothing.
type Node struct {
	Name  string
	Text  string
	Attrs []Attr
	Child *Node // the first one
	Next  *Node // sibling
}

// An Attr is an attribute, named as elements are; without a prefix it is in
// no namespace.
type Attr struct{ Name, Value string }

// Attr returns the value of an attribute, or "".
func (n *Node) Attr(name string) string {
	v, _ := n.Lookup(name)
	return v
}

// Lookup returns the value of an attribute and whether there is one.
func (n *Node) Lookup(name string) (string, bool) {
	if n != nil {
		for _, a := range n.Attrs {
			if a.Name == name {
				return a.Value, true
			}
		}
	}
	return "", false
}

// First returns the first child element of that name, or nil; with several
// names, the first child of the first child and so on.
func (n *Node) First(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		for n = n.Child; n != nil && n.Name != name; n = n.Next {
		}
	}
	return n
}

// Children calls f with each child, elements and text.
func (n *Node) Children(f func(*Node)) {
	if n != nil {
		for c := n.Child; c != nil; c = c.Next {
			f(c)
		}
	}
}

// Walk calls f with n and all nodes below it, in the order of the document,
// but not with what is below a node for which f returns false.
func (n *Node) Walk(f func(*Node) bool) {
	if n == nil || !f(n) {
		return
	}
	for c := n.Child; c != nil; c = c.Next {
		c.Walk(f)
	}
}

// Find returns the first element of that name below n, at any depth, or nil.
func (n *Node) Find(name string) *Node {
	var found *Node
	n.Walk(func(c *Node) bool {
		if found == nil && c != n && c.Name == name {
			found = c
		}
		return found == nil
	})
	return found
}

// Content returns all text below n.
func (n *Node) Content() string {
	if n != nil && n.Child != nil && n.Child.Next == nil && n.Child.Name == "" {
		return n.Child.Text
	}
	var b strings.Builder
	n.Walk(func(c *Node) bool {
		if c.Name == "" {
			b.WriteString(c.Text)
		}
		return true
	})
	return b.String()
}
