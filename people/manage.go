package people

import (
	"context"
	"errors"
	"slices"

	"motcua"
)

// maxMembers bounds the accounts of one station.
const maxMembers = 200

func denied(field string) error { return &motcua.Error{Code: motcua.CodeDenied, Field: field} }

func changed(did motcua.StaffDeed, a motcua.Account) *motcua.StaffChanged {
	return &motcua.StaffChanged{Did: did, Login: a.Login, Name: a.Name, Roles: a.Roles}
}

// manages refuses whoever may not change accounts.
func manages(staff *motcua.Staff, by motcua.Account) error {
	if m := staff.Member(by.Login); m == nil || !m.May(motcua.PowerPeople) {
		return denied("people")
	}
	return nil
}

// Add makes an account with a first password, which its owner must change. The
// first of a station must be an administrator, needs nobody's leave, and gets
// the recovery code, which is returned once and kept only as a sum; else code
// is "". A login or name that was ever used is CodeConflict.
func (p *People) Add(ctx context.Context, by, a motcua.Account, password string) (code string, err error) {
	a.Disabled, a.MustChange = false, true
	if err := a.Check(); err != nil {
		return "", err
	}
	if err := checkPassword(a, password); err != nil {
		return "", err
	}
	secret, err := p.seal(ctx, "password", password)
	if err != nil {
		return "", err
	}
	staff, err := p.cfg.File.Staff(ctx)
	if err != nil && motcua.FieldOf(err) != "staff" {
		return "", err
	}
	var recovery *motcua.Secret
	if len(staff.Members) == 0 {
		if code, recovery, err = p.newRecovery(ctx); err != nil {
			return "", err
		}
		a.MustChange = false // it was chosen by its owner
		by = a
	}
	err = p.cfg.File.ChangeStaff(ctx, by.Name, p.cfg.Now(), func(s *motcua.Staff) (*motcua.StaffChanged, error) {
		switch {
		case len(s.Members) == 0 && (recovery == nil || !a.May(motcua.PowerPeople)):
			return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "roles", Detail: "the first must be an administrator"}
		case len(s.Members) == 0:
			s.Recovery = recovery
		case recovery != nil: // somebody came between
			return nil, &motcua.Error{Code: motcua.CodeBusy, Field: "staff"}
		case len(s.Members) >= maxMembers:
			return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "staff"}
		default:
			if err := manages(s, by); err != nil {
				return nil, err
			}
		}
		for _, m := range s.Members {
			if m.Login == a.Login {
				return nil, &motcua.Error{Code: motcua.CodeConflict, Field: "login"}
			}
			if motcua.Fold(m.Name) == motcua.Fold(a.Name) {
				return nil, &motcua.Error{Code: motcua.CodeConflict, Field: "name"}
			}
		}
		s.Members = append(s.Members, motcua.Member{Account: a, Password: secret})
		return changed(motcua.StaffAdded, a), nil
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

func (p *People) newRecovery(ctx context.Context) (string, *motcua.Secret, error) {
	code, err := newCode(p.cfg.Random)
	if err != nil {
		return "", nil, err
	}
	plain, _ := plainCode(code)
	s, err := p.seal(ctx, "code", plain)
	return code, &s, err
}

// Reset gives somebody a new first password. The pause after failures goes with
// the old one.
func (p *People) Reset(ctx context.Context, by motcua.Account, login, password string) error {
	secret, err := p.seal(ctx, "password", password)
	if err != nil {
		return err
	}
	return p.look(ctx, by.Name, func(staff *motcua.Staff, s *sight) (*motcua.StaffChanged, error) {
		m, err := chosen(staff, by, login)
		if err != nil {
			return nil, err
		}
		if err := checkPassword(m.Account, password); err != nil {
			return nil, err
		}
		m.Password, m.PIN, m.MustChange = secret, nil, true
		s.clear(login, &m.Hold, 0)
		return changed(motcua.StaffReset, m.Account), nil
	})
}

// Disable closes an account or opens it again. The last administrator stays.
func (p *People) Disable(ctx context.Context, by motcua.Account, login string, disabled bool) error {
	return p.look(ctx, by.Name, func(staff *motcua.Staff, _ *sight) (*motcua.StaffChanged, error) {
		m, err := chosen(staff, by, login)
		if err != nil {
			return nil, err
		}
		if m.Disabled = disabled; !disabled {
			return changed(motcua.StaffEnabled, m.Account), nil
		}
		if !slices.ContainsFunc(staff.Members, func(o motcua.Member) bool { return o.May(motcua.PowerPeople) }) {
			return nil, &motcua.Error{Code: motcua.CodeConflict, Field: "administrator"}
		}
		return changed(motcua.StaffDisabled, m.Account), nil
	})
}

// chosen returns the member that an administrator means.
func chosen(staff *motcua.Staff, by motcua.Account, login string) (*motcua.Member, error) {
	if err := manages(staff, by); err != nil {
		return nil, err
	}
	m := staff.Member(login)
	if m == nil {
		return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "login"}
	}
	return m, nil
}

