// Package model holds one state machine per screen, without widgets, SQL or
// HTTP. A model lives on one goroutine, the window's; whatever may take time
// goes through Tasks and comes back as a function on that same goroutine.
// Methods are events ("this field changed"), State is a snapshot to show, and
// OnChange says when to look again.
package model
