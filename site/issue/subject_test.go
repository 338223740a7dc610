package issue

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"github.com/backissue/backissue/site/doc"
)

// about returns what an article with these titles is about, as one line.
func about(p Profile, titles ...string) string {
	var editions []Edition
	for _, t := range titles {
		editions = append(editions, Edition{Lang: language.Korean, Title: Title{Text: t}})
	}
	topics, regions := p.subjectsOf(editions)
	slices.Sort(topics)
	return strings.Join(append(topics, regions...), " ")
}

func TestSubjects(t *testing.T) {
	p := DefaultProfile()
	for title, want := range map[string]string{
		"후난성 외국인 취업 절차 간소화":                         "immigration labour hunan",
		"(장쑤) 소득세 징수 방법":                            "tax jiangsu",
		"湖南自贸试验区外国人就业办法":                            "immigration labour trade hunan",
		"江蘇省稅務局通告":                                  "tax jiangsu",
		"Hunan’s tax office, and that of HONG KONG": "tax hong-kong hunan",
		"上海市で外国投資の手続き":                              "investment shanghai",
		"Hồ Nam sửa thuế":                           "tax hunan",
		"Налоговые льготы в Шанхае":                 "tax shanghai",
		"Pajak baru di Mongolia Dalam":              "tax inner-mongolia",
		"知识产权法院审理商标案件":                              "courts ip",
		"지식 재산과 지식재산":                               "ip",
		"내몽골 신장위구르 신장 위구르":                          "inner-mongolia xinjiang",
		"중국광동성":                                     "guangdong",
		"상해 강소성 절강":                                 "jiangsu shanghai zhejiang",
		"长三角：上海、江苏、浙江、安徽":                           "anhui jiangsu shanghai zhejiang",
		"Ｔａｘ　ＬＡＷ":                                   "tax",
		"":                                          "",
	} {
		if got := about(p, title); got != want {
			t.Errorf("%q is about %q, want %q", title, got, want)
		}
		if got := about(p, norm.NFD.String(title)); got != want {
			t.Errorf("%q, decomposed, is about %q, want %q", title, got, want)
		}
	}
}

