package forms

import (
	"fmt"
	"strings"

	"github.com/backissue/backissue/site/epub"
)

// columnsOfMail is how wide a line of plain text is (RFC 5322, 2.1.1, asks for
// 78 at most).
const columnsOfMail = 76

// plain returns the mail for programs and people that want no HTML.
func (n *number) plain(entries []entry) []byte {
	var b strings.Builder
	say := func(indent, text string) {
		rest := strings.Repeat(" ", len(indent)) // below a mark nothing stands
		for _, l := range wrap(text, columnsOfMail-len(indent)) {
			b.WriteString(indent + l + "\r\n")
			indent = rest
		}
	}
	say("", n.series)
	say("", n.front.title)
	say("", n.base+"/"+folder(n.front.file))
	for _, e := range entries {
		b.WriteString("\r\n")
		if e.section {
			b.WriteString("\r\n")
			say("== ", e.title.text)
			n.plainBlocks(say, &b, e)
			continue
		}
		say("* ", e.title.text)
		say("  ", e.facts)
		n.plainBlocks(say, &b, e)
		say("  ", e.address)
	}
	b.WriteString("\r\n-- \r\n")
	say("", n.publisher)
	say("", n.base+"/"+folder(n.folder+"/index.html"))
	return []byte(b.String())
}

func (n *number) plainBlocks(say func(indent, text string), b *strings.Builder, e entry) {
	for i, block := range e.blocks {
		text := block.text
		if e.cut && i == len(e.blocks)-1 {
			text += " […]"
		}
		b.WriteString("\r\n")
		say("  ", text)
	}
	if len(e.blocks) > 0 && !e.section {
		b.WriteString("\r\n")
	}
}

// fonts are the families that mail programs have for a language.
var fonts = map[string]string{
	"ko":      "'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif;word-break:keep-all",
	"zh-Hans": "'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif",
	"zh-Hant": "'PingFang TC','Microsoft JhengHei','Noto Sans TC',sans-serif",
	"ja":      "'Hiragino Sans','Yu Gothic','Noto Sans JP',sans-serif",
}

// Styles of the mail, all inline, since many programs know no style sheet. None
// says a colour: a program that turns light into dark turns all of it.
const (
	styleBody    = "max-width:600px;margin:0 auto;padding:16px;font-size:16px;line-height:1.6;overflow-wrap:break-word;font-family:"
	styleSeries  = "margin:0;font-size:14px"
	styleTitle   = "margin:0 0 24px;font-size:24px;line-height:1.3"
	styleSection = "margin:32px 0 12px;padding:0 0 4px;border-bottom:1px solid;font-size:18px;line-height:1.3"
	styleArticle = "margin:24px 0 4px;font-size:16px;line-height:1.4"
	styleFacts   = "margin:0 0 8px;font-size:14px"
	styleText    = "margin:0 0 10px"
	styleFoot    = "margin:32px 0 0;padding:12px 0 0;border-top:1px solid;font-size:14px"
	styleLink    = "color:inherit"
)

// html returns the mail for programs that show HTML.
func (n *number) html(entries []entry) []byte {
	var b strings.Builder
	dir := "ltr"
	if n.direction == "rtl" {
		dir = "rtl"
	}
	family := fonts[n.language]
	if family == "" {
		family = "system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif"
	}
	fmt.Fprintf(&b, `<!DOCTYPE html>
<html lang="%s" dir="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>%s</title>
</head>
<body style="margin:0;padding:0">
<div lang="%[1]s" dir="%[2]s" style="%[4]s">
`, n.language, dir, epub.Text(n.fullTitle()), styleBody+family)
	if n.series != "" {
		fmt.Fprintf(&b, "<p style=\"%s\">%s</p>\n", styleSeries, epub.Text(n.series))
	}
	fmt.Fprintf(&b, "<h1 style=\"%s\">%s</h1>\n", styleTitle, link(n.base+"/"+folder(n.front.file), epub.Text(n.front.title)))
	for _, e := range entries {
		e.html(&b)
	}
	home := n.base + "/" + folder(n.folder+"/index.html")
	fmt.Fprintf(&b, "<p style=\"%s\">", styleFoot)
	if n.publisher != "" {
		b.WriteString(epub.Text(n.publisher) + "<br>")
	}
	fmt.Fprintf(&b, "%s</p>\n</div>\n</body>\n</html>\n", link(home, epub.Text(home)))
	return []byte(strings.ReplaceAll(b.String(), "\n", "\r\n"))
}

func link(address, text string) string {
	return fmt.Sprintf(`<a href="%s" style="%s">%s</a>`, epub.Text(address), styleLink, text)
}

// attributes returns those of a block in another language.
func (b block) attributes() string {
	out := ""
	if b.lang != "" {
		out = fmt.Sprintf(` lang="%s"`, epub.Text(b.lang))
	}
	if b.dir == "rtl" || b.dir == "ltr" {
		out += fmt.Sprintf(` dir="%s"`, b.dir)
	}
	return out
}

// breaks says where lines end in another language: within words, unless it is
// Korean, whatever is the rule around the block.
func (b block) breaks() string {
	switch {
	case b.lang == "":
		return ""
	case strings.HasPrefix(b.lang, "ko"):
		return ";word-break:keep-all"
	}
	return ";word-break:normal"
}

func (e entry) html(b *strings.Builder) {
	if e.title.text != "" {
		tag, style := "h3", styleArticle
		if e.section {
			tag, style = "h2", styleSection
		}
		title := fmt.Sprintf("<span%s>%s</span>", e.title.attributes(), epub.Text(e.title.text))
		if e.title.lang == "" {
			title = epub.Text(e.title.text)
		}
		fmt.Fprintf(b, "<%s style=\"%s\">%s</%[1]s>\n", tag, style, link(e.address, title))
	}
	if e.facts != "" && !e.section {
		fmt.Fprintf(b, "<p style=\"%s\">%s</p>\n", styleFacts, epub.Text(e.facts))
	}
	for i, block := range e.blocks {
		more := ""
		if e.cut && i == len(e.blocks)-1 {
			more = " " + link(e.address, "[…]")
		}
		fmt.Fprintf(b, "<p%s style=\"%s\">%s%s</p>\n", block.attributes(), styleText+block.breaks(), epub.Text(block.text), more)
	}
}