// SetPassword gives somebody who has just logged in a password of his own.
func (p *People) SetPassword(ctx context.Context, login, password string) error {
	secret, err := p.seal(ctx, "password", password)
	if err != nil {
		return err
	}
	staff, err := p.cfg.File.Staff(ctx)
	if err != nil {
		return err
	}
	if m := staff.Member(login); m != nil {
		same, err := p.fits(ctx, m.Password, password)
		if err != nil {
			return err
		}
		if same {
			return &motcua.Error{Code: motcua.CodeInvalid, Field: "password", Detail: "the same"}
		}
	}
	return p.own(ctx, login, func(m *motcua.Member) error {
		m.Password, m.MustChange = secret, false
		return checkPassword(m.Account, password)
	})
}

// SetPIN gives somebody who has just logged in a PIN of six digits.
func (p *People) SetPIN(ctx context.Context, login, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	secret, err := p.seal(ctx, "pin", pin)
	if err != nil {
		return err
	}
	return p.own(ctx, login, func(m *motcua.Member) error {
		m.PIN = &secret
		return nil
	})
}

func (p *People) own(ctx context.Context, login string, change func(*motcua.Member) error) error {
	return p.look(ctx, "", func(staff *motcua.Staff, _ *sight) (*motcua.StaffChanged, error) {
		m := staff.Member(login)
		if m == nil || m.Disabled {
			return nil, denied("person")
		}
		return nil, change(m)
	})
}

// Recover gives an administrator a new password by the recovery code, opens his
// account again, and returns the next code: each opens once. A wrong code is
// CodeDenied with field "code" and counts as a failure of the station.
func (p *People) Recover(ctx context.Context, login, code, password string) (next string, err error) {
	secret, err := p.seal(ctx, "password", password)
	if err != nil {
		return "", err
	}
	plain, ok := plainCode(code)
	kept, err := p.chargeRecovery(ctx, login)
	if err != nil {
		return "", err
	}
	if !ok || kept == nil {
		return "", denied("recovery")
	}
	if ok, err = p.fits(ctx, *kept, plain); err != nil || !ok {
		return "", errors.Join(err, denied("recovery"))
	}
	next, recovery, err := p.newRecovery(ctx)
	if err != nil {
		return "", err
	}
	err = p.look(ctx, login, func(staff *motcua.Staff, s *sight) (*motcua.StaffChanged, error) {
		m := staff.Member(login)
		switch {
		case m == nil || !slices.Contains(m.Roles, motcua.RoleAdministrator):
			return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "login"}
		case staff.Recovery == nil || string(staff.Recovery.Sum) != string(kept.Sum): // used meanwhile
			return nil, denied("recovery")
		}
		if err := checkPassword(m.Account, password); err != nil {
			return nil, err
		}
		m.Password, m.PIN, m.MustChange, m.Disabled = secret, nil, false, false
		s.clear(login, &m.Hold, 0)
		s.clear("", &staff.Hold, 0)
		staff.Recovery = recovery
		return changed(motcua.StaffRecovered, m.Account), nil
	})
	if err != nil {
		return "", err
	}
	return next, nil
}

// NewCode makes a new recovery code, for a sheet that was lost; the one before
// opens no more. by is an administrator.
func (p *People) NewCode(ctx context.Context, by motcua.Account) (string, error) {
	code, recovery, err := p.newRecovery(ctx)
	if err != nil {
		return "", err
	}
	err = p.look(ctx, by.Name, func(staff *motcua.Staff, _ *sight) (*motcua.StaffChanged, error) {
		if err := manages(staff, by); err != nil {
			return nil, err
		}
		staff.Recovery = recovery
		return changed(motcua.StaffSheet, staff.Member(by.Login).Account), nil
	})
	if err != nil {
		return "", err
	}
	return code, nil
}

func (p *People) chargeRecovery(ctx context.Context, login string) (*motcua.Secret, error) {
	var kept *motcua.Secret
	var early error
	err := p.look(ctx, "", func(staff *motcua.Staff, s *sight) (*motcua.StaffChanged, error) {
		early = nil
		s.credit("", &staff.Hold)
		if staff.Hold.Left > 0 {
			early = motcua.Held(staff.Hold.Left)
			return nil, nil
		}
		s.fail("", &staff.Hold, StationHoldOf)
		kept = staff.Recovery
		return nil, nil
	})
	if err == nil {
		err = early
	}
	return kept, err
}