// Words that hold others and mean something else.
func TestFalseFriends(t *testing.T) {
	p := DefaultProfile()
	for title, want := range map[string]string{
		// Hangul, where compounds are written together
		"세계 등대의 날":          "",
		"공공기관세미나":           "",
		"소비자 권익":            "consumers",
		"비자금 사건":            "",
		"권익 신장과 장시간 회의":     "",
		"관광동향":              "",
		"부산동구":              "",
		"생산서비스":             "",
		"동북경제권":             "",
		"상해보험 약관":           "finance",
		"손해를 배상해야 하는 때":     "",
		"강소기업 육성":           "",
		"사법원칙":              "",
		"직무역량 평가":           "",
		"전파산업":              "",
		"해외자산 신고":           "",
		"재판매 가격":            "",
		"유통관리":              "",
		"전세금 보증":            "property",
		"우선원칙":              "",
		"제도로 만든다":           "",
		"영업 환경":             "",
		"강국 건설":             "",
		"제조세트와 창조세대":        "",
		"보건복지":              "",
		"대만족":               "",
		"피해고객 지원":           "",
		"국토지리정보":            "",
		"계약품목":              "",
		"호남 지방의 나루와 해남의 등대": "",
		"저장 시설과 사천 개의 등":    "",
		"항구적인 평화":           "",
		"의약속을 지키다":          "",
		"안내판과 자세한 설명, 수세와 기세": "",

		// Han, where nothing parts words
		"上海关于优化服务的意见": "shanghai",
		"珠海关于灯塔的通知":   "",
		"隆重庆祝渡船通航":    "transport",
		"黄河南岸的灯塔":     "",
		"太湖南岸与珠江西岸":   "",
		"浙江西部":        "zhejiang",
		"佛山西站":        "",
		"在海上海域":       "",
		"立法院公报":       "",
		"突破产业瓶颈":      "",
		"促进口岸开放":      "",
		"有关税收的通知":     "tax",
		"加工资质管理":      "",
		"预算法":         "",
		"安排放假":        "",
		"仲裁员名册":       "courts",
		"促进行业健康发展":    "",
		"优化营商环境":      "investment",
		"颁发电子证照":      "",
		"利用工业遗产":      "",
		"货物业务":        "",
		"南宁夏季集市":      "",
		"灯塔基金":        "",
		"公司法修订":       "companies",
		"招商标准":        "",
		"造福建设者":       "",
		"香港口岸":        "hong-kong",
		"海外资产":        "",
		"社会保险与工伤保险":   "labour",
		"香川の海":        "",

		// Scripts that part words
		"Taxi stands":                    "",
		"intellectual property":          "ip",
		"trade unions":                   "labour",
		"trade secrets":                  "ip",
		"Courtesy on Portland Street":    "",
		"the business environment":       "investment",
		"Shipshape":                      "",
		"e-commerce":                     "consumers",
		"State Food Administration":      "health",
		"Henanese cooking":               "",
		"bảo hiểm xã hội":                "labour",
		"thuốc lá":                       "",
		"thuế quan":                      "trade",
		"môi trường kinh doanh":          "investment",
		"tỉnh Hà Nam":                    "",
		"Банкротство":                    "companies",
		"спорт":                          "",
		"инвестиционный климат":          "investment",
		"The data show an improvement":   "",
		"Makna dan tujuan":               "",
		"environment of the old harbour": "transport",
	} {
		if got := about(p, title); got != want {
			t.Errorf("%q is about %q, want %q", title, got, want)
		}
	}
}

// Titles come first. Where they say nothing, an abstract must come back to a
// topic; and regions are those that titles name.
func TestSubjectsOfAbstracts(t *testing.T) {
	p := DefaultProfile()
	paragraph := func(s string) []doc.Block { return []doc.Block{&doc.Paragraph{Spans: []doc.Span{{Text: s}}}} }
	for _, c := range []struct{ title, abstract, want string }{
		{"등대", "세무 조사와 세율", "tax"},
		{"등대", "세무 조사", ""},
		{"등대와 법원", "세무 조사와 세율", "courts"},
		{"등대", "후난성의 상하이, 후난성", ""},
		{"등대", "세금, 세율, 세금. 법원, 법원. 특허, 특허, 특허, 특허. 임금, 임금", "ip tax"},
		{"세금, 법원, 특허, 임금, 법원", "", "courts ip labour"},
	} {
		topics, regions := p.subjectsOf([]Edition{{Title: Title{Text: c.title}, Abstract: paragraph(c.abstract)}})
		if got := strings.Join(append(topics, regions...), " "); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.title, c.abstract, got, c.want)
		}
	}
	// Two languages that say a thing once each say it once.
	topics, _ := p.subjectsOf([]Edition{{Abstract: paragraph("세금")}, {Abstract: paragraph("a tax")}})
	if topics != nil {
		t.Errorf("topics %v of an article that names one once", topics)
	}
}

