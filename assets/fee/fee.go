// Package fee holds the reviewed fee rules of the published catalogue. Each
// stands beside the published words it was read from; a text without a rule is
// left to the clerk. Package fee of the module reads it.
package fee

import _ "embed"

//go:embed fees.json
var table []byte

// Table returns the bytes of the table. The caller may keep and change them.
func Table() []byte { return append([]byte(nil), table...) }
