package store

import (
	"context"

	"github.com/google/uuid"

	"motcua"
	"motcua/store/sqlitedb"
)

// arrival is one intake of many on its way into the log.
type arrival struct {
	known    known
	received motcua.Received
	event    motcua.Event
	err      error
}

// ReceiveMany is Receive for many at once, all or nothing, in the order given:
// each at its Appointment.Received, in one transaction for all. It returns how
// many were new; those taken in before are passed over, as Receive would, and
// of several with one id the first counts. Some thousand at a time is best.
func (s *Store) ReceiveMany(ctx context.Context, actor string, rs []motcua.Received) (int, error) {
	for _, r := range rs {
		if u, err := uuid.Parse(r.Intake.ID); err != nil || u.String() != r.Intake.ID {
			return 0, &motcua.Error{Code: motcua.CodeInvalid, Field: "id", Detail: "not a UUID"}
		}
	}
	if len(rs) == 0 {
		return 0, nil
	}
	n := 0
	err := s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		ctx := context.WithoutCancel(ctx)
		all, err := s.numbered(ctx, tx, rs)
		if err != nil || len(all) == 0 {
			return err
		}
		h, err := s.headFor(ctx, tx, rs[0].Appointment.Received)
		if err != nil {
			return err
		}
		n = len(all)
		return s.settleAll(ctx, tx, h, actor, all)
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// numbered gives each intake that is new its number.
func (s *Store) numbered(ctx context.Context, tx *sqlitedb.Tx, rs []motcua.Received) ([]arrival, error) {
	st, err := readStation(ctx, tx)
	if err != nil {
		return nil, err
	}
	all := make([]arrival, 0, len(rs))
	g := &numberer{station: st}
	seen := make(map[string]bool, len(rs))
	for _, r := range rs {
		k, err := knownOf(ctx, tx, r.Intake.ID)
		if err != nil {
			return nil, err
		}
		if k.received {
			if _, err := s.again(ctx, tx, r.Intake.ID, r.Intake); err != nil {
				return nil, err
			}
			continue
		}
		if seen[r.Intake.ID] {
			continue
		}
		seen[r.Intake.ID] = true
		if r, err = s.number(ctx, tx, g, r.Appointment.Received, r); err != nil {
			return nil, err
		}
		all = append(all, arrival{known: k, received: r})
	}
	return all, nil
}

// settleAll writes while another goroutine encodes, chains and signs what
// comes next: the two halves of the work cost about the same.
func (s *Store) settleAll(ctx context.Context, tx *sqlitedb.Tx, h head, actor string, all []arrival) error {
	signed := make(chan arrival, 64)
	stop := make(chan struct{})
	go func() {
		defer close(signed)
		for _, a := range all {
			r := a.received
			f := fact{actor, r.Appointment.Received, r.Intake.ID, motcua.EventReceived, r}
			var salt []byte
			if a.event, salt, a.err = s.header(f, h, a.known.hlc); a.err == nil {
				a.err = s.sign(&a.event, salt, r)
			}
			h = head{a.event.Seq, a.event.Hash(), a.event.HLC}
			select {
			case signed <- a:
			case <-stop:
				return
			}
			if a.err != nil {
				return
			}
		}
	}()
	defer func() { // the signer has ended when this returns
		close(stop)
		for range signed {
		}
	}()
	for a := range signed {
		err := a.err
		if err == nil {
			_, err = s.settle(ctx, tx, a.known, a.event, a.received, func() (motcua.Event, error) { return a.event, nil })
		}
		if err != nil {
			return err
		}
	}
	return nil
}