// The order of editions, and that of a profile, make no difference.
func TestSubjectsInAnyOrder(t *testing.T) {
	titles := []string{"상하이시와 장쑤성의 특허 소송", "上海市、江苏省专利诉讼与税收", "Patents, courts and wages in Jiangsu", "등대"}
	p := DefaultProfile()
	want := about(p, titles...)
	topics, _ := p.subjectsOf(editionsOf(titles))
	if want != "courts ip labour jiangsu shanghai" || !slices.Equal(topics, []string{"courts", "ip", "labour"}) {
		t.Errorf("about %q, %v", want, topics)
	}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(titles), func(i, j int) { titles[i], titles[j] = titles[j], titles[i] })
		q := DefaultProfile()
		for _, list := range [][]Subject{q.Topics, q.Regions} {
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			for _, s := range list {
				r.Shuffle(len(s.Words), func(i, j int) { s.Words[i], s.Words[j] = s.Words[j], s.Words[i] })
			}
		}
		r.Shuffle(len(q.Lookalikes), func(i, j int) { q.Lookalikes[i], q.Lookalikes[j] = q.Lookalikes[j], q.Lookalikes[i] })
		q.readWords()
		now, _ := q.subjectsOf(editionsOf(titles))
		if got := about(q, titles...); got != want || !slices.Equal(now, topics) {
			t.Fatalf("in another order %q, %v; want %q, %v", got, now, want, topics)
		}
	}
}

func editionsOf(titles []string) []Edition {
	var out []Edition
	for _, t := range titles {
		out = append(out, Edition{Title: Title{Text: t}})
	}
	return out
}

func TestBuiltInSubjects(t *testing.T) {
	p := DefaultProfile()
	if len(p.Topics) != 18 || len(p.Regions) != 34 {
		t.Errorf("%d topics and %d regions", len(p.Topics), len(p.Regions))
	}
	seen := map[string]bool{}
	for _, s := range slices.Concat(p.Topics, p.Regions) {
		if !isSlug(s.Key) || seen[s.Key] {
			t.Errorf("key %q", s.Key)
		}
		seen[s.Key] = true
		if err := checkWords(s.all()); err != nil {
			t.Errorf("%s: %v", s.Key, err)
		}
	}
	for _, s := range p.Regions {
		for _, l := range []string{"ko", "zh-hans", "zh-hant", "en", "ja", "vi", "ru"} {
			name := s.Names[l]
			if got := about(p, name); got != s.Key {
				t.Errorf("%s: its name %q is about %q", s.Key, name, got)
			}
		}
		for _, name := range s.Also {
			if got := about(p, name); got != s.Key {
				t.Errorf("%s: %q is about %q", s.Key, name, got)
			}
		}
	}
	for _, s := range p.Topics {
		for _, w := range s.Words {
			if got := about(p, strings.TrimSuffix(w, "*")); !slices.Contains(strings.Fields(got), s.Key) {
				t.Errorf("%s: its word %q is about %q", s.Key, w, got)
			}
		}
	}
}

func TestExtendSubjects(t *testing.T) {
	base := DefaultProfile()
	p, err := base.Extend(map[string]any{
		"topics": []map[string]any{
			{"key": "tax", "words": []string{"등대세"}},
			{"key": "lamps", "names": map[string]any{"en": "Lamps and lights", "ko": "등화"}, "words": []string{"lamp*", "등롱"}},
		},
		"regions": []map[string]any{
			{"key": "harbour-bay", "names": map[string]any{"en": "Harbour Bay", "zh-Hans": "港湾"}, "also": []string{"항만구"}},
			{"key": "hunan", "also": []string{"악록"}},
		},
		"lookalikes": []string{"등화가친"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"등대세":                     "tax",
		"세금":                      "tax",
		"Lamplight":               "lamps",
		"새 등화 규정":                 "lamps",
		"등화가친의 계절":                "",
		"Harbour Bay":             "harbour-bay",
		"The harbour of the bay":  "transport",
		"港湾":                      "harbour-bay transport",
		"옛항만구":                    "transport",
		"항만구와 악록산, 후난":            "harbour-bay hunan",
		"Lamps and lights, a law": "lamps",
	} {
		got := strings.Fields(about(p, title))
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q is about %q, want %q", title, got, want)
		}
	}
	if got := about(base, "등대세 악록"); got != "" {
		t.Errorf("the profile that was extended knows the new words: %q", got)
	}
	if name := p.Regions[len(p.Regions)-1].Names["zh-hans"]; name != "港湾" {
		t.Errorf("name %q", name)
	}
}
