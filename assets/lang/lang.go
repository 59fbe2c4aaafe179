// Package lang holds the Vietnamese words of the toolkit's own menus and
// dialogs (Cut, Copy, Open …), which it ships without.
package lang

import _ "embed"

//go:embed base.vi.json
var vietnamese []byte

// Vietnamese returns the words as the toolkit reads them: a JSON object from
// its English key to ours.
func Vietnamese() []byte { return vietnamese }
