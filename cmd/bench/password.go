package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

// Bounds of a password check: slow enough that guessing costs, quick enough
// that nobody minds.
const (
	quickestCheck = 150 * time.Millisecond
	slowestCheck  = 400 * time.Millisecond
)

// password times logging in: the failure that is written down first, the sum,
// and taking the failure back.
func password(ctx context.Context, b *bench) (err error) {
	dir := filepath.Join(b.dir, "password")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if _, err := station.Init(ctx, dir, "46-19789", "", "Quầy 01", 1, 999, time.Now, store.Keys{}); err != nil {
		return err
	}
	s, err := station.Open(ctx, station.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close(), os.RemoveAll(dir)) }()
	const login, word = "binh.tv", "mở quầy sáng nay"
	if _, err := s.People.Add(ctx, motcua.Account{}, motcua.Account{Login: login, Name: "Trần Văn Bình", Roles: []motcua.Role{motcua.RoleAdministrator}}, word); err != nil {
		return err
	}
	var all times
	for i := range 21 {
		took, err := timed(func() error { _, err := s.People.Login(ctx, login, word); return err })
		if err != nil {
			return err
		}
		if i > 0 {
			all = append(all, took)
		}
	}
	b.most("password check, p95 of 20", short(all.at(95)), "fastest "+short(all.at(1))+", p50 "+short(all.at(50)), "150–400 ms",
		all.at(1) >= quickestCheck && all.at(95) <= slowestCheck)
	return nil
}
