package site

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/backissue/backissue/site/pdf"
)

// recognition returns how the program tesseract is to read pages that have no
// text: in the languages of the archive, or in all that it knows where the
// configuration names none. It fails where the program or a language is
// missing, since a page read in the wrong one is worse than none.
func (a *archive) recognition() (*pdf.Options, error) {
	installed, err := pdf.OCRLanguages()
	if errors.Is(err, pdf.ErrNoTesseract) {
		return nil, withHint("install it (on Debian: apt install tesseract-ocr, and tesseract-ocr-kor for Korean), or leave --ocr out",
			"--ocr needs the program tesseract, which is not installed")
	}
	if err != nil {
		return nil, err
	}
	var wanted []string
	for _, tag := range slices.Sorted(maps.Keys(a.titles)) {
		name := tesseractName(language.Make(tag))
		if name != "" && !slices.Contains(installed, name) {
			return nil, withHint("install it (on Debian: apt install tesseract-ocr-"+strings.ReplaceAll(name, "_", "-")+")",
				"--ocr: tesseract does not know %s, a language of the archive", name)
		}
		if name != "" && !slices.Contains(wanted, name) {
			wanted = append(wanted, name)
		}
	}
	if wanted == nil {
		wanted = installed
	}
	if len(wanted) == 0 {
		return nil, withHint("install one (on Debian: apt install tesseract-ocr-eng)", "--ocr: tesseract has no languages")
	}
	return &pdf.Options{OCR: true, Languages: wanted}, nil
}

// tesseractName returns tesseract's name of a language: the code of ISO 639-2
// for terminology, but Chinese by its script.
func tesseractName(tag language.Tag) string {
	base, confidence := tag.Base()
	if confidence == language.No {
		return ""
	}
	if base.String() != "zh" {
		return base.ISO3()
	}
	if script, _ := tag.Script(); script.String() == "Hant" {
		return "chi_tra"
	}
	return "chi_sim"
}
