package modeltest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"motcua"
	"motcua/app/model"
)

// Unsent implements model.Unsents: everything, oldest first, each taken in here.
func (d *Desk) Unsent(_ context.Context, limit int) ([]motcua.Unsent, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []motcua.Unsent
	for _, x := range d.dossiers[:min(limit, len(d.dossiers))] {
		out = append(out, motcua.Unsent{Dossier: x.ID, Code: x.Received.Code, Name: x.Received.Intake.Owner(), Events: 1, Taken: 1, Since: x.Received.Appointment.Received})
	}
	return out, d.Fail
}

// LastReceipt implements model.Unsents.
func (d *Desk) LastReceipt(context.Context) (time.Time, error) { return time.Time{}, nil }

// OthersUnconfirmed implements model.DayBook.
func (d *Desk) OthersUnconfirmed(context.Context, time.Time) (int, error) { return 0, nil }

// DayDiffers implements model.DayBook: nothing has left yet.
func (d *Desk) DayDiffers(ctx context.Context, _ time.Time, limit int) ([]motcua.Row, error) {
	rows, err := d.List(ctx, motcua.Filter{})
	return rows[:min(limit, len(rows))], err
}

// DayCounts implements model.DayBook for one counter.
func (d *Desk) DayCounts(context.Context, time.Time) ([]motcua.DayCount, *motcua.DayClosed, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return []motcua.DayCount{{Counter: "Quầy 01", Taken: len(d.dossiers)}}, d.closed, d.Fail
}

// CloseDay implements model.DayBook.
func (d *Desk) CloseDay(_ context.Context, _ string, _ time.Time, c motcua.DayClosed) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Fail != nil {
		return d.Fail
	}
	if err := c.Check(); err != nil {
		return err
	}
	d.closed = &c
	return nil
}

// Carrier counts what it was asked for.
type Carrier struct {
	Fail error

	mu     sync.Mutex
	wakes  int
	sticks []string
}

// Wake implements model.Carrier.
func (c *Carrier) Wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wakes++
}

// WriteStick implements model.Carrier.
func (c *Carrier) WriteStick(_ context.Context, folder string) (model.Stick, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Fail != nil {
		return model.Stick{}, c.Fail
	}
	c.sticks = append(c.sticks, folder)
	return model.Stick{Path: fmt.Sprintf("%s/goi-%d", folder, len(c.sticks)), Events: 3, Files: 1}, nil
}

// Asked returns how often it was woken and where it wrote to.
func (c *Carrier) Asked() (wakes int, sticks []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.wakes, append([]string(nil), c.sticks...)
}
