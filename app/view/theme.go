package view

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The names views ask colours by. Names that Fyne's own widgets use carry
// Fyne's name.
const (
	Back      = theme.ColorNameBackground
	Surface   = theme.ColorNameInputBackground
	Header    = theme.ColorNameHeaderBackground
	Line      = theme.ColorNameSeparator
	Border    = theme.ColorNameInputBorder
	Ink       = theme.ColorNameForeground
	Ink2      = fyne.ThemeColorName("ink2")
	Hint      = theme.ColorNamePlaceHolder
	Main      = theme.ColorNamePrimary
	OnMain    = theme.ColorNameForegroundOnPrimary
	MainSoft  = theme.ColorNameSelection
	Ring      = theme.ColorNameFocus
	Bad       = theme.ColorNameError
	BadSoft   = fyne.ThemeColorName("badSoft")
	OnBad     = theme.ColorNameForegroundOnError
	Wait      = theme.ColorNameWarning
	WaitSoft  = fyne.ThemeColorName("waitSoft")
	WaitSolid = fyne.ThemeColorName("waitSolid")
	Good      = theme.ColorNameSuccess
	GoodSoft  = fyne.ThemeColorName("goodSoft")
	OnGood    = theme.ColorNameForegroundOnSuccess
	Plain     = fyne.ThemeColorName("plain")
	PlainSoft = fyne.ThemeColorName("plainSoft")
	Clear     = fyne.ThemeColorName("clear")
)

// Look is one column of the table of colours.
type Look int

// The looks.
const (
	Light Look = iota
	Dark
	Contrast
)

// palette is the one place where colours are numbers: light, dark, high
// contrast.
var palette = map[fyne.ThemeColorName][3]uint32{
	Back:      {0xF4F3EF, 0x13171C, 0x000000},
	Surface:   {0xFFFFFF, 0x1C222A, 0x000000},
	Header:    {0xFAF9F6, 0x232A33, 0x1A1A1A},
	Line:      {0xDEDBD3, 0x37414D, 0xFFFFFF},
	Border:    {0x858A91, 0x7D8894, 0xFFFFFF},
	Ink:       {0x1B2430, 0xE9ECF0, 0xFFFFFF},
	Ink2:      {0x515B67, 0xB1BAC5, 0xE6E6E6},
	Hint:      {0x666F7A, 0x98A2AE, 0xD0D0D0},
	Main:      {0x1F4E8C, 0x8FB8F2, 0xFFD84A},
	OnMain:    {0xFFFFFF, 0x0B1B30, 0x000000},
	MainSoft:  {0xE6EEF8, 0x22364F, 0x332B00},
	Ring:      {0x0B5FD0, 0x6FB1FF, 0x00E5FF},
	Bad:       {0xA3221A, 0xFF9D91, 0xFFA79E},
	BadSoft:   {0xFBE9E6, 0x47221F, 0x3A0000},
	OnBad:     {0xFFFFFF, 0x2A0805, 0x000000},
	Wait:      {0x845000, 0xF4C265, 0xFFC857},
	WaitSoft:  {0xFFF0D2, 0x3D3014, 0x332200},
	WaitSolid: {0xB86E00, 0xF4C265, 0xFFC857},
	Good:      {0x1E6B3A, 0x84D39E, 0x7CF2A0},
	GoodSoft:  {0xE4F2E7, 0x1B3827, 0x00290F},
	OnGood:    {0xFFFFFF, 0x0B2415, 0x000000},
	Plain:     {0x4A545F, 0xBCC5CF, 0xE6E6E6},
	PlainSoft: {0xECEDEF, 0x2C343E, 0x262626},
}

// kioskPalette is stricter where it differs: strangers, daylight, distance.
var kioskPalette = map[fyne.ThemeColorName][3]uint32{
	Ink2: {0x3D4753, 0xC4CCD6, 0xFFFFFF},
	Good: {0x17582F, 0x84D39E, 0x7CF2A0},
	Wait: {0x5E3900, 0xF4C265, 0xFFC857},
}

// same are the names of Fyne that share one of our colours.
var same = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameOverlayBackground:   Surface,
	theme.ColorNameMenuBackground:      Surface,
	theme.ColorNameButton:              Surface,
	theme.ColorNameDisabled:            Hint,
	theme.ColorNameHyperlink:           Main,
	theme.ColorNameHover:               Header,
	theme.ColorNamePressed:             MainSoft,
	theme.ColorNameScrollBar:           Border,
	theme.ColorNameForegroundOnWarning: OnMain,
}

// sizeUnit is how many Fyne units one unit of the drawings is: the text size.
const sizeUnit = fyne.ThemeSizeName("unit")

var sizes = map[fyne.ThemeSizeName]float32{
	sizeUnit:                     1,
	theme.SizeNameText:           14,
	theme.SizeNameCaptionText:    12,
	theme.SizeNameHeadingText:    20,
	theme.SizeNameSubHeadingText: 16,
	theme.SizeNamePadding:        4,
	theme.SizeNameInnerPadding:   7,
	theme.SizeNameInlineIcon:     18,
	theme.SizeNameInputRadius:    6,
	theme.SizeNameScrollBar:      12,
	theme.SizeNameScrollBarSmall: 5,
	// Blur needs a graphics card that old counters do not have.
	theme.SizeNameModalBlurRadius: 0,
}

// Theme is the program's theme: one look at one text size.
type Theme struct {
	Look  Look
	Scale float32 // 1 … 2
	Kiosk bool
}

// Color returns the colour of a name in this look; what the system prefers
// does not matter, the clerk has chosen.
func (t Theme) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if s, ok := same[n]; ok {
		n = s
	}
	if n == Clear {
		return color.Transparent
	}
	if c, ok := kioskPalette[n]; ok && t.Kiosk {
		return rgb(c[t.Look])
	}
	if c, ok := palette[n]; ok {
		return rgb(c[t.Look])
	}
	variant := theme.VariantDark
	if t.Look == Light {
		variant = theme.VariantLight
	}
	return theme.DefaultTheme().Color(n, variant)
}

// Size returns a size in Fyne units.
func (t Theme) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNameInputBorder {
		return 1
	}
	if s, ok := sizes[n]; ok {
		return s * t.Scale
	}
	return theme.DefaultTheme().Size(n)
}

// Font returns Fyne's Noto Sans, which has all Vietnamese letters.
func (t Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon returns Fyne's own icons, which only its own menus use.
func (t Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xFF}
}

// bare is the theme of an entry whose box is drawn by its Field.
type bare struct{}

func (bare) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch n {
	case Surface, Border, theme.ColorNameError, theme.ColorNameShadow, theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground:
		return color.Transparent // long text scrolls under the cursor, without bars
	}
	return current().Color(n, v)
}

func (bare) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNameInputBorder {
		return 0
	}
	return current().Size(n)
}
func (bare) Font(s fyne.TextStyle) fyne.Resource     { return current().Font(s) }
func (bare) Icon(n fyne.ThemeIconName) fyne.Resource { return current().Icon(n) }

func current() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// colour returns a colour of the current theme.
func colour(n fyne.ThemeColorName) color.Color {
	return current().Color(n, fyne.CurrentApp().Settings().ThemeVariant())
}

// contrastLook reports whether chips and selected items need a border.
func contrastLook() bool {
	t, ok := current().(Theme)
	return ok && t.Look == Contrast
}

// px turns a length of the drawings into Fyne units at the chosen text size.
func px(v float32) float32 {
	if u := current().Size(sizeUnit); u > 0 {
		return v * u
	}
	return v
}
