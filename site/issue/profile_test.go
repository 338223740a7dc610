package issue

import (
	"slices"
	"strings"
	"testing"
)

func TestDefaultProfile(t *testing.T) {
	p := DefaultProfile()
	if p.Period != "month" {
		t.Errorf("period %q", p.Period)
	}
	for lang, names := range p.Months {
		if len(names) != 12 {
			t.Errorf("months.%s: %d names", lang, len(names))
		}
	}
	for _, s := range p.Sections {
		if !isSlug(s.Key) || s.Kind != News && s.Kind != Law && s.Kind != QA || len(s.Names) == 0 {
			t.Errorf("section %+v", s)
		}
	}
	if _, err := p.Extend(nil); err != nil {
		t.Errorf("nothing to add: %v", err)
	}
}

func TestExtend(t *testing.T) {
	base := DefaultProfile()
	p, err := base.Extend(map[string]any{
		"period": "day",
		"labels": map[string]any{"credit": []string{"Quelle"}, "abstract": []string{"Kurz"}, "byline": []string{"Von"}, "annex": []string{"Anlage"},
			"attachment": []string{"Datei"}, "contents": []string{"Inhalt"}, "question": []string{"Frage"}, "answer": []string{"Antwort"}},
		"sections": []map[string]any{
			{"key": "harbour", "names": []string{"Aus dem Hafen", "News"}},
			{"key": "rules", "kind": "law", "names": []string{"Verordnungen"}},
		},
		"laws":   map[string]any{"last": []string{"verordnung"}, "first": []string{"Gesetz"}},
		"months": map[string]any{"de": strings.Fields("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.Period != "day" {
		t.Errorf("period %q", p.Period)
	}
	for _, c := range []struct {
		name       string
		list       []string
		word, also string
	}{
		{"credit", p.Labels.Credit, "Quelle", "출처"},
		{"abstract", p.Labels.Abstract, "Kurz", "摘要"},
		{"byline", p.Labels.Byline, "Von", "By"},
		{"annex", p.Labels.Annex, "Anlage", "附件"},
		{"attachment", p.Labels.Attachment, "Datei", "첨부 파일"},
		{"contents", p.Labels.Contents, "Inhalt", "목차"},
		{"question", p.Labels.Question, "Frage", "Q"},
		{"answer", p.Labels.Answer, "Antwort", "A"},
		{"laws.last", p.Laws.Last, "verordnung", "办法"},
		{"laws.first", p.Laws.First, "Gesetz", "Act"},
	} {
		if !slices.Contains(c.list, c.word) || !slices.Contains(c.list, c.also) {
			t.Errorf("%s: %q and %q in %q", c.name, c.word, c.also, c.list)
		}
	}
	if d, _, ok := p.findDate("März 2024"); !ok || d.Format("2006-01") != "2024-03" {
		t.Errorf("a month in a new language: %v, %v", d, ok)
	}
	if _, _, ok := base.findDate("März 2024"); ok {
		t.Error("the profile that was extended knows the new words")
	}
	for title, want := range map[string]SectionName{
		"Aus dem Hafen": {Key: "harbour", Kind: News},
		"News":          {Key: "harbour", Kind: News}, // before the built-in one
		"Verordnungen":  {Key: "rules", Kind: Law},
		"법률 뉴스":         {Key: "news", Kind: News},
	} {
		if got, ok := p.section(title); !ok || got.Key != want.Key || got.Kind != want.Kind {
			t.Errorf("section %q: %s, %s, %v", title, got.Key, got.Kind, ok)
		}
	}
}

func TestExtendErrors(t *testing.T) {
	section := func(key, kind string) map[string]any {
		return map[string]any{"sections": []map[string]any{{"key": key, "kind": kind}}}
	}
	subject := func(list, key, field string, value any) map[string]any {
		return map[string]any{list: []map[string]any{{"key": key, field: value}}}
	}
	for _, c := range []struct {
		name   string
		params map[string]any
		want   string
	}{
		{"unknown key", map[string]any{"label": map[string]any{}}, "issue: profile: no key"},
		{"unknown label", map[string]any{"labels": map[string]any{"kredit": []string{"x"}}}, "issue: profile: no key"},
		{"wrong type", map[string]any{"labels": map[string]any{"credit": 7}}, "issue: profile: toml"},
		{"kind", section("x", "poem"), `issue: profile: section "x": kind "poem" is none of news, law, qa`},
		{"key with capitals", section("News", "news"), `issue: profile: section key "News": use small letters, digits and hyphens`},
		{"key with a slash", section("a/b", ""), `section key "a/b"`},
		{"key that begins with a hyphen", section("-a", ""), `section key "-a"`},
		{"no key", section("", "law"), `section key ""`},
		{"period", map[string]any{"period": "week"}, `issue: profile: period "week" is neither month nor day`},
		{"months", map[string]any{"months": map[string]any{"de": []string{"Januar"}}}, "issue: profile: months.de: want 12 names, have 1"},
		{"topic key", subject("topics", "Ships", "words", []string{"ship"}), `issue: profile: topic key "Ships": use small letters, digits and hyphens`},
		{"region key", subject("regions", "", "also", []string{"Ojin"}), `region key ""`},
		{"topic without words", subject("topics", "ships", "words", []string{}), `issue: profile: topic "ships": has no words`},
		{"region without names", subject("regions", "ojin", "also", []string{"Ojin"}), `issue: profile: region "ojin": has no names; add names = { en = "…" }`},
		{"language of a name", subject("regions", "ojin", "names", map[string]string{"nowhere": "Ojin"}), `region "ojin": names.nowhere: that is no language`},
		{"word without letters", subject("topics", "tax", "words", []string{"tax", " * "}), `topic "tax": the word " * " has no letters`},
		{"name without letters", subject("regions", "hunan", "names", map[string]string{"ko": ""}), `region "hunan": the word "" has no letters`},
		{"unknown key of a topic", subject("topics", "tax", "word", "x"), "issue: profile: no key topics.word"},
		{"lookalike", map[string]any{"lookalikes": []string{"·"}}, `issue: profile: lookalikes: the word "·" has no letters`},
		{"no TOML", map[string]any{"labels": make(chan int)}, "issue: profile: "},
	} {
		_, err := DefaultProfile().Extend(c.params)
		if err == nil || !strings.HasPrefix(err.Error(), "issue: profile: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestSection(t *testing.T) {
	p := DefaultProfile()
	for title, want := range map[string]string{
		"법률 뉴스":      "news",
		"통상법률 뉴스":    "news",
		"LEGAL NEWS": "news",
		"법률 뉴스 · 法律新闻 · Legal News":             "news",
		"최신법령（별첨）":                              "laws",
		"Annexed Regulations":                   "laws",
		"지역중요뉴스":                                "regional",
		"Questions & answers":                   "",
		"Questions and Answers":                 "qa",
		"Вопросы и ответы":                      "qa",
		"등대":                                    "",
		"":                                      "",
		"a long title that has news in it, too": "",
	} {
		got, ok := p.section(title)
		if got.Key != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", title, got.Key, want)
		}
	}
}
