package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"motcua"
	workdays "motcua/calendar"
	"motcua/cmd/station"
	"motcua/store"
)

const (
	// MaxWeek is the largest number of dossiers that makes one week.
	MaxWeek     = 2000
	maxDossiers = 1_000_000
	// batch is how many go into one transaction.
	batch = 4096
	// openDays is for how many working days dossiers are still under way.
	openDays = 10
)

// decade is ten years of a busy commune being written.
type decade struct {
	station  *station.Station
	calendar *workdays.Calendar
	clock    *clock
	people   *People
	rnd      *rand.Rand
	forms    map[form]motcua.Received // as the desk prepares them, by kind
	waiting  []motcua.Received
	recent   []string // ids of the last days
	taken    int
}

// form is what the desk's preparation depends on, besides people and time.
type form struct {
	procedure, variant string
	channel            motcua.Channel
	kind               motcua.ApplicantKind
}

// fillDecade spreads the dossiers over the working days of ten years, into a
// station of its own.
func fillDecade(ctx context.Context, c Config) (int, error) {
	cal, err := station.Calendar()
	if err != nil {
		return 0, err
	}
	days := workingDays(cal, c.Now())
	clock := &clock{now: days[0].Add(7 * time.Hour)}
	if _, err := station.Init(ctx, c.Dir, "46-19789", "", "Quầy 01", 1, 9999, clock.time, store.Keys{}); err != nil {
		return 0, err
	}
	s, err := station.Open(ctx, station.Config{Dir: c.Dir, Actor: "Quầy 01", Now: clock.time})
	if err != nil {
		return 0, err
	}
	defer s.Close()
	d := &decade{station: s, calendar: cal, clock: clock, people: NewPeople(c.Seed, s.Catalogue),
		rnd: rand.New(rand.NewPCG(c.Seed, 1)), forms: map[form]motcua.Received{}}
	made := 0
	for i, day := range days {
		upto := int(int64(c.Dossiers) * int64(i+1) / int64(len(days)))
		if err := d.day(ctx, day, upto-made, i >= len(days)-openDays); err != nil {
			return d.taken, err
		}
		made = upto
	}
	if err := d.flush(ctx); err != nil {
		return d.taken, err
	}
	clock.now = days[len(days)-1].Add(17 * time.Hour)
	return d.taken, d.moveOn(ctx)
}

// workingDays returns the local midnights of ten years' working days that are
// over.
func workingDays(cal *workdays.Calendar, now time.Time) []time.Time {
	y, m, day := now.In(motcua.Local).Date()
	last := time.Date(y, m, day, 0, 0, 0, 0, motcua.Local)
	var days []time.Time
	for t := last.AddDate(-10, 0, 0); t.Before(last); t = t.AddDate(0, 0, 1) {
		if cal.IsWorkday(t) {
			days = append(days, t)
		}
	}
	return days
}

func (d *decade) day(ctx context.Context, day time.Time, n int, open bool) error {
	start := day.Add(7*time.Hour + 15*time.Minute)
	for i := range n {
		d.clock.now = start.Add(9 * time.Hour * time.Duration(i) / time.Duration(n)).Truncate(time.Second)
		r, err := d.prepare(d.people.Intake())
		if err != nil {
			return err
		}
		d.waiting = append(d.waiting, r)
		if open {
			d.recent = append(d.recent, r.Intake.ID)
		}
		if len(d.waiting) == batch {
			if err := d.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepare asks the desk once for each kind of intake; the others differ from
// it in people and time only.
func (d *decade) prepare(in motcua.Intake) (motcua.Received, error) {
	key := form{in.Procedure, in.Case, in.Channel, in.Kind}
	r, ok := d.forms[key]
	if !ok {
		var err error
		if r, err = d.station.Desk.Prepare(in); err != nil {
			return r, err
		}
		d.forms[key] = r
	}
	r.Intake.Applicant, r.Intake.Authoriser = in.Applicant, in.Authoriser
	r.Intake.ID = d.id()
	r.Warnings = nil
	var err error
	r.Appointment, err = d.calendar.Due(d.clock.now, r.Appointment.Limit)
	return r, err
}

// id makes a UUIDv7 of the day's clock (RFC 9562).
func (d *decade) id() string {
	var u uuid.UUID
	ms := uint64(d.clock.now.UnixMilli())
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	a, b := d.rnd.Uint64(), d.rnd.Uint64()
	for i := range 8 {
		u[8+i] = byte(b >> (8 * i))
	}
	u[6], u[7] = byte(a)&0x0f|0x70, byte(a>>8)
	u[8] = u[8]&0x3f | 0x80
	return u.String()
}

func (d *decade) flush(ctx context.Context) error {
	n, err := d.station.Store.ReceiveMany(ctx, "Quầy 01", d.waiting)
	d.taken += n
	d.waiting = d.waiting[:0]
	return err
}

// moveOn takes the dossiers of the last days to where a counter would have
// them by now.
func (d *decade) moveOn(ctx context.Context) error {
	steps := []motcua.Status{motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned}
	for i, id := range d.recent {
		done := len(steps) - i*(len(steps)+1)/len(d.recent)
		for _, to := range steps[:done] {
			d.clock.now = d.clock.now.Add(time.Second)
			if _, err := d.station.Desk.ChangeStatus(ctx, id, to, ""); err != nil {
				return err
			}
		}
	}
	return nil
}
