// Package lang tells which language each part of a document is in.
//
// Scripts decide nearly everything: Hangul is Korean, kana Japanese, Khmer
// Khmer. Words decide only among languages that share a script, and the
// document decides what a block alone does not say: a heading takes the
// language of the text below it. Simplified and traditional Chinese are told
// apart by the national character sets that hold a character.
//
// Tags are BCP 47. The package knows no layout, no newsletters and no files.
package lang

import (
	"unicode"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/doc"
)

// Tag returns the document with a language on every span. A run in another
// script than its block's, such as the Chinese name in a Korean sentence,
// becomes a span of its own.
func Tag(d *doc.Document) *doc.Document {
	t := newTagger(d)
	var runs []*[]doc.Span
	doc.EachSpans(d.Blocks, func(spans *[]doc.Span) { runs = append(runs, spans) })
	langs := make([]language.Tag, len(runs))
	for i, spans := range runs {
		langs[i] = t.language(doc.Join(*spans))
	}
	inherit(langs)
	for i, spans := range runs {
		*spans = t.split(*spans, langs[i])
	}
	return d
}

// inherit gives the blocks that say nothing of their language that of the
// next one that does, or at the end that of the last.
func inherit(langs []language.Tag) {
	for i := len(langs) - 2; i >= 0; i-- {
		if langs[i] == language.Und {
			langs[i] = langs[i+1]
		}
	}
	for i := 1; i < len(langs); i++ {
		if langs[i] == language.Und {
			langs[i] = langs[i-1]
		}
	}
}

// Of returns the language in which most of the blocks' text is, or
// [language.Und] where there is none. The blocks must have been tagged.
func Of(blocks ...doc.Block) language.Tag {
	counts := map[language.Tag]int{}
	best := language.Und
	doc.EachSpans(blocks, func(spans *[]doc.Span) {
		for _, s := range *spans {
			if s.Lang == language.Und {
				continue
			}
			counts[s.Lang] += weigh(s.Text)
			if counts[s.Lang] > counts[best] {
				best = s.Lang
			}
		}
	})
	return best
}

// weigh counts the letters of s.
func weigh(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// Name returns the language of a text that stands outside a document, such
// as a label. Latin text without telling words is taken for English.
func Name(text string) language.Tag {
	return (&tagger{latin: language.English}).language(text)
}
