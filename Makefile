# make run     build the archive in ARCHIVE and show it
# make test    run every test, those in a browser too
# make bench   measure import (MB/s), build (pages/s) and every reader (pages/s on one core)
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

.PHONY: run build test needs bench fuzz check format vet staticcheck vulnerabilities

run: build
	@bin/backissue build -C $(ARCHIVE) || true
	@bin/backissue serve -C $(ARCHIVE) --addr $(ADDR)

build:
	@go build -o bin/backissue ./cmd/backissue

# The last line is the count: "312 passed, 0 failed, 0 skipped".
test: needs
	@BACKISSUE_BROWSER=1 go run $(GOTESTSUM) --format pkgname \
		--post-run-command .ci/count -- -timeout 15m ./...

needs:
	@.ci/needs

bench:
	go test -run '^$$' -bench 'Import|Build' -benchmem ./site
	go test -run '^$$' -bench 'Read|Parse|Recover' -benchmem -cpu 1 ./site/... | grep -v 'no test files\|^PASS\|^ok'

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
