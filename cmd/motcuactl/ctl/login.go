package ctl

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/people"
	"motcua/store"
)

// Who runs a command, where the station has accounts. A password does not
// belong on a command line, where every user of the machine reads it.
const (
	loginEnv    = "MOTCUA_LOGIN"         // in place of --actor
	passwordEnv = "MOTCUA_PASSWORD_FILE" // file whose first line is the password
)

// enter opens the station of a command that a person runs, and has him log in
// where the station has accounts. e.ctx is then of that person, and actor his
// name. Any one of the powers will do; "" is everybody's.
func (e *env) enter(dir, actor string, need ...motcua.Power) (s *station.Station, who string, err error) {
	if s, err = e.open(dir, actor); err != nil {
		return nil, "", err
	}
	if who, err = e.admit(s.Store, s.People, actor, need...); err != nil {
		_ = s.Close() // what keeps the person out counts
		return nil, "", err
	}
	return s, who, nil
}

// enterStore is enter for a command that needs the file alone.
func (e *env) enterStore(dir, actor string, need ...motcua.Power) (s *store.Store, who string, err error) {
	if s, err = e.openStore(dir); err != nil {
		return nil, "", err
	}
	if who, err = e.admit(s, station.People(s, e.now), actor, need...); err != nil {
		_ = s.Close() // what keeps the person out counts
		return nil, "", err
	}
	return s, who, nil
}

// admit has whoever runs the command log in. Where the station has no accounts
// he is whom he says he is.
func (e *env) admit(file *store.Store, p *people.People, actor string, need ...motcua.Power) (string, error) {
	needed, err := p.Needed(e.ctx)
	if err != nil || !needed {
		return actor, err
	}
	login := os.Getenv(loginEnv)
	if login == "" {
		login = actor
	}
	path := os.Getenv(passwordEnv)
	if login == "" || path == "" {
		return "", &motcua.Error{Code: motcua.CodeDenied, Field: "person"}
	}
	word, err := secretIn(path)
	if err != nil {
		return "", err
	}
	e.watch = station.NewWatch(file, e.now, slog.New(slog.NewTextHandler(e.Err, nil)))
	a, err := e.login(p, login, word)
	e.watch.Entry(e.ctx, login, err)
	everybody := slices.Contains(need, "")
	switch {
	case err != nil:
		return "", err
	case a.MustChange && !everybody:
		return "", &motcua.Error{Code: motcua.CodeDenied, Field: "change"}
	case !everybody && !slices.ContainsFunc(need, a.May):
		return "", &motcua.Error{Code: motcua.CodeDenied, Field: "role"}
	}
	e.ctx = motcua.Acting(e.ctx, a)
	return a.Name, nil
}

// login waits out a pause after failures: only a program that runs counts it.
func (e *env) login(p *people.People, login, word string) (motcua.Account, error) {
	for {
		a, err := p.Login(e.ctx, login, word)
		left := motcua.HeldFor(err)
		if left == 0 {
			return a, err
		}
		fmt.Fprintf(e.Err, "motcuactl: đăng nhập đang tạm khóa vì nhập sai nhiều lần; chờ %d giây. Tắt lệnh giữa chừng thì lần sau chờ tiếp.\n", left/time.Second)
		if err := wait(e.ctx, p, login, left); err != nil {
			return a, err
		}
	}
}

// wait lets the pause of a login pass, and keeps what has passed every few
// seconds.
func wait(ctx context.Context, p *people.People, login string, left time.Duration) error {
	const step = 5 * time.Second
	for left > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(left, step)):
		}
		var err error
		if left, err = p.Left(ctx, login); err != nil {
			return err
		}
	}
	return nil
}

// secretIn reads the first line of a file, which is never shown.
func secretIn(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "password-file", Cause: err}
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 4*people.MaxPassword))
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeIO, Field: "password-file", Cause: err}
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte("\r"))), nil
}

// actor returns the name of whoever runs the command; said, where the station
// has no accounts.
func (e *env) actor(said string) string {
	if a, ok := motcua.WhoActs(e.ctx); ok {
		return a.Name
	}
	return said
}

// note notes what whoever runs the command looked at, printed or took out.
func (e *env) note(deed motcua.AccessDeed, dossier, form string) {
	if e.watch != nil {
		e.watch.Note(e.ctx, deed, dossier, form)
	}
}
