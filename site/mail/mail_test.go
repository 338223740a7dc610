package mail

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/unicode"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/markup/markuptest"
)

func TestGolden(t *testing.T) { markuptest.Golden(t, readAll) }

// readAll reads every message of a folder, those that it can.
func readAll(data []byte) ([]*doc.Document, error) {
	var docs []*doc.Document
	var failed []error
	for _, m := range Split(data) {
		d, err := Read(m)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		docs = append(docs, d)
	}
	return docs, errors.Join(failed...)
}

const korean1 = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."

func bytesIn(t *testing.T, enc encoding.Encoding, s string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func word(label, data string) string {
	return "=?" + label + "?B?" + base64.StdEncoding.EncodeToString([]byte(data)) + "?="
}

// Encodings are decoded by what the bytes are, in the head as in the body.
func TestReadEncodings(t *testing.T) {
	euc := bytesIn(t, korean.EUCKR, korean1)
	jis := bytesIn(t, japanese.ISO2022JP, "人権宣言")
	for name, test := range map[string]struct{ mail, subject, body string }{
		"declared":        {"Subject: " + word("ks_c_5601-1987", euc) + "\nContent-Type: text/plain; charset=ks_c_5601-1987\n\n" + euc, korean1, korean1},
		"not declared":    {"Subject: " + euc + "\nFrom: a@example.org\n\n" + euc, korean1, korean1},
		"declared wrong":  {"Subject: " + word("iso-8859-1", euc) + "\nContent-Type: text/html; charset=iso-8859-1\n\n<p>" + euc, korean1, korean1},
		"iso-2022-jp":     {"Subject: " + word("ISO-2022-JP", jis) + "\nContent-Type: text/plain; charset=ISO-2022-JP\n\n" + jis, "人権宣言", "人権宣言"},
		"cut in a letter": {"Subject: " + word("utf-8", korean1[:10]) + "\n " + word("UTF-8", korean1[10:]) + "\n\n" + korean1, korean1, korean1},
		"all in utf-16":   {"\xff\xfe" + bytesIn(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "Subject: "+korean1+"\n\n"+korean1), korean1, korean1},
		"a mark in front": {"\xef\xbb\xbfSubject: a\n\nb", "a", "b"},
		"an envelope":     {"From a@example.org Mon Jun 01 04:28:28 2009\nSubject: a\n\nb", "a", "b"},
	} {
		d, err := Read([]byte(test.mail))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		markuptest.Check(t, d)
		if got := doc.Text(d.Blocks...); got != test.subject+"\n"+test.body {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// Text that damaged mail holds is read all the same. A head with a line in it
// that is none goes on.
func TestReadDamaged(t *testing.T) {
	const parts = "Content-Type: multipart/mixed; boundary=\"b 1\"\n"
	for name, test := range map[string]struct{ mail, want string }{
		"no line behind the head":      {"Subject: 등대\n" + parts + "This is mail in parts.\n--b 1\nContent-Type: text/plain\n\n불빛\n--b 1--\n", "등대\n불빛"},
		"none, and a single part":      {"Subject: 등대\n불빛 하나\n불빛 둘\n", "등대\n불빛 하나 불빛 둘"},
		"none behind that of a part":   {"Subject: 등대\n" + parts + "\n--b 1\nContent-Type: text/plain\n불빛\n--b 1\n나루\n--b 1--\n", "등대\n불빛\n나루"},
		"no semicolon behind the type": {"Subject: 등대\n" + parts + "\n--b 1\nContent-Type: text/plain charset=utf-8\n\n불빛\n--b 1--\n", "등대\n불빛"},
		"a subject broken over lines":  {"Subject: 등대\n불빛\nDate: x\nFrom: a@example.org\n\n나루\n", "등대 불빛\n나루"},
		"a boundary that is nowhere":   {"Subject: 등대\n" + parts + "\n--b 2\n\n불빛\n--b 2--\n", "등대\n--b 2\n불빛 --b 2--"},
		"the boundary of another part": {"Subject: 등대\n" + parts + "\n--b 1\n" + strings.ReplaceAll(parts, "1", "2") + "\n--b 2\n\n불빛\n--b 1\n하나\n--b 2--\n", "등대\n불빛\n하나 --b 2--"},
	} {
		d, err := Read([]byte(test.mail))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		markuptest.Check(t, d)
		if got := doc.Text(d.Blocks...); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// A part that nothing can be made of is a loss, and the others are read.
func TestReadLosses(t *testing.T) {
	d, err := Read([]byte("Subject: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: no type\n\nb\n--x\n\nc\n--x--\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Text(d.Blocks...); got != "a\nc" {
		t.Errorf("got %q", got)
	}
	if len(d.Losses) != 1 || !strings.HasPrefix(d.Losses[0].Reason, "a part of the message that cannot be read: ") {
		t.Errorf("got %+v", d.Losses)
	}
}

func TestReadRefuses(t *testing.T) {
	deep := ""
	for i := range 100 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, test := range map[string]struct {
		mail, want string
		encrypted  bool
	}{
		"empty":       {"", "mail: not a message: it has no head", false},
		"text":        {"Dear reader: this is a letter.\n\nIt has no head.\n", "mail: not a message: it has no head", false},
		"no text":     {"Subject:\nFrom:\n\n\n", "mail: the message holds no text", false},
		"deep":        {"From: a\n" + deep, "mail: parts within parts, more than 10 deep", false},
		"PGP":         {"From: a\nContent-Type: multipart/encrypted; boundary=x; protocol=\"application/pgp-encrypted\"\n\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--x--\n", "mail: the message is encrypted (PGP)", true},
		"PGP inline":  {"From: a\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n", "mail: the message is encrypted (PGP)", true},
		"S/MIME":      {"From: a\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAG\n", "mail: the message is encrypted (S/MIME)", true},
		"sealed":      {"From: a\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAG\n", "mail: the message is wrapped in its signature (S/MIME): save it without", false},
		"ISO-2022-KR": {"From: a\nContent-Type: text/plain; charset=iso-2022-kr\n\n\x1b$)C\x0e0!\x0f\n", "mail: charset: text in ISO-2022-KR, which cannot be read", false},
	} {
		_, err := Read([]byte(test.mail))
		if err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
			continue
		}
		if errors.Is(err, ErrEncrypted) != test.encrypted {
			t.Errorf("%s: %v", name, err)
		}
		var hinter interface{ Hint() string }
		if test.encrypted && (!errors.As(err, &hinter) || hinter.Hint() == "") {
			t.Errorf("%s: no hint", name)
		}
	}
}

// A folder is cut where messages begin, and nowhere else.
func TestSplit(t *testing.T) {
	const good = "From a@example.org Mon Jun 01 04:28:28 2009\nSubject: 소식\n\n글\n\n>From here on\n\nFrom the harbour, in 2009\n\n"
	const bad = "From a@example.org Mon Jun 01 04:28:28 2009\nSubject: x\n\n-----BEGIN PGP MESSAGE-----\n\n"
	messages := Split([]byte(good + bad + good))
	if len(messages) != 3 {
		t.Fatalf("got %q", messages)
	}
	d, err := Read(messages[2])
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.Text(d.Blocks...); !strings.HasSuffix(got, "\nFrom here on\nFrom the harbour, in 2009") {
		t.Errorf("got %q", got)
	}
	if _, err := Read([]byte(good + good)); err == nil {
		t.Error("two messages were read as one")
	}
}

// Pictures that a page shows are its media, the other files its attachments.
func TestReadAttachments(t *testing.T) {
	d, err := Read([]byte("Subject: 소식\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>글 <img src=\"cid:lamp\">\n" +
		"--x\nContent-Type: image/png; name=lamp.png\nContent-ID: <lamp>\n\n\x89PNG\r\n\x1a\n\n" +
		"--x\nContent-Type: text/csv; name=tide.csv\nContent-Disposition: attachment\n\n1,2\n--x--\n"))
	if err != nil {
		t.Fatal(err)
	}
	markuptest.Check(t, d)
	if len(d.Media) != 1 || d.Media[0].Name != "lamp.png" {
		t.Errorf("media: %+v", d.Media)
	}
	if len(d.Attachments) != 1 || d.Attachments[0].Name != "tide.csv" || string(d.Attachments[0].Data) != "1,2" {
		t.Errorf("attachments: %+v", d.Attachments)
	}
}

func TestReadHostile(t *testing.T) {
	deep := "From: a\n"
	for i := range 10 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, mail := range map[string]string{
		"deep":           deep + "\n" + strings.Repeat("등대 소식\n", 2_000),
		"many parts":     "From: a\nContent-Type: multipart/mixed; boundary=x\n\n" + strings.Repeat("--x\nContent-Type: image/png; name=a.png\n\nabc\n", 3000),
		"one long line":  "From: a\n\n" + strings.Repeat("x", 1<<20),
		"quoted deeply":  "From: a\n\n" + strings.Repeat(strings.Repeat(">", 500)+" a\n> b\n", 500),
		"flowed":         "From: a\nContent-Type: text/plain; format=flowed\n\n" + strings.Repeat("나루 \n", 50_000),
		"long head":      "From: a\nSubject: " + strings.Repeat("=?utf-8?q?a?= ", 20_000) + "\n\nb",
		"base64 rubbish": "From: a\nContent-Transfer-Encoding: base64\n\n" + strings.Repeat("?!x\n", 100_000),
	} {
		d, err := Read([]byte(mail))
		if err != nil {
			t.Logf("%s: %v", name, err)
			continue
		}
		markuptest.Check(t, d)
	}
}

func TestSamples(t *testing.T) {
	for name, want := range map[string][]string{
		"mail-complex.mbox":       {"Re: question about when shuffle/sort start working"},
		"mail-japanese.eml":       {"まみむめも", "かきくえこ"},
		"mail-ks_c_5601-1987.eml": {"test", "스티해"},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(os.Getenv("BACKISSUE_SAMPLES"), name))
			if err != nil {
				t.Skip(err)
			}
			docs, err := readAll(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range docs {
				markuptest.Check(t, d)
			}
			text := doc.Text(docs[0].Blocks...)
			for _, w := range want {
				if !strings.Contains(text, w) {
					t.Errorf("%q is not in %q", w, text)
				}
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		if data, err := os.ReadFile(name); err == nil {
			_, in, _ := strings.Cut(string(data), "-- in --\n")
			in, _, _ = strings.Cut(in, "-- out --\n")
			f.Add([]byte(in))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		markuptest.Fuzz(t, data, Read)
		docs, _ := readAll(data)
		for _, d := range docs {
			markuptest.Check(t, d)
		}
	})
}

func TestManyParts(t *testing.T) {
	message := func(parts int) []byte {
		return []byte("From: a@harbour.example\nSubject: lamps\nContent-Type: multipart/mixed; boundary=\"b\"\n\n" +
			strings.Repeat("--b\n\nlamp\n", parts) + "--b--\n")
	}
	if d, err := Read(message(500)); err != nil || len(d.Blocks) < 500 {
		t.Errorf("500 parts: %v", err)
	}
	if _, err := Read(message(3000)); err == nil || err.Error() != "mail: more than 2000 parts" {
		t.Errorf("3000 parts: %v", err)
	}
}
