package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Verify finds a single byte that another build would not make, and a single
// file.
func TestVerify(t *testing.T) {
	one, two := archiveOf(t, []string{"2024-06.txt"}), archiveOf(t, []string{"2024-06.txt"})
	sums := map[string]bool{}
	for _, dir := range []string{one, two} {
		importAll(t, dir)
		if _, err := Build(t.Context(), dir, BuildOptions{}); err != nil {
			t.Fatal(err)
		}
		sum, err := Verify(t.Context(), dir, BuildOptions{})
		if err != nil || len(sum) != 64 {
			t.Fatal(sum, err)
		}
		sums[sum] = true
	}
	if len(sums) != 1 {
		t.Error("two archives with the same content have different sums")
	}
	home := filepath.Join(one, Public, "ko", "index.html")
	page, err := os.ReadFile(home)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(home, append(page, ' '), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), one, BuildOptions{}); err == nil || !strings.Contains(err.Error(), "ko/index.html differs") {
		t.Errorf("error %v", err)
	}
	if err := os.WriteFile(filepath.Join(two, Public, "more.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(t.Context(), two, BuildOptions{}); err == nil || !strings.Contains(err.Error(), "more.txt is missing in one") {
		t.Errorf("error %v", err)
	}
}
