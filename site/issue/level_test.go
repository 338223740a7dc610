package issue_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/backissue/backissue/site/doc"
	"github.com/backissue/backissue/site/issue"
	"github.com/backissue/backissue/site/lang"
)

// styled makes a document of lines: "##" and a text is a heading of level 2,
// "-" stands for a paragraph in the language of the line above, anything else
// is a paragraph.
func styled(text string) *doc.Document {
	body := map[bool]string{
		true:  "나루터 관리소는 다음 달부터 화물명세서를 음성으로 낼 수 있게 한다고 밝혔다. 글을 읽기 어려운 화주도 다른 사람의 도움 없이 낼 수 있게 하려는 것이다.",
		false: "渡口管理站宣布，下个月起电子货单可以用语音填写。这一措施是为了让识字不多的货主不靠别人帮助也能提交货单。",
	}
	d := &doc.Document{}
	korean := true
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		at := doc.Position{Line: i + 1}
		words := strings.TrimLeft(line, "# ")
		level := strings.Count(line, "#")
		if words == "-" {
			words = body[korean]
		}
		korean = strings.ContainsFunc(words, func(r rune) bool { return r >= '가' && r <= '힣' })
		spans := []doc.Span{{Text: words}}
		if level > 0 {
			d.Blocks = append(d.Blocks, &doc.Heading{Position: at, Level: level, Spans: spans})
		} else {
			d.Blocks = append(d.Blocks, &doc.Paragraph{Position: at, Spans: spans})
		}
	}
	return lang.Tag(d)
}

// Headings that a format knows for headings divide a text where neither names
// nor numbers nor credits do.
func TestHeadingLevels(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
	}{
		{"sections", `
# 나루터 소식 2024년 6월호
## 법률 뉴스
### 음성 입력 허용
-
### 등대지기의 집을 쉼터로 개방
-
## 지역 소식
### 새 부두의 이름을 공모
-
#### 응모하는 방법
-`, "news[음성 입력 허용 | 등대지기의 집을 쉼터로 개방] regional[새 부두의 이름을 공모]"},
		{"a section of another name", `
# 나루터 소식 2024년 6월호
## 법률 뉴스
### 음성 입력 허용
-
## 포구 풍경
### 새 부두의 이름을 공모
-`, "news[음성 입력 허용] section-2[새 부두의 이름을 공모]"},
		{"sections of other names", `
# 나루터 소식 2024년 6월호
## 나루 이야기
### 음성 입력 허용
-
### 등대지기의 집을 쉼터로 개방
-
## 포구 풍경
### 새 부두의 이름을 공모
-`, "section-1[음성 입력 허용 | 등대지기의 집을 쉼터로 개방] section-2[새 부두의 이름을 공모]"},
		{"articles alone", `
# 나루터 소식 2024년 6월호
## 음성 입력 허용
-
## 등대지기의 집을 쉼터로 개방
-
## 새 부두의 이름을 공모
-`, "news[음성 입력 허용 | 등대지기의 집을 쉼터로 개방 | 새 부두의 이름을 공모]"},
		{"languages by turns", `
# 나루터 소식 2024년 6월호
## 법률 뉴스 / 法律新闻
### 음성 입력 허용
-
### 电子货单可以用语音填写
-
### 등대지기의 집을 쉼터로 개방
-
### 灯塔看守人旧居改为船员之家
-`, "news[음성 입력 허용 = 电子货单可以用语音填写 | 등대지기의 집을 쉼터로 개방 = 灯塔看守人旧居改为船员之家]"},
		{"parts of one text", `
# 나루터 선언 2024년 6월
## 첫째 마당 1
-
## 둘째 마당 2
-
## 셋째 마당 3
-`, "news[나루터 선언 2024년 6월]"},
		{"text above the first heading", `
# 나루터 소식 2024년 6월호
## 법률 뉴스
-
### 남은 문제
-`, "news[법률 뉴스]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			iss, err := issue.Recover([]*doc.Document{styled(c.text)}, profile(t))
			if err != nil {
				t.Fatal(err)
			}
			var sections []string
			for _, s := range iss.Sections {
				var articles []string
				for _, a := range s.Articles {
					var titles []string
					for _, e := range a.Editions {
						titles = append(titles, e.Title.Text)
					}
					articles = append(articles, strings.Join(titles, " = "))
				}
				sections = append(sections, fmt.Sprintf("%s[%s]", s.Key, strings.Join(articles, " | ")))
			}
			if got := strings.Join(sections, " "); got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}
