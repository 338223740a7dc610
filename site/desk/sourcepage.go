package desk

import (
	"net/http"
	"slices"
	"strconv"
)

type sourceData struct {
	Issue string
	Files []choice
	Paper paper
}

func sourceAddress(key, file string, message int) string {
	number := ""
	if message > 0 {
		number = strconv.Itoa(message)
	}
	return address("source/"+key+"/", "file", file, "message", number)
}

// documentsOf returns the names of the documents of an issue that are there.
func (d *desk) documentsOf(c checked) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) && d.isSource(name) {
			names = append(names, name)
		}
	}
	add(c.found.Source)
	for _, a := range c.articles {
		add(a.facts.Source.File)
	}
	for _, m := range slices.Concat(c.found.Doubts, c.found.Losses) {
		add(m.File)
	}
	return names
}

// sourcePage shows a whole document of an issue with all that was found in it.
func (d *desk) sourcePage(r *http.Request) (view, error) {
	key, q := r.PathValue("issue"), r.URL.Query()
	c, err := d.checkedIssue(key)
	if err != nil {
		return view{}, err
	}
	names := d.documentsOf(c)
	if len(names) == 0 {
		return view{}, errNoPage
	}
	file := chosen(q, "file", names)
	if file == "" {
		if q.Get("file") != "" {
			return view{}, errNoPage
		}
		file = names[0]
	}
	data := sourceData{Issue: key, Files: choices(names, file, same), Paper: paper{File: file, Message: c.found.Message}}
	var found []shown
	add := func(all []*finding, where string) {
		for _, f := range all {
			if name, ok := f.inSource(); ok && name == file && !f.Settled {
				s := d.show(f)
				s.URL = where + "#" + f.ID
				found = append(found, s)
			}
		}
	}
	add(c.loose, address("issue/"+key+"/"))
	for _, a := range c.articles {
		add(c.of[a.Path], address("article/"+a.Path+"/"))
	}
	for n, f := range found { // of several lists, each of which counts from 1
		own := *f.finding
		own.ID = "f" + strconv.Itoa(n+1)
		found[n].finding = &own
	}
	d.fill(&data.Paper, key, span{}, true, found)
	return view{Template: "source", Title: file, Crumbs: []crumb{{"Overview", Root}, {key, address("issue/" + key + "/")}}, Data: data}, nil
}
