package site

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// Issues full of files are imported one by one: what was read does not stay in
// memory until all is.
func TestImportMemory(t *testing.T) {
	const issues, size = 12, 8 << 20
	files := map[string]string{}
	big := strings.Repeat("0123456789abcdef", size/16)
	for m := range issues {
		key := fmt.Sprintf("2024-%02d", m+1)
		files[key+"/"+key+".txt"] = fmt.Sprintf("가온나루 소식\n2024년 %d월호\n\n1. 등대 소식\n\n등대가 섰다. 자세한 것은 조석표.bin에 있다.\n", m+1)
		files[key+"/조석표.bin"] = key + big
	}
	a := sourcesOf(t, files)
	files = nil
	most := uint64(0)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before) // what other tests left
	report, err := Import(a.dir, ImportOptions{Progress: func(int, int, string) {
		runtime.GC()
		runtime.ReadMemStats(&now)
		most = max(most, now.HeapAlloc)
	}})
	if err != nil || len(report.Issues) != issues || len(report.Failed) > 0 {
		t.Fatalf("%v: %d issues, failed %v", err, len(report.Issues), report.Failed)
	}
	most -= min(most, before.HeapAlloc-uint64(len(big)))
	if most > uint64(len(big))+issues*size/2 {
		t.Errorf("%d MiB in memory for %d issues of %d MiB", most>>20, issues, size>>20)
	}
	for m := range issues {
		key := fmt.Sprintf("2024-%02d", m+1)
		data, err := os.ReadFile(a.path(Content, key, "news/01/files/조석표.bin"))
		if err != nil || !bytes.Equal(data, []byte(key+big)) {
			t.Errorf("%s: %d bytes, %v", key, len(data), err)
		}
	}
}
