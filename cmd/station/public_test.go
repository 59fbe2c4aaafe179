package station_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base32"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/cmd/station"
)

// meet lets s learn of peers as its hub would tell it.
func meet(t *testing.T, s *station.Station, peers ...motcua.Peer) {
	t.Helper()
	if s.Store.Station().Hub == nil {
		pub, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		id, err := age.GenerateX25519Identity()
		if err != nil {
			t.Fatal(err)
		}
		hub := motcua.HubInfo{URL: "https://127.0.0.1:8443", Public: "https://motcua.example.vn", Name: "Trung tâm", Key: pub, Recipient: id.Recipient().String()}
		if err := s.Store.Enrolled(t.Context(), hub, 1, 999); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Store.Ingest(t.Context(), nil, peers, "1", time.Time{}); err != nil {
		t.Fatal(err)
	}
}

func taken(t *testing.T, s *station.Station, name string) motcua.Dossier {
	t.Helper()
	d, err := s.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: name}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// qrOf signs what a receipt of d would carry, with s's own key.
func qrOf(t *testing.T, s *station.Station, d motcua.Dossier) string {
	t.Helper()
	text, err := s.Store.Token(d)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// spoil changes one bit of the i-th byte of a token, from the end where i < 0.
func spoil(t *testing.T, text string, i int) string {
	t.Helper()
	e := base32.StdEncoding.WithPadding(base32.NoPadding)
	b, err := e.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	if i < 0 {
		i += len(b)
	}
	b[i] ^= 1
	return e.EncodeToString(b)
}

func TestWhatIsNoTrueReceiptIsOneUnknownWhateverIsWrongWithIt(t *testing.T) {
	s, strange, gone := open(t), open(t), open(t)
	d := taken(t, s, "Nguyễn Thị Ví Dụ")
	good := qrOf(t, s, d)
	if _, _, err := s.Public(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	meet(t, s, motcua.Peer{ID: gone.Store.Station().ID, Key: gone.Store.PublicKey(), Unit: "46-19789", Name: "Quầy 09", Revoked: true})
	guessed := d
	guessed.Received.Secret = slices.Clone(d.Received.Secret)
	guessed.Received.Secret[0] ^= 1
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, err := motcua.Token{Station: motcua.StationID(key.Public().(ed25519.PublicKey)), Code: d.Received.Code, Secret: d.Received.Secret}.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	for what, bad := range map[string]string{
		"a true signature over a wrong secret": qrOf(t, s, guessed),
		"a revoked station":                    qrOf(t, gone, taken(t, gone, "Trần Văn Mẫu")),
		"a station nobody knows":               qrOf(t, strange, taken(t, strange, "Trần Văn Mẫu")),
		"a key made for the occasion":          other,
		"a flipped station":                    spoil(t, good, 1),
		"a flipped code":                       spoil(t, good, 30),
		"a flipped secret":                     spoil(t, good, -65),
		"a forged signature":                   spoil(t, good, -1),
		"a cut token":                          good[:len(good)-8],
		"two tokens":                           good + good,
		"the code alone":                       string(d.Received.Code),
		"nothing":                              "",
		"letters that upper case makes others": strings.Replace(good, "S", "ſ", 1) + "ſ",
	} {
		p, at, err := s.Public(t.Context(), bad)
		if motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "token" || p.Code != "" || !at.IsZero() {
			t.Errorf("%s: %+v, %v", what, p, err)
		}
	}
}

func TestATrueReceiptOfAKnownStationWhoseDossierIsElsewhereIsToldApart(t *testing.T) {
	s, near := open(t), open(t)
	meet(t, s, motcua.Peer{ID: near.Store.Station().ID, Key: near.Store.PublicKey(), Unit: "46-19789", Name: "Quầy 02"})
	theirs := taken(t, near, "Trần Văn Mẫu")
	elsewhere := func(when string) {
		t.Helper()
		p, _, err := s.Public(t.Context(), qrOf(t, near, theirs))
		if motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "dossier" || p.Code != "" {
			t.Errorf("%s: %+v, %v", when, p, err)
		}
	}
	elsewhere("no dossier here has the code")
	if ours := taken(t, s, "Nguyễn Thị Ví Dụ"); ours.Received.Code != theirs.Received.Code {
		t.Fatalf("%s is not %s", ours.Received.Code, theirs.Received.Code)
	}
	elsewhere("our own dossier has the same code")
}
