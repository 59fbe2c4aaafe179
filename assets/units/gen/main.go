// Command gen packs the list of administrative units, a JSON file of
// vietnamese-provinces-database in its "vn only simplified" form, for
// embedding: go run ./assets/units/gen FILE.json.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// record is what the program needs of a province.
type record struct {
	Code     string
	FullName string
	Wards    []ward
}

type ward struct{ Code, FullName string }

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen FILE.json")
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
	if data, err = pack(data); err != nil {
		return err
	}
	return os.WriteFile(output(), data, 0o644)
}

// output is the file beside package units, wherever gen was started from.
func output() string {
	const name = "units.json.zst"
	if _, err := os.Stat("units.go"); err == nil {
		return name
	}
	return filepath.Join("assets", "units", name)
}

func pack(data []byte) ([]byte, error) {
	var provinces []record
	if err := json.Unmarshal(data, &provinces); err != nil {
		return nil, err
	}
	for _, p := range provinces {
		if len(p.Code) != 2 || p.FullName == "" || len(p.Wards) == 0 {
			return nil, fmt.Errorf("province %q: incomplete", p.Code)
		}
		for _, w := range p.Wards {
			if len(w.Code) != 5 || w.FullName == "" {
				return nil, fmt.Errorf("ward %q of %s: incomplete", w.Code, p.Code)
			}
		}
	}
	small, err := json.Marshal(provinces)
	if err != nil {
		return nil, err
	}
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	return e.EncodeAll(small, nil), e.Close()
}
