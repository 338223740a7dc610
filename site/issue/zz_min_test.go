package issue_test
import ("testing";"strings";"fmt";"math/rand/v2";"github.com/backissue/backissue/site/doc";"github.com/backissue/backissue/site/issue";"os")
func badness(t *testing.T, data []byte) (s string) {
	defer func(){ if e:=recover(); e!=nil { s=fmt.Sprint("panic ",e)}}()
	d,iss:=read(t,data)
	if l,i:=d.Source.Diff(d.Tally()),d.Tally().Diff(d.Source); l!=""||i!="" {return "doc ledger"}
	if l,i:=issue.Ledger([]*doc.Document{d},iss); l!=""||i!="" { if l!="" {return "lost"}; return "invented"}
	last:=doc.Position{}; r:=""
	eachPosition(d.Blocks, func(p doc.Position){ if p.Line<last.Line||p.Page<last.Page||p.Line<1 {r="position"}; last=p})
	if r!="" {return r}
	_,i2:=read(t,data)
	if string(issueView(iss))!=string(issueView(i2)) {return "nondet"}
	return ""
}
func TestMin(t *testing.T){
	seen:=map[string]int{}
	gen:=genre
	if os.Getenv("ANY")!="" {gen=anyText}
	for seed:=range uint64(3000) {
		data:=gen(rand.New(rand.NewPCG(seed,1)))
		b:=badness(t,data)
		if b==""{continue}
		seen[b]++
		if seen[b]>3 {continue}
		ls:=strings.SplitAfter(string(data),"\n")
		for ch:=true; ch; { ch=false
			for i:=range ls { n:=append(append([]string{},ls[:i]...),ls[i+1:]...)
				if badness(t,[]byte(strings.Join(n,"")))==b { ls=n; ch=true; break } } }
		rs:=[]rune(strings.Join(ls,""))
		for ch:=true; ch; { ch=false
			for i:=0;i<len(rs);i++ { n:=append(append([]rune{},rs[:i]...),rs[i+1:]...)
				if badness(t,[]byte(string(n)))==b { rs=n; ch=true; i-- } } }
		d,iss:=read(t,[]byte(string(rs)))
		l,i:=issue.Ledger([]*doc.Document{d},iss)
		fmt.Printf("seed %d %s lost %q inv %q: %q\n",seed,b,l,i,string(rs))
	}
	fmt.Println(seen)
}
