// Package icons holds the pictures of the windows: Material Symbols Rounded,
// weight 400, of Google (Apache-2.0, LICENSE-material-symbols), only those in
// use, moved to a view box that starts at 0; and the program's own mark and
// drawings.
package icons

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed *.svg
var files embed.FS

// markPNG is the mark for window managers, which want pixels.
//
//go:embed Icon.png
var markPNG []byte

// Mark and ScanReceipt are the drawings that keep their own colours.
const (
	Mark        = "mark"
	ScanReceipt = "scan-receipt"
)

// SVG returns a picture by its name without extension; nil where there is none.
func SVG(name string) []byte {
	b, err := files.ReadFile(name + ".svg")
	if err != nil {
		return nil
	}
	return b
}

// MarkPNG returns the program's mark, 512 pixels square.
func MarkPNG() []byte { return markPNG }

// Names lists all pictures.
func Names() []string {
	paths, err := fs.Glob(files, "*.svg")
	if err != nil {
		return nil // the pattern is constant and well formed
	}
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(p, ".svg")
	}
	return paths
}
