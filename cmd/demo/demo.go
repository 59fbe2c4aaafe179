// Package demo fills a station with an invented, believable week, through the
// same desk that clerks use. Every person, number and address is made up.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

// Config says how much to make. Zero values: 60 dossiers, seed 0.
type Config struct {
	Dir      string // a station's folder; made into one where it is none
	Dossiers int    // 1 … 1,000,000; over 2000 they are spread over ten years
	Seed     uint64 // the same seed gives the same people and procedures
	Now      func() time.Time
}

// Names are put together by chance from common parts: no one is meant.
var (
	family = []string{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"}
	male   = []string{"Văn Mẫu", "Đình Giả", "Hữu Thử", "Quốc Nháp", "Minh Họa", "Đức Ví", "Thanh Phỏng", "Bá Tạm"}
	female = []string{"Thị Ví Dụ", "Thị Minh Họa", "Ngọc Nháp", "Thị Thí", "Khánh Thử", "Thu Phỏng", "Thị Mẫu", "Diệu Giả"}
	street = []string{"Tổ 5, số 12 đường Thí Dụ", "Tổ 2, số 3 kiệt 8 đường Ví Dụ", "Thôn Thử", "Tổ 11, đường Mẫu", "Số 27 đường Minh Họa"}
	// Weights follow the traffic of a commune: copies and civil status first.
	procedures = []string{
		"2.000815", "2.000815", "2.000815", "2.000815", "2.000884", "2.000884", "1.001193", "1.001193",
		"1.004873", "1.004873", "1.000894", "1.000656", "2.000635", "2.000635", "1.004884", "1.004859",
	}
)

// Fill takes in dossiers over the five working days that end now and moves the
// older ones on. It returns how many.
func Fill(ctx context.Context, c Config) (int, error) {
	if c.Dossiers == 0 {
		c.Dossiers = 60
	}
	if c.Dossiers < 1 || c.Dossiers > maxDossiers {
		return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "dossiers", Detail: "1 to 1000000"}
	}
	if c.Dossiers > MaxWeek {
		return fillDecade(ctx, c)
	}
	days, err := lastWorkdays(c.Now(), 5)
	if err != nil {
		return 0, err
	}
	clock := &clock{now: days[0].Add(7 * time.Hour)}
	_, err = station.Init(ctx, c.Dir, "46-19789", "", "Quầy 01", 1, 999, clock.time, store.Keys{})
	if err != nil && motcua.CodeOf(err) != motcua.CodeConflict {
		return 0, err
	}
	s, err := station.Open(ctx, station.Config{Dir: c.Dir, Actor: "Quầy 01", Now: clock.time})
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if err := untouched(ctx, s); err != nil {
		return 0, err
	}
	w := &week{station: s, clock: clock, until: c.Now(), rnd: rand.New(rand.NewPCG(c.Seed, 46))}
	for i, day := range days {
		if err := w.day(ctx, day, c.Dossiers*(i+1)/len(days)-len(w.taken)); err != nil {
			return len(w.taken), err
		}
	}
	return len(w.taken), nil
}

// untouched refuses a station that is in use: invented dossiers must never
// stand beside real ones nor reach a real hub.
func untouched(ctx context.Context, s *station.Station) error {
	n, err := s.Store.Count(ctx, motcua.Filter{})
	if err == nil && (n > 0 || s.Store.Station().Hub != nil) {
		err = &motcua.Error{Code: motcua.CodeConflict, Field: "data", Detail: "a station in use"}
	}
	return err
}

// clock is the hand that writes the week.
type clock struct{ now time.Time }

func (c *clock) time() time.Time { return c.now }

// lastWorkdays returns the local midnights of the last n working days up to now.
func lastWorkdays(now time.Time, n int) ([]time.Time, error) {
	cal, err := station.Calendar()
	if err != nil {
		return nil, err
	}
	y, m, d := now.In(motcua.Local).Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, motcua.Local)
	days := make([]time.Time, n)
	for i := n - 1; i >= 0; day = day.AddDate(0, 0, -1) {
		if cal.IsWorkday(day) && day.Add(9*time.Hour).Before(now) {
			days[i] = day
			i--
		}
	}
	return days, nil
}

