// Command gen turns published procedure records, one JSON object a line, into
// the embedded catalogue: go run ./assets/catalogue/gen FILE.jsonl.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"motcua"
	"motcua/assets/catalogue"
)

const (
	version = "2026-07/1"
	source  = "Cổng Dịch vụ công quốc gia, dichvucong.gov.vn, tháng 7/2026"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen FILE.jsonl")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// run packs the file of a name. On an error the packed file is as before.
func run(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if data, err = build(data); err != nil {
		return err
	}
	return os.WriteFile(output(), data, 0o644)
}

// output is the file beside package catalogue, wherever gen was started from.
func output() string {
	const name = "catalogue.json.zst"
	if _, err := os.Stat("catalogue.go"); err == nil {
		return name
	}
	return filepath.Join("assets", "catalogue", name)
}

// record is a procedure as published, read from the page's text.
type record struct {
	Code     string `json:"code"`
	Name     string `json:"name"`
	Decision string `json:"decision"`
	Field    string `json:"field"`
	Channels []struct {
		Channel string `json:"channel"`
		Time    string `json:"time"`
		FeeText string `json:"feeText"`
	} `json:"channels"`
	Groups  []group         `json:"componentGroups"`
	Results []motcua.Result `json:"results"`
	Source  string          `json:"source"`
}

type group struct {
	Case          string  `json:"case"`
	PresentedOnly bool    `json:"presentedOnly"`
	Papers        []paper `json:"papers"`
}

type paper struct {
	Name      string `json:"name"`
	Originals int    `json:"originals"`
	Copies    int    `json:"copies"`
}

// build reads the records, converts them and packs the catalogue. The same
// records give the same bytes.
func build(data []byte) ([]byte, error) {
	out := catalogue.Packed{Version: version, Source: source}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var r record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		p, err := convert(r)
		if err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", n, r.Code, err)
		}
		out.Procedures = append(out.Procedures, p)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(out.Procedures, func(a, b motcua.Procedure) int { return strings.Compare(a.Code, b.Code) })
	for i, p := range out.Procedures[1:] {
		if p.Code == out.Procedures[i].Code {
			return nil, fmt.Errorf("%s twice", p.Code)
		}
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return e.EncodeAll(raw, nil), e.Close()
}
