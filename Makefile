# motcua: `make run` opens the counter on demo data, `make test` checks it all.
SHELL := /bin/bash
TAGS  := x11,migrated_fynedo
export GOFLAGS ?= -buildvcs=false

.PHONY: run test soak bench build lint clean

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
	@fine=true; \
	go test -race -tags $(TAGS) -timeout 45m $$(go list -tags $(TAGS) ./... | grep -v /cmd/e2e$$) || fine=false; \
	echo "motcua: the real programs and windows, which have the machine to themselves"; \
	go test -race -tags $(TAGS) -timeout 45m ./cmd/e2e || fine=false; \
	$$fine || { echo "motcua: some tests failed; the lines above name them" >&2; exit 1; }
	@echo "motcua: all tests passed"

# 10,000 kills and disk faults on data folders that live on; an hour or more. It
# goes on where it was stopped when called with the same values again:
# make soak TRIALS=10000 SEED=7 SOAK=/dev/shm/soak
TRIALS ?= 10000
SEED   ?= $(shell date +%Y%m%d)
SOAK   ?= $(CURDIR)/out/soak
soak:
	@scripts/deps.sh test
	@echo "motcua: $(TRIALS) trials, SEED=$(SEED), state in $(SOAK)"
	@mkdir -p "$(SOAK)"
	@MOTCUA_FAULT_TRIALS=$(TRIALS) MOTCUA_FAULT_SEED=$(SEED) MOTCUA_FAULT_DIR="$(SOAK)" \
		go test -count=1 -v -timeout 0 -run '^TestNothingAcknowledgedIsLost' ./cmd/faults || \
		{ echo "motcua: the soak failed; the lines above say what was lost. The data folders are in $(SOAK)" >&2; exit 1; }

# BENCH=/folder measures on that disk and keeps the big file there for the next run.
bench:
	@echo "motcua: measuring (the million dossiers take some minutes and 12 GB of the disk for temporary files)"
	@mkdir -p bin
	@scripts/deps.sh test
	@go build -tags $(TAGS) -o bin/bench ./cmd/bench
	@bin/bench -dir "$(BENCH)" -out docs/benchmarks.md || { echo "motcua: the measurement broke off; the line above says why" >&2; exit 1; }

build:
	@echo "motcua: building bin/motcua and bin/motcuactl (minutes the first time, seconds after)"
	@mkdir -p bin
	@go build -tags $(TAGS) -o bin/motcua ./cmd/motcua && CGO_ENABLED=0 go build -o bin/motcuactl ./cmd/motcuactl || \
		{ echo "motcua: the build failed; the lines above say why. Modules come from the Go module proxy: is the network there?" >&2; exit 1; }

lint:
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); [ -z "$$bad" ] || { echo "motcua: not formatted (gofmt -w): $$bad"; exit 1; }
	@go vet -tags $(TAGS) ./... || { echo "motcua: go vet found something" >&2; exit 1; }
	@go tool -modfile=tools/go.mod staticcheck -tags $(TAGS) ./... || { echo "motcua: staticcheck found something" >&2; exit 1; }

clean:
	rm -rf bin out demo-data
