// Package calendar holds the official tables of days off, one file a year:
// holidays, days off given in compensation or exchange, and the Saturdays
// worked for them. A new year is a new file vn-<year>.json, decided by a notice
// of the Ministry of Home Affairs; package calendar of the module reads it.
package calendar

import (
	"embed"
	"io/fs"
)

//go:embed vn-*.json
var files embed.FS

// Tables returns the bytes of every table, in order of year. The caller may
// keep and change them.
func Tables() ([][]byte, error) {
	names, err := fs.Glob(files, "vn-*.json")
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, name := range names {
		b, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}
