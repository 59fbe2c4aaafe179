// Package app puts models and views together into windows: the counter and the
// kiosk. It owns the goroutines beside the window and the key map; it knows
// the rest of the program only through the interfaces of app/model.
package app
