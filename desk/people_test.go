package desk

import (
	"context"
	"testing"
	"time"

	"motcua"
)

// staffed is a counter that asks who acts.
func staffed(t *testing.T) *later {
	t.Helper()
	l := atCounter(t)
	l.who = func(ctx context.Context) (motcua.Account, error) {
		if a, ok := motcua.WhoActs(ctx); ok {
			return a, nil
		}
		return motcua.Account{}, &motcua.Error{Code: motcua.CodeDenied, Field: "person"}
	}
	return l
}

func as(t *testing.T, name string, roles ...motcua.Role) context.Context {
	t.Helper()
	return motcua.Acting(t.Context(), motcua.Account{Login: "x", Name: name, Roles: roles})
}

func TestEveryStepBearsTheNameOfWhoeverIsLoggedIn(t *testing.T) {
	l := staffed(t)
	lan, hoa := as(t, "Nguyễn Thị Lan", motcua.RoleClerk), as(t, "Lê Thị Hoa", motcua.RoleOfficer)
	d := must(t)(l.Receive(lan, intake()))
	if d.Received.Clerk != "Nguyễn Thị Lan" || d.Steps[0].Actor != "Nguyễn Thị Lan" {
		t.Errorf("taken in by %q, %q", d.Received.Clerk, d.Steps[0].Actor)
	}
	d = must(t)(l.Note(hoa, On{Dossier: d.ID}, "đã gọi điện"))
	if got := d.Steps[len(d.Steps)-1].Actor; got != "Lê Thị Hoa" {
		t.Errorf("noted by %q", got)
	}
	pay := motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Lệ phí", Amount: 8000}}, Method: motcua.PayCash, Receipt: "0001"}
	d = must(t)(l.TakePayment(lan, On{Dossier: d.ID}, pay))
	if got := d.Course.Payments[0].Collector; got != "Nguyễn Thị Lan" {
		t.Errorf("collected by %q", got)
	}
}

func TestNobodyAndWhoeverHasNoSuchRoleDoesNothing(t *testing.T) {
	l := staffed(t)
	before, err := l.file.Dossier(t.Context(), l.id)
	if err != nil {
		t.Fatal(err)
	}
	for field, ctx := range map[string]context.Context{"person": t.Context(), "role": as(t, "Trần Văn Bình", motcua.RoleAdministrator, motcua.RoleCollector)} {
		for name, do := range map[string]func() (motcua.Dossier, error){
			"receive": func() (motcua.Dossier, error) { return l.Receive(ctx, intake()) },
			"note":    func() (motcua.Dossier, error) { return l.Note(ctx, l.on(), "x") },
			"status":  func() (motcua.Dossier, error) { return l.ChangeStatus(ctx, l.id, motcua.StatusProcessing, "") },
			"file":    func() (motcua.Dossier, error) { return l.AddFile(ctx, l.id, "p1", "a", "file", nil) },
			"extend":  func() (motcua.Dossier, error) { return l.Extend(ctx, l.on(), motcua.Extended{}) },
		} {
			if _, err := do(); motcua.CodeOf(err) != motcua.CodeDenied || motcua.FieldOf(err) != field {
				t.Errorf("%s: %v, want %s", name, err, field)
			}
		}
	}
	if after, err := l.file.Dossier(t.Context(), l.id); err != nil || after.Newest != before.Newest {
		t.Errorf("something happened: %v", err)
	}
}

func TestOnlyTheHeadOfTheOfficeApologisesAndSignsIt(t *testing.T) {
	l := staffed(t)
	b := motcua.Extended{Due: now.AddDate(0, 0, 10).Truncate(time.Hour), Reason: "thiếu cán bộ"}
	_, err := l.Extend(as(t, "Nguyễn Thị Lan", motcua.RoleClerk), l.on(), b)
	if motcua.ReasonOf(err) != motcua.ReasonLeader {
		t.Fatal(err)
	}
	d := must(t)(l.Extend(as(t, "Phan Văn Thử", motcua.RoleLeader), l.on(), b))
	if got := d.Course.Extension; got == nil || got.Signer != "Phan Văn Thử" {
		t.Errorf("%+v", got)
	}
}
