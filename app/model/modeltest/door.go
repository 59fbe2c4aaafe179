package modeltest

import (
	"context"
	"sync"
	"time"

	"motcua"
)

// Door is a door that works: words in memory, pauses by a clock of the test.
type Door struct {
	Now    func() time.Time
	People []motcua.Account
	Words  map[string]string // by login
	PINs   map[string]string
	Fail   error

	mu    sync.Mutex
	fails map[string]int
	until map[string]time.Time
	tried []string
}

// TwoClerks is a door for two clerks, one of whom has still her first password,
// an officer who left, and an administrator.
func TwoClerks(now func() time.Time) *Door {
	clerk := []motcua.Role{motcua.RoleClerk}
	return &Door{Now: now, People: []motcua.Account{
		{Login: "lan.nt", Name: "Nguyễn Thị Lan", Roles: clerk}, {Login: "hoa.lt", Name: "Lê Thị Hoa", Roles: []motcua.Role{motcua.RoleClerk, motcua.RoleLeader}, MustChange: true},
		{Login: "cu.tv", Name: "Trần Văn Cũ", Roles: clerk, Disabled: true}, {Login: "binh.tv", Name: "Trần Văn Bình", Roles: []motcua.Role{motcua.RoleAdministrator}},
	}, Words: map[string]string{"lan.nt": "mat khau cua lan", "hoa.lt": "mat khau dau"}, PINs: map[string]string{"lan.nt": "194507"}}
}

// Tried returns every word that was tried.
func (d *Door) Tried() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.tried...)
}

// List implements model.Door.
func (d *Door) List(context.Context) ([]motcua.Account, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]motcua.Account(nil), d.People...), d.Fail
}

// Left implements model.Door.
func (d *Door) Left(_ context.Context, login string) (time.Duration, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return max(0, d.until[login].Sub(d.Now())), d.Fail
}

// Login implements model.Door.
func (d *Door) Login(_ context.Context, login, word string) (motcua.Account, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.tried = append(d.tried, word)
	if left := d.until[login].Sub(d.Now()); left > 0 {
		return motcua.Account{}, motcua.Held(left)
	}
	for _, a := range d.People {
		if a.Login == login && !a.Disabled && (word == d.Words[login] || word == d.PINs[login]) {
			delete(d.fails, login)
			return a, d.Fail
		}
	}
	if d.fails == nil {
		d.fails, d.until = map[string]int{}, map[string]time.Time{}
	}
	d.until[login] = d.Now().Add(time.Second << d.fails[login])
	d.fails[login]++
	return motcua.Account{}, &motcua.Error{Code: motcua.CodeDenied, Field: "password"}
}

// SetPassword implements model.Door.
func (d *Door) SetPassword(_ context.Context, login, word string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(word) < 8 {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "password"}
	}
	d.Words[login] = word
	for i := range d.People {
		if d.People[i].Login == login {
			d.People[i].MustChange = false
		}
	}
	return d.Fail
}

// SetPIN implements model.Door.
func (d *Door) SetPIN(_ context.Context, login, pin string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(pin) != 6 {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "pin"}
	}
	d.PINs[login] = pin
	return d.Fail
}
