package pdf

import (
	"slices"

	"github.com/backissue/backissue/site/doc"
)

// Subtypes of annotations that show text, as fpdf_annot.h numbers them.
const (
	freeText = 3
	stamp    = 13
	widget   = 20 // a field of a form
)

// A field is where a page shows a text that is not part of its content.
type field struct {
	box  rect
	text string
}

// formInfo is the size of FPDF_FORMFILLINFO, which is left empty but for its
// version: nobody answers PDFium's calls.
const formInfo = 256

// flatten makes the fields, stamps and free texts of page n part of its
// content, as a printer would show them, and returns the page anew. What of
// their text has no picture in the file is noted on p.
func (f *file) flatten(handle uint64, n int, p *page, up matrix) uint64 {
	count := int(int32(f.call("FPDFPage_GetAnnotCount", handle)))
	found := false
	for i := range min(count, 2000) {
		annot := f.call("FPDFPage_GetAnnot", handle, uint64(i))
		if annot == 0 {
			continue
		}
		switch f.call("FPDFAnnot_GetSubtype", annot) {
		case widget:
			found = true
			f.startForms()
			p.fields = append(p.fields, field{up.applyBox(f.annotBox(annot)), f.fieldText(annot)})
		case freeText:
			found = true
			p.fields = append(p.fields, field{up.applyBox(f.annotBox(annot)), f.annotText(annot, "Contents")})
		case stamp:
			found = true
		}
		f.call("FPDFPage_CloseAnnot", annot)
	}
	if !found {
		return handle
	}
	if f.forms != 0 { // PDFium paints the fields that have no picture yet
		f.call("FORM_OnAfterLoadPage", handle, f.forms)
		f.call("FORM_OnBeforeClosePage", handle, f.forms)
	}
	const display = 0
	f.call("FPDFPage_Flatten", handle, display)
	f.call("FPDF_ClosePage", handle)
	return f.call("FPDF_LoadPage", f.doc, uint64(n-1))
}

// startForms has PDFium read the form of the document, once.
func (f *file) startForms() {
	if f.forms != 0 || f.call("FPDF_GetFormType", f.doc) == 0 {
		return
	}
	info := uint32(f.call("malloc", formInfo))
	if info == 0 || !f.memory.Write(info, make([]byte, formInfo)) {
		return
	}
	f.memory.WriteUint32Le(info, 2)
	f.forms = f.call("FPDFDOC_InitFormFillEnvironment", f.doc, uint64(info))
}

// hiddenFlags are those of annotations that are not shown: invisible, hidden,
// and no view. PDF 32000-1, table 165.
const hiddenFlags = 1<<0 | 1<<1 | 1<<5

// fieldText returns the text that a field of a form shows: what was written
// or chosen. Buttons show none, and passwords hide it.
func (f *file) fieldText(annot uint64) string {
	const combo, list, text = 4, 5, 6
	const password = 1 << 13
	if f.forms == 0 || f.call("FPDFAnnot_GetFlags", annot)&hiddenFlags != 0 {
		return ""
	}
	switch f.call("FPDFAnnot_GetFormFieldType", f.forms, annot) {
	case combo, list:
	case text:
		if f.call("FPDFAnnot_GetFormFieldFlags", f.forms, annot)&password != 0 {
			return ""
		}
	default:
		return ""
	}
	return f.text("FPDFAnnot_GetFormFieldValue", f.forms, annot)
}

// annotBox returns the area of an annotation.
func (f *file) annotBox(annot uint64) rect {
	f.call("FPDFAnnot_GetRect", annot, uint64(f.scratch))
	return rect{f.float(0), f.float(3), f.float(2), f.float(1)} // left, top, right, bottom
}

// isField reports whether b is the area of a field. Its frame is no rule of
// a table.
func (p *page) isField(b rect) bool {
	return slices.ContainsFunc(p.fields, func(f field) bool {
		return b.x0 > f.box.x0-2 && b.y0 > f.box.y0-2 && b.x1 < f.box.x1+2 && b.y1 < f.box.y1+2
	})
}

// annotText returns a text of an annotation by its key.
func (f *file) annotText(annot uint64, key string) string {
	if f.call("FPDFAnnot_GetFlags", annot)&hiddenFlags != 0 {
		return ""
	}
	f.memory.Write(f.scratch, append([]byte(key), 0))
	return f.text("FPDFAnnot_GetStringValue", annot, uint64(f.scratch))
}

// unshown returns what of a page did not come out: drawings, and the texts of
// fields and free texts that are not part of its text.
func (p *page) unshown() []doc.Loss {
	out := p.lost
	have := doc.Tally{}
	have.Add(p.decoded())
	for _, f := range p.fields {
		want := doc.Tally{}
		want.Add(f.text)
		if want.Diff(have) != "" {
			out = append(out, doc.Loss{Position: doc.Position{Page: p.number, Line: 1}, Text: f.text, Reason: "this text of a form field or a note could not be placed on its page"})
		}
	}
	return out
}
