package desktop

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"motcua"
	"motcua/cmd/station"
)

func TestAPrinterOfTheCommandLineIsRememberedOnlyWhereNobodyMustLogIn(t *testing.T) {
	s, err := station.Open(t.Context(), station.Config{Dir: newStation(t), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	e := &env{ctx: context.Background(), now: time.Now, log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	first, second := "file:"+t.TempDir(), "file:"+t.TempDir()
	choose := func(address string) {
		t.Helper()
		if got, err := (counterCmd{Printer: address, Copies: 1}).choosePrinter(e, s); err != nil || got != address {
			t.Fatalf("%q %v", got, err)
		}
	}
	remembered := func(want string) {
		t.Helper()
		if c, err := s.PrintChoice(t.Context(), motcua.PrintReceipt, ""); err != nil || c.Printer != want {
			t.Errorf("%+v %v, want %s", c, err, want)
		}
	}
	choose(first)
	remembered(first)
	admin := motcua.Account{Login: "binh.tv", Name: "Trần Văn Bình", Roles: []motcua.Role{motcua.RoleAdministrator}}
	if _, err := s.People.Add(t.Context(), motcua.Account{}, admin, "mở quầy sáng nay"); err != nil {
		t.Fatal(err)
	}
	choose(second)
	remembered(first)
}
