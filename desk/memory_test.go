package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"motcua"
)

// memory is a File that keeps its log in memory: signed, chained events and
// folded states, as the station's file on disk does.
type memory struct {
	mu     sync.Mutex
	key    ed25519.PrivateKey
	events []motcua.Event
	intake map[string]string // intake id to dossier id
	files  map[string][]byte
	slips  map[motcua.Series]int
	full   bool // no more room
}

func newMemory() *memory {
	seed := sha256.Sum256([]byte("desk test"))
	return &memory{key: ed25519.NewKeyFromSeed(seed[:]), intake: map[string]string{}, files: map[string][]byte{}, slips: map[motcua.Series]int{}}
}

func (m *memory) Station() motcua.Station {
	return motcua.Station{
		ID: motcua.StationID(m.key.Public().(ed25519.PublicKey)), Unit: "46-19789", UnitName: "Phường Thuận Hoá",
		Agency: "H57.19.789", Name: "Quầy 01", SerialFrom: 1, SerialTo: 199,
	}
}

func (m *memory) Receive(_ context.Context, actor string, at time.Time, r motcua.Received, then ...motcua.Action) (motcua.Dossier, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, again := m.intake[r.Intake.ID]
	if again {
		return m.fold(id)
	}
	code, err := motcua.MakeCode(m.Station().Agency, at, len(m.intake)+1)
	if err != nil {
		return motcua.Dossier{}, err
	}
	r.Code, r.Secret = code, bytes.Repeat([]byte{7}, motcua.SecretLen)
	id = "d-" + r.Intake.ID
	if err := m.append(actor, at, id, motcua.EventReceived, r); err != nil {
		return motcua.Dossier{}, err
	}
	m.intake[r.Intake.ID] = id
	for _, do := range then {
		if err := m.do(motcua.Act{Actor: actor, At: at, Dossier: id, Do: do}); err != nil {
			return motcua.Dossier{}, err
		}
	}
	return m.fold(id)
}

func (m *memory) Act(_ context.Context, a motcua.Act) (motcua.Dossier, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.do(a); err != nil {
		return motcua.Dossier{}, err
	}
	return m.fold(a.Dossier)
}

func (m *memory) do(a motcua.Act) error {
	d, err := m.fold(a.Dossier)
	if err != nil {
		return err
	}
	if a.Seen != "" && a.Seen != d.Newest {
		return &motcua.Error{Code: motcua.CodeConflict, Field: "seen", Detail: string(motcua.ReasonChanged)}
	}
	if err := a.Do.Allows(d); err != nil {
		return err
	}
	if _, ok := a.Do.(motcua.Revoked); ok {
		if _, err := d.Undoable(m.Station().ID, a.At); err != nil {
			return err
		}
	}
	if n, ok := a.Do.(motcua.Numbered); ok {
		m.slips[n.Series()]++
		a.Do = n.Numbered(motcua.Slip{Series: n.Series(), Unit: m.Station().Unit, Year: a.At.Year(), Counter: m.Station().Name, Number: m.slips[n.Series()]})
	}
	return m.append(a.Actor, a.At, a.Dossier, a.Do.Kind(), a.Do)
}

func (m *memory) append(actor string, at time.Time, dossier string, kind motcua.EventKind, body any) error {
	if m.full {
		return &motcua.Error{Code: motcua.CodeDiskFull}
	}
	raw, err := motcua.SaltedBody(make([]byte, 16), body)
	if err != nil {
		return err
	}
	e := motcua.Event{
		Version: motcua.EventVersion, ID: fmt.Sprintf("e%s-%d", dossier, len(m.events)+1), Station: m.Station().ID,
		Seq: uint64(len(m.events) + 1), Wall: at.UTC().Truncate(time.Millisecond), Actor: actor, Dossier: dossier, Kind: kind, Body: raw,
	}
	if n := len(m.events); n > 0 {
		e.Prev, e.HLC = m.events[n-1].Hash(), m.events[n-1].HLC
	}
	e.HLC = e.HLC.Next(at)
	if err := e.Sign(m.key); err != nil {
		return err
	}
	m.events = append(m.events, e)
	return nil
}

func (m *memory) NewestWall(context.Context) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var newest time.Time
	for _, e := range m.events {
		if e.Kind == motcua.EventReceived {
			newest = e.Wall
		}
	}
	return newest, nil
}

func (m *memory) Dossier(_ context.Context, id string) (motcua.Dossier, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fold(id)
}

func (m *memory) fold(id string) (motcua.Dossier, error) {
	var own []motcua.Event
	for _, e := range m.events {
		if e.Dossier == id {
			own = append(own, e)
		}
	}
	return motcua.FoldDossier(own)
}

func (m *memory) PutFile(_ context.Context, r io.Reader) (string, int64, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return "", 0, err
	}
	if m.full {
		return "", 0, &motcua.Error{Code: motcua.CodeDiskFull}
	}
	sum := sha256.Sum256(b)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[hex.EncodeToString(sum[:])] = b
	return hex.EncodeToString(sum[:]), int64(len(b)), nil
}

