// Package process holds the internal processes that were read from published
// decisions, each for its province, and the plain path of all others. Package
// process of the module reads it.
package process

import _ "embed"

//go:embed processes.json
var table []byte

// Table returns the bytes of the table. The caller may keep and change them.
func Table() []byte { return append([]byte(nil), table...) }