// week is the week being written.
type week struct {
	station *station.Station
	clock   *clock
	rnd     *rand.Rand
	until   time.Time // the present moment
	taken   []motcua.Dossier
}

// day moves earlier dossiers on, then takes in n new ones between 07:15 and
// the end of the office day, or the present moment.
func (w *week) day(ctx context.Context, day time.Time, n int) error {
	start, end := day.Add(7*time.Hour+15*time.Minute), day.Add(16*time.Hour+30*time.Minute)
	if end.After(w.until) {
		end = w.until.Add(-time.Minute)
	}
	w.clock.now = start
	for i := range w.taken {
		if err := w.advance(ctx, &w.taken[i]); err != nil {
			return err
		}
	}
	start = w.clock.now
	for i := range n {
		w.clock.now = start.Add(end.Sub(start) * time.Duration(i) / time.Duration(n))
		d, err := w.station.Desk.Receive(ctx, w.intake())
		if err != nil {
			return err
		}
		w.taken = append(w.taken, d)
	}
	return nil
}

// advance takes one dossier a step further with the odds of a quiet week.
func (w *week) advance(ctx context.Context, d *motcua.Dossier) error {
	var next motcua.Status
	due := d.Received.Appointment.Due
	switch {
	case d.Status == motcua.StatusReceived:
		next = motcua.StatusProcessing
	case d.Status == motcua.StatusProcessing && w.rnd.IntN(12) == 0:
		next = motcua.StatusSupplement
	case d.Status == motcua.StatusProcessing && !due.IsZero() && due.Before(w.clock.now.Add(6*time.Hour)):
		next = motcua.StatusDone
	case d.Status == motcua.StatusDone && w.rnd.IntN(4) > 0:
		next = motcua.StatusResultReturned
	default:
		return nil
	}
	w.clock.now = w.clock.now.Add(20 * time.Second)
	moved, err := w.station.Desk.ChangeStatus(ctx, d.ID, next, "")
	if err != nil {
		return err
	}
	*d = moved
	return nil
}

func (w *week) pick(from []string) string { return from[w.rnd.IntN(len(from))] }

func (w *week) person() motcua.Person {
	year := 1950 + w.rnd.IntN(56)
	century, gender, given := 0, "Nam", male
	if w.rnd.IntN(2) == 1 {
		century, gender, given = 1, "Nữ", female
	}
	if year >= 2000 {
		century += 2
	}
	return motcua.Person{
		Name:      w.pick(family) + " " + w.pick(given),
		IDNumber:  fmt.Sprintf("046%d%02d%06d", century, year%100, w.rnd.IntN(1e6)),
		BirthDate: fmt.Sprintf("%02d/%02d/%d", 1+w.rnd.IntN(28), 1+w.rnd.IntN(12), year),
		Gender:    gender,
		Phone:     fmt.Sprintf("0912%06d", w.rnd.IntN(1e6)),
		Address:   motcua.Address{Province: "46", Ward: "19789", Street: w.pick(street)},
	}
}

func (w *week) intake() motcua.Intake {
	in := motcua.Intake{
		Procedure: w.pick(procedures),
		Channel:   motcua.ChannelDirect,
		Kind:      motcua.ApplicantSelf,
		Applicant: w.person(),
	}
	if p, ok := w.station.Catalogue.Get(in.Procedure); ok {
		if cases := p.Cases(); len(cases) > 0 {
			in.Case = cases[0]
		}
		if _, ok := p.Offer(in.Channel); !ok && len(p.Offers) > 0 {
			in.Channel = p.Offers[0].Channel
		}
	}
	if w.rnd.IntN(8) == 0 {
		owner := w.person()
		owner.Document = "Giấy ủy quyền (thí dụ)"
		in.Kind, in.Authoriser = motcua.ApplicantAuthorised, &owner
	}
	return in
}
