// Package lang holds the Vietnamese words of the toolkit's own menus and
// dialogs (Cut, Copy, Open …), which it ships without.
package lang

import "embed"

// FS holds one JSON file for each language, named "base.<tag>.json".
//
//go:embed base.*.json
var FS embed.FS
