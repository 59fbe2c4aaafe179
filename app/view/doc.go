// Package view holds the widgets of the windows: one tree per screen, built
// once and set by Show(state). It decides nothing; events go to app/model.
// Sizes are written in Fyne units at 100 % and multiplied by the text size the
// clerk chose (px).
package view
