# make run     build the archive in ARCHIVE and show it
# make test    run every test, those in a browser too
# make bench   measure import (MB/s), build (pages/s) and every reader (pages/s on one core)
# make bench-serve   measure the preview in a browser: from saving a file to the page
# make bench-search  measure search beside Pagefind at 300, 10,000 and 30,000 pages
# make fuzz    look for input that breaks a reader, FUZZTIME for each target
# make check   format, vet, staticcheck, known vulnerabilities

ARCHIVE  ?= .
ADDR     ?= 127.0.0.1:1313
FUZZTIME ?= 10s

GOTESTSUM   = gotest.tools/gotestsum@v1.13.0
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

export CGO_ENABLED = 0

# Real documents that are not part of this project, where there are any.
export BACKISSUE_SAMPLES ?= $(wildcard $(CURDIR)/../shared/samples)

.PHONY: run build test needs bench bench-serve bench-search fuzz check format vet staticcheck vulnerabilities

run: build
	@bin/backissue build -C $(ARCHIVE) || true
	@bin/backissue serve -C $(ARCHIVE) --addr $(ADDR)

build:
	@go build -o bin/backissue ./cmd/backissue

# The last line is the count: "312 passed, 0 failed, 0 skipped".
test: needs
	@BACKISSUE_BROWSER=1 go run $(GOTESTSUM) --format pkgname \
		--post-run-command .ci/count -- -timeout 25m ./...

needs:
	@.ci/needs

bench:
	go test -run '^$$' -bench 'Import|Build' -benchmem ./site
	go test -run '^$$' -bench 'Read|Parse|Recover' -benchmem -cpu 1 ./site/... | grep -v 'no test files\|^PASS\|^ok'

bench-serve: needs
	@for issues in 100 1000; do \
		BACKISSUE_SERVE=$$issues go test -run TestServeSpeed -count 1 -timeout 30m -v ./site/browsertest | grep issues; \
	done

PAGEFIND = $(CURDIR)/bin/pagefind
bench-search: needs
	-@npm install --silent --no-save --prefix $(PAGEFIND) pagefind@1.6.0
	@BACKISSUE_BROWSER=1 BACKISSUE_BENCH_SEARCH="300 10000 30000" \
		BACKISSUE_PAGEFIND="$$(ls $(PAGEFIND)/node_modules/@pagefind/linux-*/bin/pagefind_extended 2>/dev/null)" \
		go test -run TestBenchSearch -count 1 -timeout 90m -v ./site/browsertest

fuzz:
	@for package in $$(go list ./site/...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$package || exit 1; \
		done; \
	done

check: format vet staticcheck vulnerabilities

format:
	test -z "$$(gofmt -l cmd site *.go | tee /dev/stderr)"

vet:
	go vet ./...

staticcheck:
	GOBIN=$(CURDIR)/bin go install $(STATICCHECK)
	bin/staticcheck ./...

vulnerabilities:
	GOBIN=$(CURDIR)/bin go install $(GOVULNCHECK)
	.ci/vulnerabilities
