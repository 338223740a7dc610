package main

import (
	"bytes"
	"encoding/json"
	"testing"
)

// The bill of materials names every library, each once, and is the same twice.
func TestBOM(t *testing.T) {
	var one, two bytes.Buffer
	if err := writeBOM(&one); err != nil {
		t.Fatal(err)
	}
	if err := writeBOM(&two); err != nil || one.String() != two.String() {
		t.Fatal("another bill", err)
	}
	var b bom
	if err := json.Unmarshal(one.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	if b.BOMFormat != "CycloneDX" || b.SpecVersion != "1.6" || b.Metadata.Component.Name != "github.com/backissue/backissue" {
		t.Errorf("head %+v", b)
	}
	seen := map[string]bool{}
	for _, c := range b.Components {
		if c.Type != "library" || c.Version == "" || seen[c.PURL] {
			t.Errorf("component %+v", c)
		}
		seen[c.PURL] = true
	}
	if !seen["pkg:golang/github.com/gohugoio/hugo@v0.165.0"] {
		t.Errorf("Hugo is not among %d components", len(seen))
	}
}
