package desk

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"motcua"
)

// Bounds of an intake, in runes. A receipt must still fit its page, and
// TrichYeuHoSo of the national portal holds 1,000.
const (
	maxName    = 200
	maxStreet  = 300
	maxAddress = 500
	maxRequest = 1000
	maxPlace   = 300
	maxShort   = 50
	maxPapers  = 200
)

// normaliser brings an intake into the one form that is stored.
type normaliser struct {
	units Units
	today time.Time // local
	unit  string    // that takes it in
	in    motcua.Intake
}

// dossier checks and rewrites all of in but the people. Procedure and Channel
// are already settled.
func (n *normaliser) dossier(p motcua.Procedure) error {
	for _, step := range []func(motcua.Procedure) error{n.head, n.papers, n.tail} {
		if err := step(p); err != nil {
			return err
		}
	}
	return nil
}

func (n *normaliser) head(p motcua.Procedure) error {
	if err := text(&n.in.ID, "id", maxShort); err != nil {
		return err
	}
	if n.in.ID != "" {
		id, err := uuid.Parse(n.in.ID)
		if err != nil || len(n.in.ID) != 36 {
			return invalid("id", "not a UUID")
		}
		n.in.ID = id.String()
	}
	if err := n.chosenCase(p); err != nil {
		return err
	}
	if n.in.Sets == 0 {
		n.in.Sets = 1
	}
	if n.in.Sets < 1 || n.in.Sets > 99 {
		return invalid("sets", "out of range")
	}
	return nil
}

func (n *normaliser) chosenCase(p motcua.Procedure) error {
	// A heading may be long, but never longer than the longest published.
	if err := text(&n.in.Case, "case", maxRequest); err != nil {
		return err
	}
	cases := p.Cases()
	switch {
	case n.in.Case == "" && len(cases) < 2: // a single case is for some only
		return nil
	case n.in.Case == "":
		return invalid("case", "missing")
	case !slices.Contains(cases, n.in.Case):
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "case"}
	}
	return nil
}

func (n *normaliser) tail(p motcua.Procedure) error {
	in := &n.in
	for _, t := range []struct {
		at    *string
		field string
		max   int
	}{
		{&in.ResultPlace, "resultPlace", maxPlace},
		{&in.RegisterBook, "registerBook", maxShort},
		{&in.RegisterEntry, "registerEntry", maxShort},
	} {
		if err := text(t.at, t.field, t.max); err != nil {
			return err
		}
	}
	if err := lines(&in.Request, "request", maxRequest); err != nil {
		return err
	}
	if in.Request == "" {
		in.Request = p.Name
	}
	if in.ResultBy == "" {
		in.ResultBy = motcua.ChannelDirect
	}
	if in.ResultBy != motcua.ChannelDirect && in.ResultBy != motcua.ChannelPost {
		return invalid("resultBy", "direct or post")
	}
	if len(in.Owes) > 0 {
		var err error
		if in.Owes, err = fees(in.Owes); err != nil {
			return owes(err)
		}
	}
	return n.resolver()
}

// owes names a fee's place in the intake.
func owes(err error) error {
	var e *motcua.Error
	if !errors.As(err, &e) {
		return err
	}
	c := *e
	c.Field = "owes" + strings.TrimPrefix(e.Field, "items")
	return &c
}

// resolver checks who resolves the dossier, where that is not who takes it in:
// a commune of the same province (NĐ 118/2025/NĐ-CP Article 14), or an agency
// in words.
func (n *normaliser) resolver() error {
	if n.in.Resolver == nil {
		return nil
	}
	p := *n.in.Resolver // a copy: the caller keeps his own
	n.in.Resolver = &p
	if err := place(&p, "resolver"); err != nil {
		return err
	}
	if p.Unit == "" {
		if p.Name == "" {
			return invalid("resolver.name", "missing")
		}
		return nil
	}
	u, ok := n.units.Get(p.Unit)
	if !ok {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "resolver.unit"}
	}
	if province(p.Unit) != province(n.unit) {
		return invalid("resolver.unit", "another province")
	}
	if p.Name == "" {
		p.Name = u.Name
	}
	return nil
}

// province returns the province's part of a unit's id.
func province(unit string) string {
	code, _, _ := strings.Cut(unit, "-")
	return code
}

// place cleans who holds or resolves a dossier.
func place(p *motcua.Place, field string) error {
	for _, t := range []struct {
		at   *string
		name string
		max  int
	}{{&p.Unit, "unit", maxShort}, {&p.Name, "name", maxName}, {&p.Person, "person", maxName}} {
		if err := text(t.at, field+"."+t.name, t.max); err != nil {
			return err
		}
	}
	return nil
}

// text brings *s into NFC without spaces around it; control characters are
// CodeInvalid, more than limit runes CodeTooLarge.
func text(s *string, field string, limit int) error { return clean(s, field, limit, false) }

// lines is text that may have line breaks.
func lines(s *string, field string, limit int) error { return clean(s, field, limit, true) }

func clean(s *string, field string, limit int, lines bool) error {
	// A decomposed letter has at most three code points of at most three
	// bytes; what is longer than that need not be looked at.
	if len(*s) > 16*limit {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: field}
	}
	if lines {
		*s = strings.ReplaceAll(*s, "\r\n", "\n")
	}
	c, ok := motcua.CleanText(*s, lines)
	if !ok {
		return invalid(field, "control character or broken text")
	}
	if utf8.RuneCountInString(c) > limit {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: field}
	}
	*s = c
	return nil
}

func invalid(field, detail string) error {
	return &motcua.Error{Code: motcua.CodeInvalid, Field: field, Detail: detail}
}
