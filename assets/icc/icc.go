// Package icc holds the colour profile that filed PDFs name as their output
// intent: sRGB2014 of the International Color Consortium. Its terms are
// LICENSE-sRGB2014.
package icc

import _ "embed"

//go:embed sRGB2014.icc
var srgb []byte

// SRGB returns the profile's bytes, to be read only.
func SRGB() []byte { return srgb }
