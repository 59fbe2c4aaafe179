package modeltest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"motcua"
)

// Desk takes dossiers in and lists them, in memory, with a few of the true
// desk's rules. Fail makes the next calls fail.
type Desk struct {
	Catalogue Catalogue
	Now       func() time.Time
	Fail      error // of Receive and AddFile, where set

	mu       sync.Mutex
	dossiers []motcua.Dossier
	closed   *motcua.DayClosed
}

// Prepare implements model.Desk.
func (d *Desk) Prepare(in motcua.Intake) (motcua.Received, error) {
	p, ok := d.Catalogue.Get(in.Procedure)
	if !ok {
		return motcua.Received{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "procedure"}
	}
	bad := func(field string) (motcua.Received, error) {
		return motcua.Received{}, &motcua.Error{Code: motcua.CodeInvalid, Field: field}
	}
	switch id := in.Applicant.IDNumber; {
	case strings.ContainsRune(in.Applicant.Name, 0) || in.Applicant.Name == "":
		return bad("applicant.name")
	case id != "" && len(id) != 12 && len(id) != 9:
		return bad("applicant.idNumber")
	case in.Kind == motcua.ApplicantAuthorised && (in.Authoriser == nil || in.Authoriser.Name == ""):
		return bad("authoriser.name")
	case in.Limit != nil && in.Limit.Count < 1:
		return bad("limit")
	}
	if b := in.Applicant.BirthDate; b != "" {
		if _, err := time.Parse("02/01/2006", b); err != nil {
			return bad("applicant.birthDate")
		}
	}
	return motcua.Received{Intake: in, Procedure: p, Appointment: d.appointment(p, in), Counter: "Quầy 01"}, nil
}

func (d *Desk) appointment(p motcua.Procedure, in motcua.Intake) motcua.Appointment {
	now := d.Now()
	a := motcua.Appointment{Received: now}
	o, _ := p.Offer(in.Channel)
	a.Limit = o.Limit
	if in.Limit != nil {
		a.Limit = *in.Limit
	}
	if a.Limit.Count == 0 {
		return a
	}
	due := now.In(motcua.Local)
	for left := a.Limit.Count; left > 0; {
		due = due.AddDate(0, 0, 1)
		switch {
		case due.Weekday() == time.Saturday || due.Weekday() == time.Sunday:
			a.Weekend = true
		case due.Format("02/01") == "24/11":
			a.Skipped = append(a.Skipped, due.Format("2006-01-02")+" Ngày Văn hóa Việt Nam")
		default:
			left--
		}
	}
	y, m, day := due.Date()
	a.Due = time.Date(y, m, day, 17, 0, 0, 0, motcua.Local)
	return a
}

// Check implements model.Desk.
func (d *Desk) Check(in motcua.Intake) []motcua.Warning {
	var out []motcua.Warning
	a := in.Applicant
	if a.IDNumber == "" {
		out = append(out, motcua.Warning{Code: "id-missing", Field: "applicant.idNumber"})
	}
	if len(a.IDNumber) == 12 && len(a.BirthDate) == 10 && a.IDNumber[4:6] != a.BirthDate[8:] {
		out = append(out, motcua.Warning{Code: "id-birth-year", Field: "applicant.birthDate"})
	}
	if a.Phone != "" && len(a.Phone) != 10 {
		out = append(out, motcua.Warning{Code: "phone-shape", Field: "applicant.phone"})
	}
	p, _ := d.Catalogue.Get(in.Procedure)
	for _, key := range p.Missing(in.Case, in.Channel, in.Kind == motcua.ApplicantAuthorised, in.Papers) {
		out = append(out, motcua.Warning{Code: "paper-missing", Field: "papers." + key})
	}
	return out
}

