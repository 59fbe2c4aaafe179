package store_test

import (
	"slices"
	"testing"
	"time"

	"motcua"
)

func (c *numbered) end(want bool) {
	c.t.Helper()
	if did, err := c.EndDays(ctx, c.now); err != nil || did != want {
		c.t.Errorf("%v: %v, %v", c.now, did, err)
	}
}

func TestAnIdleStationExplainsTheDayThatEndedByItself(t *testing.T) {
	c := newNumbered(t)
	c.end(false) // nothing leased
	c.lease(block("2026-11-23", 1000, 1049))
	c.print(3)
	c.now = time.Date(2026, 11, 23, 16, 59, 59, 0, time.UTC) // 23:59:59 in Vietnam
	c.end(false)
	c.now = c.now.Add(time.Second)
	c.end(true)
	want := []motcua.Block{block("2026-11-23", 1003, 1049)}
	if got := c.unused(); len(got) != 1 || !slices.Equal(got[0], want) {
		t.Errorf("%v", got)
	}
	c.end(false)
	c.print(1)
	if got := c.unused(); len(got) != 1 {
		t.Errorf("explained again: %v", got)
	}
	wantClean(t, c.Store)
}

func TestAClockThatJumpedExplainsNothingByItself(t *testing.T) {
	c := newNumbered(t)
	c.lease(block("2026-11-23", 1000, 1049))
	right := c.now
	for _, wrong := range []time.Time{right.AddDate(1, 0, 0), time.Unix(0, 0)} {
		c.now = wrong
		c.end(false)
	}
	c.now = right
	c.want(c.print(1), "261123-1000")
	c.now = right.AddDate(0, 0, 14) // a long holiday
	c.end(true)
	wantClean(t, c.Store)
}
