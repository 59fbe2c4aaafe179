// Package catalogue holds the published procedures (thủ tục hành chính) of the
// commune level, embedded with their version. They are official records of the
// national portal, kept as published; what was filled in from elsewhere is
// marked unverified. A dossier keeps its own snapshot, so a new catalogue
// changes no old receipt.
package catalogue

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"motcua"
)

//go:generate go run ./gen $PROCEDURES

//go:embed catalogue.json.zst
var packed []byte

// maxUnpacked bounds what the embedded file may unpack to.
const maxUnpacked = 64 << 20

// keyLen is the length of a national procedure code, "1.001193". Whatever a
// province appends ("1.001193.000.00.00.H56") names the same procedure.
const keyLen = 8

// Packed is the embedded file's content.
type Packed struct {
	Version    string             `json:"version"` // "2026-07/1": month of publication, our edition
	Source     string             `json:"source"`
	Procedures []motcua.Procedure `json:"procedures"` // in order of code
}

// Catalogue finds procedures. It never changes after Load and is safe for
// concurrent use; what it returns is the caller's own.
type Catalogue struct {
	version string
	source  string
	list    []entry
	byCode  map[string]int
}

// Load unpacks the embedded catalogue.
func Load() (*Catalogue, error) {
	p, err := unpack(packed)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "catalogue", Cause: err}
	}
	c := &Catalogue{version: p.Version, source: p.Source, byCode: make(map[string]int, len(p.Procedures))}
	for i, proc := range p.Procedures {
		c.list = append(c.list, newEntry(proc))
		c.byCode[proc.Code] = i
	}
	return c, nil
}

func unpack(data []byte) (Packed, error) {
	var p Packed
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return p, err
	}
	defer d.Close()
	raw, err := d.DecodeAll(data, nil)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(raw, &p)
}

// Version names this state of the catalogue, "2026-07/1".
func (c *Catalogue) Version() string { return c.version }

// Source says where the records come from.
func (c *Catalogue) Source() string { return c.source }

// Get returns the procedure with a code, national ("1.001193", "1001193") or
// as a province localised it ("1.001193.000.00.00.H56").
func (c *Catalogue) Get(code string) (motcua.Procedure, bool) {
	i, ok := c.byCode[key(code)]
	if !ok {
		return motcua.Procedure{}, false
	}
	return clone(c.list[i].Procedure), true
}

// key returns the national part of a procedure code, also of one without its
// point ("1001193"), "" where s has none.
func key(s string) string {
	s = strings.TrimSpace(s)
	if len(s) == keyLen-1 && digits(s) {
		return s[:1] + "." + s[1:]
	}
	if len(s) == keyLen || len(s) > keyLen && s[keyLen] == '.' {
		return s[:keyLen]
	}
	return ""
}

// List returns all procedures in order of code.
func (c *Catalogue) List() []motcua.Procedure {
	out := make([]motcua.Procedure, len(c.list))
	for i, e := range c.list {
		out[i] = clone(e.Procedure)
	}
	return out
}

func clone(p motcua.Procedure) motcua.Procedure {
	p.Offers = slices.Clone(p.Offers)
	p.Results = slices.Clone(p.Results)
	p.Groups = slices.Clone(p.Groups)
	for i := range p.Groups {
		p.Groups[i].Papers = slices.Clone(p.Groups[i].Papers)
	}
	return p
}
