package site

import (
	"github.com/backissue/backissue/site/forms"
	"github.com/backissue/backissue/site/hugo"
)

// letterhead is what the configuration says of the publisher, in the forms
// that an issue is sent in.
type letterhead struct {
	Publisher any `toml:"publisher"`
}

// email returns the publisher's address for mail, if there is any.
func (l letterhead) email() string {
	publisher, _ := l.Publisher.(map[string]any)
	email, _ := publisher["email"].(string)
	return email
}

// forms returns what the forms of issues tell and no page does.
func (a *archive) forms(languages []hugo.Language) forms.Options {
	o := forms.Options{Emails: a.emails}
	if len(languages) > 0 {
		o.Title = languages[0].Title
	}
	return o
}
