package app

import (
	"strings"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/internal/viinput"
)

// CardReader hands over what a reader on a line of its own has read, one code
// at a time, from any goroutine.
type CardReader interface {
	// Listen has deliver called for each code until the window closes.
	Listen(deliver func(payload []byte))
}

// handClock is the true time whatever the window is told: the pace of keys
// tells a reader from hands.
type handClock struct{ model.Clock }

func (handClock) Now() time.Time { return time.Now() }

// hands connects keyboard, reader and typing with the window.
func (c *Counter) hands() {
	c.wedge = model.NewWedge(handClock{c.run})
	c.wedge.OnScan = c.scanned
	c.keys.Wedge = c.wedge
	c.keys.Typist = viinput.New(c.cfg.Typing, c.cfg.Tones)
	if c.cfg.Reader != nil {
		c.cfg.Reader.Listen(func(payload []byte) { c.run.back(func() { c.read(payload) }) })
	}
}

// scanned takes what a reader typed. What is neither a card nor a receipt was
// meant for the box: it gets it.
func (c *Counter) scanned(text string) {
	if !c.read([]byte(text)) {
		c.keys.GiveBack(text)
	}
}

// read takes a code from any reader, on any screen, and reports whether it was
// a card or a receipt.
func (c *Counter) read(payload []byte) bool {
	if c.locked() { // nobody is there to want it
		return true
	}
	text := strings.TrimSpace(string(payload))
	receipt, _, err := motcua.ReadToken(text)
	misread := err != nil && strings.HasPrefix(strings.ToUpper(text), "HTTP") && strings.Contains(strings.ToUpper(text), "/T/")
	if f := c.form(); f != nil && (err == nil || misread || model.IsCard(payload, c.run.Now())) {
		f.Close()
	}
	switch {
	case c.v.step.Open(): // what its sheet asks is about what is there now
		ours := err == nil || misread || model.IsCard(payload, c.run.Now())
		if ours {
			c.m.steps.Scanned()
		}
		return ours
	case err == nil:
		c.openReceipt(receipt.Code)
		return true
	case misread:
		c.v.sheet.Close()
		c.v.palette.Close()
		c.turn(onIntake)
		c.m.intake.MisreadReceipt()
		return true
	}
	if !c.m.intake.ReadCard(payload) {
		return false
	}
	c.v.sheet.Close()
	c.v.palette.Close()
	if c.screen != onIntake {
		c.turn(onIntake)
	}
	return true
}

// openReceipt shows the dossier of a scanned receipt, wherever the clerk is.
func (c *Counter) openReceipt(code motcua.Code) {
	c.find()
	c.m.search.SetQuery(string(code))
	c.m.search.Enter() // opens it as soon as it is found
}

// takeCard takes the card's value into the box that has the ring, else into
// the next that differs.
func (c *Counter) takeCard() {
	if c.m.intake.TakeCard(c.v.intake.FocusedField(c.win.Canvas().Focused())) {
		return
	}
	if f, ok := c.m.intake.TakeNextCard(); ok {
		c.v.intake.FocusField(f)
	}
}
