package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// Docs is where the findings are explained; behind it comes # and a code in
// small letters.
const Docs = "https://github.com/backissue/backissue/blob/main/docs/findings.md"

// Formats are the names of the forms that [Write] knows.
var Formats = []string{"text", "json", "sarif"}

// Write writes findings in one of [Formats].
func Write(w io.Writer, format string, found []Finding) error {
	switch format {
	case "text":
		return writeText(w, found)
	case "json":
		return writeJSON(w, found)
	case "sarif":
		return writeSARIF(w, found)
	}
	return fmt.Errorf("no format %q; there are %s", format, strings.Join(Formats, ", "))
}

// writeText writes a line for each finding, and below it, set in, where else to
// look and what to do. A hint is told once.
func writeText(w io.Writer, found []Finding) error {
	told := map[string]bool{}
	var b bytes.Buffer
	for _, f := range found {
		fmt.Fprintln(&b, f)
		for _, p := range f.Related {
			fmt.Fprintf(&b, "    see %s\n", p)
		}
		if f.Hint != "" && !told[f.Code+f.Hint] {
			told[f.Code+f.Hint] = true
			fmt.Fprintf(&b, "    hint: %s\n", f.Hint)
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// String returns the place as editors read it.
func (p Place) String() string {
	s := p.File
	if p.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, p.Line)
	}
	if p.Text != "" {
		s += ": " + short(p.Text)
	}
	return s
}

// Count returns how many findings there are of a severity.
func Count(found []Finding, s Severity) int {
	n := 0
	for _, f := range found {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// writeJSON writes all findings as one object; docs/findings.md tells its keys.
func writeJSON(w io.Writer, found []Finding) error {
	if found == nil {
		found = []Finding{}
	}
	return encode(w, struct {
		Version  int       `json:"version"`
		Errors   int       `json:"errors"`
		Warnings int       `json:"warnings"`
		Notes    int       `json:"notes"`
		Findings []Finding `json:"findings"`
	}{1, Count(found, Error), Count(found, Warning), Count(found, Note), found})
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// The part of SARIF 2.1.0 that findings need.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool            `json:"tool"`
		Bases      map[string]sarifBase `json:"originalUriBaseIds"`
		ColumnKind string               `json:"columnKind"`
		Results    []sarifResult        `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		URI   string      `json:"informationUri"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		Short   sarifText    `json:"shortDescription"`
		HelpURI string       `json:"helpUri"`
		Default sarifDefault `json:"defaultConfiguration"`
	}
	sarifDefault struct {
		Level Severity `json:"level"`
	}
	sarifBase struct {
		Description sarifText `json:"description"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID     string            `json:"ruleId"`
		RuleIndex  int               `json:"ruleIndex"`
		Level      Severity          `json:"level"`
		Message    sarifText         `json:"message"`
		Locations  []sarifLocation   `json:"locations"`
		Related    []sarifLocation   `json:"relatedLocations,omitempty"`
		Properties map[string]string `json:"properties,omitempty"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Message  *sarifText    `json:"message,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine int `json:"startLine"`
	}
)

// archiveRoot is the base of all paths in a SARIF log: the archive's folder.
const archiveRoot = "%SRCROOT%"

// writeSARIF writes findings as SARIF 2.1.0, which forges show beside the lines
// of a change. Paths are from the root of the archive.
func writeSARIF(w io.Writer, found []Finding) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "backissue", URI: "https://github.com/backissue/backissue"}},
		Bases:      map[string]sarifBase{archiveRoot: {sarifText{"the folder of the archive"}}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	index := map[string]int{}
	for i, r := range Rules {
		index[r.Code] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.Code, r.Name, sarifText{r.Title}, Docs + "#" + strings.ToLower(r.Code), sarifDefault{r.Severity}})
	}
	for _, f := range found {
		text := f.Message
		if f.Hint != "" {
			text += ". Hint: " + f.Hint
		}
		result := sarifResult{RuleID: f.Code, RuleIndex: index[f.Code], Level: f.Severity, Message: sarifText{text},
			Locations: []sarifLocation{location(f.File, f.Line)}, Properties: map[string]string{}}
		if f.Article != "" {
			result.Properties["article"] = f.Article
		}
		if f.Lang != "" {
			result.Properties["lang"] = f.Lang
		}
		for i, p := range f.Related {
			at := location(p.File, p.Line)
			at.ID, at.Message = i+1, &sarifText{short(p.Text)}
			result.Related = append(result.Related, at)
		}
		run.Results = append(run.Results, result)
	}
	return encode(w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func location(file string, line int) sarifLocation {
	at := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{(&url.URL{Path: file}).EscapedPath(), archiveRoot}}}
	if line > 0 {
		at.Physical.Region = &sarifRegion{line}
	}
	return at
}
