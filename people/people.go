// Package people is who works at a station: accounts, logging in, and the
// pauses after failures. Rules only; where the accounts lie it learns through
// an interface.
package people

import (
	"context"
	"io"
	"maps"
	"sync"
	"time"

	"motcua"
)

// File keeps the staff of a station.
type File interface {
	// Staff returns everybody; no members where there never were any.
	// CodeCorrupt with field "staff" means that there were, and they are gone.
	Staff(ctx context.Context) (motcua.Staff, error)
	// ChangeStaff lets change work on the staff in one transaction. What it
	// returns, if anything, becomes an event of the station's log. It is on
	// disk, and the journal folded in, before ChangeStaff returns. Where change
	// fails nothing is written.
	ChangeStaff(ctx context.Context, actor string, at time.Time, change func(*motcua.Staff) (*motcua.StaffChanged, error)) error
}

// Config is what People works with. Zero values of Cost: DefaultCost.
type Config struct {
	File   File
	Random io.Reader // crypto/rand.Reader outside tests
	Now    func() time.Time
	// Elapsed is monotonic: it grows while the program runs, whatever is done
	// to the machine's clock.
	Elapsed func() time.Duration
	Cost    Cost
}

// People logs people in. Safe for concurrent use.
type People struct {
	cfg   Config
	check chan struct{} // one check at a time bounds the memory of all

	mu    sync.Mutex
	holds map[string]seen          // by login; "" is the station's
	known map[string]time.Duration // when each gave the password to this program
}

// New returns the people of a station.
func New(cfg Config) *People {
	if cfg.Cost == (Cost{}) {
		cfg.Cost = DefaultCost()
	}
	return &People{cfg: cfg, check: make(chan struct{}, 1), holds: map[string]seen{}, known: map[string]time.Duration{}}
}

// Needed reports whether somebody must log in: there are accounts.
func (p *People) Needed(ctx context.Context) (bool, error) {
	s, err := p.cfg.File.Staff(ctx)
	return len(s.Members) > 0, err
}

// List returns the accounts.
func (p *People) List(ctx context.Context) ([]motcua.Account, error) {
	s, err := p.cfg.File.Staff(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]motcua.Account, len(s.Members))
	for i, m := range s.Members {
		out[i] = m.Account
	}
	return out, nil
}

// Who returns the account of whoever acts in ctx, as the file has it now; else,
// where the station has no accounts, one of anybody who may do everything.
// CodeDenied with field "person": somebody must log in, or may no longer.
func (p *People) Who(ctx context.Context, anybody string) (motcua.Account, error) {
	s, err := p.cfg.File.Staff(ctx)
	if err != nil {
		return motcua.Account{}, err
	}
	if len(s.Members) == 0 {
		return motcua.Account{Name: anybody, Roles: motcua.Roles()}, nil
	}
	if a, ok := motcua.WhoActs(ctx); ok {
		if m := s.Member(a.Login); m != nil && !m.Disabled {
			return m.Account, nil
		}
	}
	return motcua.Account{}, &motcua.Error{Code: motcua.CodeDenied, Field: "person"}
}

// look runs change on the staff with a sight of its holds.
func (p *People) look(ctx context.Context, actor string, change func(*motcua.Staff, *sight) (*motcua.StaffChanged, error)) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := &sight{had: p.holds, fresh: map[string]seen{}}
	err := p.cfg.File.ChangeStaff(ctx, actor, p.cfg.Now(), func(staff *motcua.Staff) (*motcua.StaffChanged, error) {
		s.now = p.cfg.Elapsed()
		clear(s.fresh)
		return change(staff, s)
	})
	if err == nil {
		maps.Copy(p.holds, s.fresh)
	}
	return err
}

// Left returns how long the next try with an account must wait.
func (p *People) Left(ctx context.Context, login string) (time.Duration, error) {
	var left time.Duration
	err := p.look(ctx, "", func(staff *motcua.Staff, s *sight) (*motcua.StaffChanged, error) {
		left = s.left(staff, login)
		return nil, nil
	})
	return left, err
}

// left credits the holds that a try with login meets and returns the longer.
func (s *sight) left(staff *motcua.Staff, login string) time.Duration {
	s.credit("", &staff.Hold)
	left := staff.Hold.Left
	if m := staff.Member(login); m != nil {
		s.credit(login, &m.Hold)
		left = max(left, m.Hold.Left)
	}
	return left
}

