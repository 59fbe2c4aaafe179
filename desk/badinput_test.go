package desk

import (
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestAWrongIntakeWritesNothingWithMoneyOrWithout(t *testing.T) {
	for name, v := range map[string]struct {
		code   motcua.ErrorCode
		field  string
		change func(l *later, in *motcua.Intake)
	}{
		"2,000 characters of request": {motcua.CodeTooLarge, "request", func(_ *later, in *motcua.Intake) { in.Request = strings.Repeat("ư", 2000) }},
		"a clock set back":            {motcua.CodeClock, "", func(l *later, _ *motcua.Intake) { l.at = l.at.AddDate(0, -2, 0) }},
		"a clock of another age":      {motcua.CodeClock, "", func(l *later, _ *motcua.Intake) { l.at = time.Unix(0, 0) }},
	} {
		l := atCounter(t)
		in := intake()
		in.ID = "0190f0e0-0000-7000-8000-00000000abcd"
		v.change(l, &in)
		before := len(l.file.events)
		for _, err := range []error{second(l.Receive(t.Context(), in)), second(l.ReceivePaid(t.Context(), in, paid(10_000)))} {
			if motcua.CodeOf(err) != v.code || motcua.FieldOf(err) != v.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		if len(l.file.events) != before {
			t.Errorf("%s: %d events more", name, len(l.file.events)-before)
		}
	}
}

func second(_ motcua.Dossier, err error) error { return err }
