package printing

import "fmt"

// FormError says why a form file is not used.
type FormError struct {
	File   string
	Line   int    // from 1; 0 where the file as a whole is meant
	Reason string // a short English key; edges have the sentences
	Word   string // the word of the file it is about, or ""
}

func (e *FormError) Error() string {
	return fmt.Sprintf("%s:%d: %s %q", e.File, e.Line, e.Reason, e.Word)
}

// The reasons of a FormError.
const (
	ReasonUnreadable = "unreadable"     // not a UTF-8 text, or over 64 KiB
	ReasonBlock      = "unknown block"  // Word is no block of the language
	ReasonField      = "unknown field"  // Word is no field, list or table of this paper
	ReasonText       = "text missing"   // the block needs more text
	ReasonBrace      = "brace"          // { without }, or } without {
	ReasonNumber     = "number"         // Word is no number in the bounds
	ReasonPaper      = "unknown paper"  // Word is no paper size
	ReasonPlace      = "out of place"   // the block may not stand here
	ReasonOpen       = "no end"         // a table or signatures without "end"
	ReasonMust       = "missing"        // the paper must show the field Word
	ReasonName       = "unknown file"   // no paper has this name
	ReasonVersion    = "unknown folder" // no shipped version has this name
)
