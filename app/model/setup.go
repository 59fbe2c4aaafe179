package model

import (
	"context"
	"fmt"
	"strings"

	"motcua"
)

// SetupField is a box of the first window.
type SetupField int

// The boxes, in order.
const (
	SetupProvince SetupField = iota
	SetupWard
	SetupShare
	SetupName
	SetupFields
)

// NewStation is what the first window asks for.
type NewStation struct {
	Unit     string // "46-19789"
	Name     string // "Quầy 01"
	From, To int    // serials of a day until there is a hub
}

// SetupConfig is what the first window works with.
type SetupConfig struct {
	Folder string // where the data will be
	Units  Units
	Make   func(ctx context.Context, s NewStation) error // makes the station and opens it
	Tasks  Tasks
	Clock  Clock
}

// Setup is the window of a folder that is no counter yet: where the counter is,
// what it is called and which numbers are its own.
type Setup struct {
	OnChange func()
	OnMade   func()

	cfg   SetupConfig
	texts [SetupFields]string // keys of what was chosen; the name as typed
	named bool                // the clerk wrote the name
	tried bool
	busy  bool
	said  string
	code  string
}

// shares are the parts of a day's first 999 serials, for counters that have no
// hub to keep their numbers apart. The key is the first serial.
var shares = []struct {
	choice   Choice
	from, to int
	name     string
}{
	{Choice{Key: "one", Text: "Quầy duy nhất của đơn vị", Note: "số 0001 đến 0999"}, motcua.FreshFrom, motcua.FreshTo, "Quầy 01"},
	{Choice{Key: "1", Text: "Quầy thứ nhất", Note: "số 0001 đến 0249"}, motcua.FreshFrom, 249, "Quầy 01"},
	{Choice{Key: "2", Text: "Quầy thứ hai", Note: "số 0250 đến 0499"}, 250, 499, "Quầy 02"},
	{Choice{Key: "3", Text: "Quầy thứ ba", Note: "số 0500 đến 0749"}, 500, 749, "Quầy 03"},
	{Choice{Key: "4", Text: "Quầy thứ tư", Note: "số 0750 đến 0999"}, 750, motcua.FreshTo, "Quầy 04"},
}

// NewSetup returns the window with nothing chosen: which counter this is
// decides its numbers, and nobody should pass over that.
func NewSetup(cfg SetupConfig) *Setup {
	m := &Setup{OnChange: func() {}, OnMade: func() {}, cfg: cfg}
	m.texts[SetupName] = shares[0].name
	return m
}

// SetupState is what the window shows.
type SetupState struct {
	Folder string
	Words  [SetupFields]string // of what was chosen
	Faults [SetupFields]string // said once it was tried
	Busy   bool
	Said   string
	Code   string // for whoever helps
}

// State returns what the window shows now.
func (m *Setup) State() SetupState {
	s := SetupState{Folder: m.cfg.Folder, Busy: m.busy, Said: m.said, Code: m.code}
	for f := range SetupFields {
		s.Words[f] = m.texts[f]
		for _, c := range m.Choices(f, "") {
			if c.Key == m.texts[f] {
				s.Words[f] = c.Text
			}
		}
	}
	if m.tried {
		s.Faults = m.faults()
	}
	return s
}

// Choices returns the lines of a box's list that a query finds; nil for the
// name.
func (m *Setup) Choices(f SetupField, query string) []Choice {
	switch f {
	case SetupProvince:
		return match(places(m.cfg.Units.Provinces()), query)
	case SetupWard:
		return match(places(m.cfg.Units.Wards(m.texts[SetupProvince])), query)
	case SetupShare:
		var all []Choice
		for _, s := range shares {
			all = append(all, s.choice)
		}
		return match(all, query)
	}
	return nil
}

// Set takes what a box says now: the key of a choice, or the name.
func (m *Setup) Set(f SetupField, value string) {
	if m.busy || m.texts[f] == value {
		return
	}
	m.texts[f], m.said, m.code = value, "", ""
	switch f {
	case SetupProvince:
		m.texts[SetupWard] = ""
	case SetupName:
		m.named = true
	case SetupShare:
		if !m.named {
			m.texts[SetupName] = m.share().name
		}
	}
	m.OnChange()
}

func (m *Setup) share() (s struct {
	choice   Choice
	from, to int
	name     string
}) {
	for _, s := range shares {
		if s.choice.Key == m.texts[SetupShare] {
			return s
		}
	}
	return s
}

func (m *Setup) faults() (out [SetupFields]string) {
	for f, why := range map[SetupField]string{SetupProvince: "chọn trong danh sách", SetupWard: "chọn trong danh sách", SetupShare: "chọn trong danh sách", SetupName: "bắt buộc"} {
		if strings.TrimSpace(m.texts[f]) == "" {
			out[f] = why
		}
	}
	if n := len([]rune(strings.TrimSpace(m.texts[SetupName]))); n > maxStationName {
		out[SetupName] = fmt.Sprintf("dài quá %d chữ", maxStationName)
	}
	return out
}

// maxStationName bounds the name on receipts and in lists, in letters.
const maxStationName = 40

// Make makes the station. Where a box is missing it says which, and makes
// nothing.
func (m *Setup) Make() {
	if m.busy {
		return
	}
	m.tried = true
	if m.faults() != ([SetupFields]string{}) {
		m.OnChange()
		return
	}
	s := m.share()
	n := NewStation{Unit: m.texts[SetupProvince] + "-" + m.texts[SetupWard], Name: clean(m.texts[SetupName]), From: s.from, To: s.to}
	m.busy, m.said, m.code = true, "", ""
	m.OnChange()
	m.cfg.Tasks.Go(LaneUnlock, func(ctx context.Context) func() {
		err := m.cfg.Make(ctx, n)
		return func() {
			m.busy = false
			if err == nil {
				m.OnMade()
				return
			}
			e := Explain(DeedOpen, err)
			m.said, m.code = strings.Replace(e.Text(), deedSafe[DeedOpen], "Chưa có hồ sơ nào nên không mất gì.", 1), e.Code
			m.OnChange()
		}
	})
}