// shelf is a catalogue of a few invented procedures.
type shelf []motcua.Procedure

func (shelf) Version() string { return "test/1" }

func (s shelf) Get(code string) (motcua.Procedure, bool) {
	for _, p := range s {
		if code == p.Code || strings.HasPrefix(code, p.Code+".") {
			return p, true
		}
	}
	return motcua.Procedure{}, false
}

var procedures = shelf{
	{
		Code: "9.000001", Name: "Đăng ký thử", Field: "Hộ tịch",
		Offers: []motcua.Offer{
			{Channel: motcua.ChannelDirect, Limit: motcua.Limit{Unit: motcua.LimitSameDay, Unverified: true, Source: "x"}, FeeText: "Miễn phí"},
			{Channel: motcua.ChannelPost, Limit: motcua.Limit{Unit: motcua.LimitWorkDays, Count: 3, Text: "3 Ngày làm việc"}},
		},
		Groups: []motcua.PaperGroup{
			{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
				{Key: "p1", Name: "Tờ khai", Originals: 1},
				{Key: "p2", Name: "Trường hợp trẻ bị bỏ rơi phải có biên bản", Originals: 1},
				{Key: "p3", Name: "Hộ chiếu", Originals: 1, PresentOnly: true},
				{Key: "p4", Name: "Lời dặn", Note: true},
				{Key: "p5", Name: "Sổ", Originals: 1, Copies: 2},
			}},
			{Kind: motcua.GroupAuthorised, Case: "Trường hợp ủy quyền", Papers: []motcua.PaperRule{
				{Key: "p6", Name: "Văn bản ủy quyền", Originals: 1}, {Key: "p7", Name: "Hợp đồng dịch vụ", Copies: 1},
			}},
		},
	},
	{
		Code: "9.000002", Name: "Đổi thử", Field: "Đất đai",
		Offers: []motcua.Offer{{Channel: motcua.ChannelDirect, Limit: motcua.Limit{Text: "5"}}},
		Groups: []motcua.PaperGroup{
			{Kind: motcua.GroupCase, Case: "a) Cấp mới", Papers: []motcua.PaperRule{{Key: "p1", Name: "Đơn", Originals: 1}}},
			{Kind: motcua.GroupCase, Case: "b) Cấp lại", Papers: []motcua.PaperRule{{Key: "p2", Name: "Đơn cấp lại", Originals: 1}}},
		},
	},
	{
		Code: "9.000003", Name: "Xin thử", Field: "Khác",
		Groups: []motcua.PaperGroup{
			{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{{Key: "p1", Name: "Đơn", Originals: 1}}},
			{Kind: motcua.GroupCase, Case: "Trường hợp dưới 14 tuổi", Papers: []motcua.PaperRule{{Key: "p2", Name: "Giấy khai sinh", Copies: 1}}},
		},
	},
}

// map46 knows one province with one commune.
type map46 struct{}

func (map46) Get(id string) (motcua.Unit, bool) {
	if id != "46-19789" {
		return motcua.Unit{}, false
	}
	return motcua.Unit{ID: id, Name: "Phường Thuận Hoá", Province: "Thành phố Huế"}, true
}

func (map46) Province(code string) (string, bool) { return "Thành phố Huế", code == "46" }

// everyDay is a calendar without days off.
type everyDay struct{}

func (everyDay) Due(received time.Time, l motcua.Limit) (motcua.Appointment, error) {
	a := motcua.Appointment{Received: received.Truncate(time.Second), Limit: l, Calendar: "every day"}
	if l.Unit != motcua.LimitNone {
		a.Due = a.Received.AddDate(0, 0, l.Count)
	}
	return a, nil
}

func (everyDay) Deadline(a motcua.Appointment, pauses []motcua.Pause) (motcua.Deadline, error) {
	d := motcua.Deadline{Due: a.Due}
	for _, p := range pauses {
		d.Due = d.Due.Add(p.To.Sub(p.From))
	}
	return d, nil
}

func (everyDay) Works(at time.Time) bool { h := at.In(motcua.Local).Hour(); return h >= 7 && h <= 17 }

// firstByte judges a document by its first byte: 'P' is a PDF of one page,
// 'E' one of none, anything else no document.
type firstByte struct{}

func (firstByte) Inspect(data []byte) (motcua.FileRef, error) {
	sum := sha256.Sum256(data)
	ref := motcua.FileRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data)), Type: "application/pdf"}
	switch data[0] {
	case 'P':
		ref.Pages = 1
	case 'E':
	default:
		return ref, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file"}
	}
	return ref, nil
}

// now is a Friday morning.
var now = time.Date(2026, 11, 20, 8, 30, 15, 0, motcua.Local)

func counter(t *testing.T) (*Desk, *memory) {
	t.Helper()
	m := newMemory()
	return New(Config{
		File: m, Catalogue: procedures, Units: map46{}, Calendar: everyDay{}, Inspect: firstByte{},
		Now: func() time.Time { return now }, Random: zeros{}, Actor: "Cán bộ Thử",
	}), m
}

// zeros is a source of randomness that has none left to give.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

var errTorn = errors.New("cable pulled")
