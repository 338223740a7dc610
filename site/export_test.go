package site

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The archive as data is what docs/export.schema.json says, keys sorted, and
// the same after another build; and the schema refuses what it should.
func TestExport(t *testing.T) {
	dir := demonstration(t)
	var first []byte
	for range 2 {
		if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, Public, "archive.json"))
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, data) {
			t.Error("another build gave another file")
		}
		first = data
	}
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(root, "docs", "export.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	valid := func(data []byte) error {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(v)
	}
	if err := valid(first); err != nil {
		t.Errorf("archive.json: %v", err)
	}
	var v any
	if err := json.Unmarshal(first, &v); err != nil {
		t.Fatal(err)
	}
	var sorted bytes.Buffer
	enc := json.NewEncoder(&sorted) // sorts keys
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(sorted.String()) != strings.TrimSpace(string(first)) {
		t.Error("the keys are not sorted")
	}
	for _, b := range []struct{ old, new string }{
		{`"version":1`, `"version":2`},
		{`"issues":[`, `"numbers":[`},
		{`"date":"2024`, `"date":"24`},
		{`"body":"`, `"text":"`},
		{`"type":"news"`, `"type":1`},
		{`"rights":"press"`, `"rights":"none"`},
		{`"url":"ko`, `"url":"/ko`},
	} {
		broken := bytes.Replace(first, []byte(b.old), []byte(b.new), 1)
		if bytes.Equal(broken, first) {
			t.Errorf("no %s to break", b.old)
		} else if valid(broken) == nil {
			t.Errorf("the schema has nothing against %s", b.new)
		}
	}
}