// Receive implements model.Desk. The same intake is taken in once; another one
// under its id is a conflict.
func (d *Desk) Receive(_ context.Context, in motcua.Intake) (motcua.Dossier, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Fail != nil {
		return motcua.Dossier{}, d.Fail
	}
	for _, x := range d.dossiers {
		if x.ID == in.ID {
			if !reflect.DeepEqual(x.Received.Intake, in) {
				return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeConflict, Field: "id"}
			}
			return x, nil
		}
	}
	r, err := d.Prepare(in)
	if err != nil {
		return motcua.Dossier{}, err
	}
	if r.Code, err = motcua.MakeCode("H57.19.789", d.Now(), len(d.dossiers)+1); err != nil {
		return motcua.Dossier{}, err
	}
	x := motcua.Dossier{ID: in.ID, Received: r, Status: motcua.StatusReceived, Updated: d.Now()}
	for i, rule := range r.Procedure.Papers(in.Case, in.Channel, in.Kind == motcua.ApplicantAuthorised) {
		c := motcua.Component{Rule: rule}
		if i < len(in.Papers) {
			c.Count = in.Papers[i]
		}
		x.Components = append(x.Components, c)
	}
	x.Steps = []motcua.Step{{Kind: motcua.EventReceived, To: motcua.StatusReceived, At: d.Now()}}
	d.dossiers = append(d.dossiers, x)
	return x, nil
}

// ReceivePaid implements model.Desk.
func (d *Desk) ReceivePaid(ctx context.Context, in motcua.Intake, b motcua.PaymentReceived) (motcua.Dossier, error) {
	x, err := d.Receive(ctx, in)
	if err != nil || len(x.Course.Payments) > 0 {
		return x, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range d.dossiers {
		if d.dossiers[i].ID == in.ID {
			d.dossiers[i].Course.Payments = []motcua.Payment{{PaymentReceived: b, At: d.Now()}}
			x = d.dossiers[i]
		}
	}
	return x, nil
}

// AddFile implements model.Desk: every file counts as one page.
func (d *Desk) AddFile(_ context.Context, id, key, name, from string, r io.Reader) (motcua.Dossier, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Fail != nil {
		return motcua.Dossier{}, d.Fail
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return motcua.Dossier{}, err
	}
	if len(b) == 0 || bytes.HasPrefix(b, []byte("bad")) {
		return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file"}
	}
	for i := range d.dossiers {
		x := &d.dossiers[i]
		if x.ID != id {
			continue
		}
		x.Components = slices.Clone(x.Components)
		for j := range x.Components {
			if c := &x.Components[j]; c.Rule.Key == key {
				c.Files = append(slices.Clone(c.Files), motcua.FileAdded{Paper: key, Name: name, From: from, File: motcua.FileRef{SHA256: fmt.Sprintf("%064x", len(b)), Size: int64(len(b)), Pages: 1}})
			}
		}
		return *x, nil
	}
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "dossier"}
}

// List implements model.Dossiers.
func (d *Desk) List(_ context.Context, f motcua.Filter) ([]motcua.Row, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Fail != nil {
		return nil, d.Fail
	}
	var out []motcua.Row
	for _, x := range slices.Backward(d.dossiers) {
		r := x.Received
		at := r.Appointment.Received
		text := motcua.Fold(string(r.Code) + " " + r.Intake.Owner() + " " + r.Procedure.Name + " " + r.Intake.Applicant.IDNumber)
		if !f.From.IsZero() && (at.Before(f.From) || !at.Before(f.To)) || !strings.Contains(text, motcua.Fold(f.Query)) {
			continue
		}
		row := motcua.Row{ID: x.ID, Code: r.Code, Name: r.Intake.Owner(), Procedure: r.Procedure.Name, Status: x.Status, Received: at, Due: r.Appointment.Due, Truth: motcua.TruthSaved}
		if w := x.Course.Waiting; w != nil {
			row.Waiting = w.For
		}
		if !x.Status.Ended() {
			row.At, row.Moving = x.Whereabouts()
		}
		out = append(out, row)
	}
	return out, nil
}

// Dossier implements model.Dossiers.
func (d *Desk) Dossier(_ context.Context, id string) (motcua.Dossier, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, x := range d.dossiers {
		if x.ID == id {
			return x, nil
		}
	}
	return motcua.Dossier{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "dossier"}
}

// Truths implements model.Dossiers.
func (d *Desk) Truths(context.Context, time.Time) (motcua.Truths, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return motcua.Truths{Saved: len(d.dossiers), Sent: len(d.dossiers) / 2, Received: len(d.dossiers) / 4}, nil
}

// Put adds a dossier as it is.
func (d *Desk) Put(x motcua.Dossier) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dossiers = append(d.dossiers, x)
}
