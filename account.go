package motcua

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Role is what a person is at a station; one person may be several.
type Role string

// The roles.
const (
	RoleClerk         Role = "clerk"
	RoleOfficer       Role = "officer"
	RoleLeader        Role = "leader"
	RoleCollector     Role = "collector"
	RoleAdministrator Role = "administrator"
)

// Roles returns every role.
func Roles() []Role {
	return []Role{RoleClerk, RoleOfficer, RoleLeader, RoleCollector, RoleAdministrator}
}

// Name returns the role in Vietnamese, as screens and lists show it.
func (r Role) Name() string {
	switch r {
	case RoleClerk:
		return "cán bộ tiếp nhận"
	case RoleOfficer:
		return "chuyên viên giải quyết"
	case RoleLeader:
		return "lãnh đạo"
	case RoleCollector:
		return "cán bộ thu gom"
	case RoleAdministrator:
		return "người quản trị"
	}
	return string(r)
}

// RoleNames returns the names of roles, parted by commas.
func RoleNames(roles []Role) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = r.Name()
	}
	return strings.Join(names, ", ")
}

// Power is what some roles may do and others may not.
type Power string

// The powers.
const (
	PowerServe   Power = "serve"   // take in, work on, look at and print dossiers
	PowerApprove Power = "approve" // what the law leaves to the head of the office
	PowerCollect Power = "collect" // carry sealed bundles
	PowerPeople  Power = "people"  // accounts, and who looked at what
)

// powers says who has which power.
var powers = map[Power][]Role{
	PowerServe:   {RoleClerk, RoleOfficer, RoleLeader},
	PowerApprove: {RoleLeader},
	PowerCollect: {RoleCollector, RoleClerk, RoleOfficer, RoleLeader, RoleAdministrator},
	PowerPeople:  {RoleAdministrator},
}

// Account is a person who works at a station. Login never changes and is never
// given to anyone else; so is Name, which events bear as their actor.
type Account struct {
	Login    string `json:"login"` // "lan.nt"
	Name     string `json:"name"`  // "Nguyễn Thị Lan"
	Roles    []Role `json:"roles"`
	Disabled bool   `json:"disabled,omitempty"`
	// MustChange asks for a password of the person's own after the next login.
	MustChange bool `json:"mustChange,omitempty"`
}

// May reports whether one of the account's roles has a power.
func (a Account) May(p Power) bool {
	return !a.Disabled && slices.ContainsFunc(a.Roles, func(r Role) bool { return slices.Contains(powers[p], r) })
}

// MaxName bounds the name of a person who works here, in letters.
const MaxName = 80

var loginShape = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,31}$`)

// Check returns CodeInvalid with the field that is wrong.
func (a Account) Check() error {
	name, ok := CleanText(a.Name, false)
	switch {
	case !loginShape.MatchString(a.Login):
		return &Error{Code: CodeInvalid, Field: "login"}
	case !ok || name != a.Name || name == "" || len([]rune(name)) > MaxName || strings.Contains(name, "  "):
		return &Error{Code: CodeInvalid, Field: "name"}
	case len(a.Roles) == 0:
		return &Error{Code: CodeInvalid, Field: "roles"}
	}
	for i, r := range a.Roles {
		if !slices.Contains(Roles(), r) || slices.Contains(a.Roles[:i], r) {
			return &Error{Code: CodeInvalid, Field: "roles"}
		}
	}
	return nil
}

// Secret is a password, PIN or recovery code as it is kept: an Argon2id sum.
type Secret struct {
	Salt   []byte `json:"salt"`
	Sum    []byte `json:"sum"`
	Passes uint32 `json:"passes"`
	KiB    uint32 `json:"kib"`
	Lanes  uint8  `json:"lanes"`
}

// Hold is the pause after failures. Left only shrinks by time that a running
// program counted, so that no clock shortens it.
type Hold struct {
	Fails   int           `json:"fails,omitempty"` // in a row
	Left    time.Duration `json:"left,omitempty"`
	Version uint64        `json:"version,omitempty"` // grows with every change of Left
}

// Held returns the error of a try that came before a hold was over.
func Held(left time.Duration) error {
	return &Error{Code: CodeDenied, Field: "hold", Detail: strconv.Itoa(int((left + time.Second - 1) / time.Second))}
}

// HeldFor returns how long the hold still lasts that refused a try; 0 where err
// is something else.
func HeldFor(err error) time.Duration {
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeDenied || e.Field != "hold" {
		return 0
	}
	n, err := strconv.Atoi(e.Detail)
	if err != nil {
		return 0
	}
	return time.Duration(n) * time.Second
}

// Member is an account with what only the station's file knows of it.
type Member struct {
	Account
	Password Secret  `json:"password"`
	PIN      *Secret `json:"pin,omitempty"` // nil: none chosen
	Hold     Hold    `json:"hold,omitzero"`
}

// Staff is everybody who ever had an account at a station. Without members the
// station belongs to whoever opens it.
type Staff struct {
	Members  []Member `json:"members"`
	Hold     Hold     `json:"hold,omitzero"` // of the station: failures of all
	Recovery *Secret  `json:"recovery,omitempty"`
}

// Member returns the member with a login, nil where there is none.
func (s *Staff) Member(login string) *Member {
	for i := range s.Members {
		if s.Members[i].Login == login {
			return &s.Members[i]
		}
	}
	return nil
}

// EventStaff is a change of the accounts of a station; body StaffChanged.
const EventStaff EventKind = "station.staff"

// StaffDeed says what was done with an account.
type StaffDeed string

// The deeds.
const (
	StaffAdded     StaffDeed = "added"
	StaffReset     StaffDeed = "reset" // a new password, by an administrator
	StaffDisabled  StaffDeed = "disabled"
	StaffEnabled   StaffDeed = "enabled"
	StaffRecovered StaffDeed = "recovered" // a new password, by the recovery code
	StaffSheet     StaffDeed = "sheet"     // a new recovery code; the one before no longer opens
)

// StaffChanged is the body of the event: what, never a secret.
type StaffChanged struct {
	Did   StaffDeed `json:"did"`
	Login string    `json:"login"`
	Name  string    `json:"name"`
	Roles []Role    `json:"roles"`
}

type actingKey struct{}

// Acting returns a context in which everything is done by a person.
func Acting(ctx context.Context, a Account) context.Context {
	return context.WithValue(ctx, actingKey{}, a)
}

// WhoActs returns the person of a context; false where nobody is named.
func WhoActs(ctx context.Context) (Account, bool) {
	a, ok := ctx.Value(actingKey{}).(Account)
	return a, ok
}
