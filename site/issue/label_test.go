package issue

import "testing"

func TestCutLabel(t *testing.T) {
	labels := []string{"출처", "자료출처", "来源", "Source", "Sources", "Tóm tắt", "내용개요"}
	for _, c := range []struct{ text, label, rest string }{
		{"출처: 등대신문", "출처", "등대신문"},
		{"출 처 ： 등대신문", "출 처", "등대신문"},
		{"자료출처: 등대신문", "자료출처", "등대신문"},
		{"来源：灯塔报", "来源", "灯塔报"},
		{"SOURCE: The Lighthouse", "SOURCE", "The Lighthouse"},
		{"Sources: The Lighthouse", "Sources", "The Lighthouse"},
		{"TÓM TẮT: thuyền", "TÓM TẮT", "thuyền"},
		{"  출처:등대", "출처", "등대"},
		{"출처", "출처", ""},
		{"출처:", "출처", ""},
		{"[출처] 등대", "출처", "등대"},
		{"【来源】灯塔报", "来源", "灯塔报"},
		{"[来源]：灯塔报", "来源", "灯塔报"},
		{"[내용개요: 나루]", "내용개요", "[ 나루]"},
		// None of these has a label.
		{"", "", ""},
		{"출처가 분명하지 않다", "", ""},
		{"Sourcebook: lamps", "", ""},
		{"등대 출처: 나루", "", ""},
		{"[출처", "", ""},
	} {
		label, rest, ok := cutLabel(c.text, labels)
		if label != c.label || ok != (c.label != "") || ok && rest != c.rest {
			t.Errorf("%q: label %q, rest %q, %v, want %q, %q", c.text, label, rest, ok, c.label, c.rest)
		}
	}
}

// A misprint is one letter, no more, and what it stands before is kept.
func TestNearLabel(t *testing.T) {
	labels := []string{"출처", "내용개요", "Source", "文"}
	for _, c := range []struct{ text, label, rest string }{
		{"출저: 등대신문", "출저", "등대신문"},
		{"Sorce： The Lighthouse", "Sorce", "The Lighthouse"},
		{"Sourse: The Lighthouse", "Sourse", "The Lighthouse"},
		{"내용계요: 나루", "내용계요", "나루"},
		{"출처: 등대신문", "", ""}, // no misprint
		{"나루: 등대신문", "", ""},
		{"Saurse: The Lighthouse", "", ""},
		{"注: 灯塔", "", ""}, // one letter of one
		{"출저 등대신문", "", ""},
		{": 등대", "", ""},
		{"", "", ""},
	} {
		label, rest, ok := nearLabel(c.text, labels)
		if label != c.label || rest != c.rest || ok != (c.label != "") {
			t.Errorf("%q: label %q, rest %q, %v, want %q, %q", c.text, label, rest, ok, c.label, c.rest)
		}
	}
}

func TestCutByline(t *testing.T) {
	for _, c := range []struct{ text, label, rest string }{
		{"By A. Keeper", "By", "A. Keeper"},
		{"글 나루지기", "글", "나루지기"},
		{"Bystanders", "", ""},
		{"By and by the keepers of all the piers of the bay came to see the lamps and stayed there for the whole of the night", "", ""},
	} {
		label, rest, ok := cutByline(c.text, []string{"By", "글"})
		if label != c.label || rest != c.rest || ok != (c.label != "") {
			t.Errorf("%q: label %q, rest %q, %v", c.text, label, rest, ok)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"등대", "등대", 3, 0},
		{"등대", "등데", 3, 1},
		{"등대", "등", 3, 1},
		{"lamp", "clamps", 3, 2},
		{"lamp", "boat", 3, 3},
		{"", "등대신문", 3, 3},
		{"lamp", "boat", 9, 4},
	} {
		if got := distance([]rune(c.a), []rune(c.b), c.limit); got != c.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

func TestReadDocNumber(t *testing.T) {
	for text, want := range map[string]string{
		"（海规〔2024〕7号）":            "海规〔2024〕7号",
		"海规〔2024〕7号":              "海规〔2024〕7号",
		"（海规[2024]第7号　2024年3月5日）": "海规[2024]第7号",
		"제2024-12호":               "제2024-12호",
		"(No. 12/2024)":           "No. 12/2024",
		"Số: 7/2024/QĐ-BT":        "Số: 7/2024/QĐ-BT",
		"№ 5":                     "№ 5",
		"Nomor 5 Tahun 2024":      "Nomor 5 Tahun 2024",
		"灯塔看守人根据《渡口规则》登记。": "",
		"（一）渡船":     "",
		"2024年3月5日": "",
		"根据（海规〔2024〕7号）的规定，渡船应当点灯，看守人应当登记。": "",
	} {
		if got := readDocNumber(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
