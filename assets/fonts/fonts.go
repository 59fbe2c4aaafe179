// Package fonts holds the faces that official papers are set in: Tinos, which
// has the widths of Times New Roman and, unlike Liberation Serif, every
// Vietnamese letter. Its licence (SIL OFL 1.1) is OFL.txt.
package fonts

import _ "embed"

//go:embed Tinos-Regular.ttf
var regular []byte

//go:embed Tinos-Bold.ttf
var bold []byte

//go:embed Tinos-Italic.ttf
var italic []byte

//go:embed Tinos-BoldItalic.ttf
var boldItalic []byte

//go:embed OFL.txt
var licence string

// Regular returns Tinos as TrueType bytes, to be read only.
func Regular() []byte { return regular }

// Bold returns Tinos Bold as TrueType bytes, to be read only.
func Bold() []byte { return bold }

// Italic returns Tinos Italic as TrueType bytes, to be read only.
func Italic() []byte { return italic }

// BoldItalic returns Tinos Bold Italic as TrueType bytes, to be read only.
func BoldItalic() []byte { return boldItalic }

// Licence returns the notice and licence that must go wherever the faces go.
func Licence() string { return licence }
