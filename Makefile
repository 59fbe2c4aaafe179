# motcua: `make run` opens the counter on demo data, `make test` checks it all.
SHELL := /bin/bash
TAGS  := x11,migrated_fynedo
export GOFLAGS ?= -buildvcs=false
export CGO_LDFLAGS_ALLOW := .*

.PHONY: run test build lint unit e2e bench clean

run:
	@scripts/deps.sh run
	@$(MAKE) --no-print-directory build
	@scripts/run.sh

test:
	@scripts/deps.sh test
	@echo "motcua: format, vet, staticcheck"
	@$(MAKE) --no-print-directory lint
	@echo "motcua: all tests, with the race detector (the first build of Fyne, MuPDF and SQLite takes some minutes)"
	@$(MAKE) --no-print-directory build
	go test -race -tags $(TAGS) -timeout 45m ./...

build:
	@echo "motcua: building bin/motcua and bin/motcuactl (minutes the first time, seconds after)"
	@mkdir -p bin
	go build -tags $(TAGS) -o bin/motcua ./cmd/motcua
	CGO_ENABLED=0 go build -o bin/motcuactl ./cmd/motcuactl

lint:
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); [ -z "$$bad" ] || { echo "motcua: not formatted (gofmt -w): $$bad"; exit 1; }
	@go vet -tags $(TAGS) ./...
	@go tool -modfile=tools/go.mod staticcheck -tags $(TAGS) ./...

clean:
	rm -rf bin out demo-data