// Login checks a password, or the PIN of somebody who gave the password to
// this program within twelve hours. CodeDenied with field "hold": too early,
// motcua.HeldFor says how long; with field "password": wrong, or no such account; with
// field "pin": the password is asked for. A failure is on disk before the word
// is looked at, so that ending the program undoes none.
func (p *People) Login(ctx context.Context, login, word string) (motcua.Account, error) {
	pin := IsPIN(word)
	if len(login) > 64 || len(word) > MaxPassword || word == "" {
		return motcua.Account{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "password"}
	}
	done, err := p.alone(ctx)
	if err != nil {
		return motcua.Account{}, err
	}
	defer done()
	m, err := p.charge(ctx, login, pin)
	if err != nil {
		return motcua.Account{}, err
	}
	secret, stranger := m.Password, m.Login == "" || m.Disabled
	switch {
	case pin && m.PIN != nil:
		secret = *m.PIN
	case stranger: // takes as long
		secret = motcua.Secret{Salt: make([]byte, saltLen), Sum: make([]byte, sumLen), Passes: p.cfg.Cost.Passes, KiB: p.cfg.Cost.KiB, Lanes: p.cfg.Cost.Lanes}
	}
	if !fits(secret, word) || stranger {
		return motcua.Account{}, &motcua.Error{Code: motcua.CodeDenied, Field: "password"}
	}
	if err := p.forgive(ctx, login); err != nil {
		return motcua.Account{}, err
	}
	if !pin {
		p.mu.Lock()
		p.known[login] = p.cfg.Elapsed()
		p.mu.Unlock()
	}
	return m.Account, nil
}

// alone waits until no other check of this program runs; the caller must call
// done.
func (p *People) alone(ctx context.Context) (done func(), err error) {
	select {
	case p.check <- struct{}{}:
		return func() { <-p.check }, nil
	case <-ctx.Done():
		return nil, &motcua.Error{Code: motcua.CodeBusy, Field: "staff", Cause: ctx.Err()}
	}
}

// seal makes the sum of a word.
func (p *People) seal(ctx context.Context, field, word string) (motcua.Secret, error) {
	if word == "" || len(word) > MaxPassword {
		return motcua.Secret{}, &motcua.Error{Code: motcua.CodeInvalid, Field: field}
	}
	done, err := p.alone(ctx)
	if err != nil {
		return motcua.Secret{}, err
	}
	defer done()
	return p.cfg.Cost.seal(p.cfg.Random, word)
}

// fits compares a word with a sum.
func (p *People) fits(ctx context.Context, s motcua.Secret, word string) (bool, error) {
	done, err := p.alone(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	return fits(s, word), nil
}

// charge counts the try as a failure, which forgive takes back.
func (p *People) charge(ctx context.Context, login string, pin bool) (motcua.Member, error) {
	var found motcua.Member
	var early time.Duration
	needs := false
	err := p.look(ctx, "", func(staff *motcua.Staff, s *sight) (*motcua.StaffChanged, error) {
		found, needs = motcua.Member{}, false
		if early = s.left(staff, login); early > 0 {
			return nil, nil // what was credited is kept
		}
		m := staff.Member(login)
		if needs = pin && !p.mayPIN(m, s.now); needs {
			return nil, nil
		}
		s.fail("", &staff.Hold, StationHoldOf)
		if m != nil {
			s.fail(login, &m.Hold, HoldOf)
			found = *m
		}
		return nil, nil
	})
	switch {
	case err != nil:
		return found, err
	case early > 0:
		return found, motcua.Held(early)
	case needs:
		return found, &motcua.Error{Code: motcua.CodeDenied, Field: "pin"}
	}
	return found, nil
}

// mayPIN reports whether a PIN is enough for somebody.
func (p *People) mayPIN(m *motcua.Member, now time.Duration) bool {
	if m == nil || m.PIN == nil || m.Disabled || m.MustChange || m.Hold.Fails >= pinFailures {
		return false
	}
	at, ok := p.known[m.Login]
	return ok && now-at < pinAfterLogin
}

// forgive clears the failures of somebody who is known now. Those of others go
// on weighing on the station while they are held.
func (p *People) forgive(ctx context.Context, login string) error {
	return p.look(ctx, "", func(staff *motcua.Staff, s *sight) (*motcua.StaffChanged, error) {
		m := staff.Member(login)
		if m == nil {
			return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "password"}
		}
		s.clear(login, &m.Hold, 0)
		others := 0
		for i := range staff.Members {
			o := &staff.Members[i]
			s.credit(o.Login, &o.Hold)
			if o.Hold.Left > 0 {
				others += o.Hold.Fails
			}
		}
		s.clear("", &staff.Hold, others)
		return nil, nil
	})
}
