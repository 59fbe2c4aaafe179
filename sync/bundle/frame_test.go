package bundle

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/sync/wire"
)

var update = flag.Bool("update", false, "write testdata anew")

// made is a bundle of two events and one file with nothing random in it. The
// people in it are invented.
type made struct {
	key      ed25519.PrivateKey
	contents Contents
	events   []motcua.Event
	file     []byte
}

const (
	vectorKey = "motcua bundle test vector, v1..." // 32 bytes
)

func reader(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func make1(t testing.TB, to string) made {
	t.Helper()
	m := made{key: ed25519.NewKeyFromSeed([]byte(vectorKey)), file: []byte("%PDF-1.7 invented page")}
	station := motcua.StationID(m.key.Public().(ed25519.PublicKey))
	sum := sha256.Sum256(m.file)
	ref := motcua.FileRef{SHA256: hex.EncodeToString(sum[:]), Size: int64(len(m.file)), Type: "application/pdf", Pages: 1}
	at := time.Date(2026, 11, 20, 3, 0, 0, 0, time.UTC)
	for i, data := range []any{
		motcua.StatusChanged{From: motcua.StatusReceived, To: motcua.StatusProcessing, Note: "Đã chuyển & <xem>"},
		motcua.FileAdded{Paper: "p1", File: ref, From: "file"},
	} {
		body, err := motcua.SaltedBody([]byte("0123456789abcdef"), data)
		if err != nil {
			t.Fatal(err)
		}
		e := motcua.Event{
			Version: 1, ID: []string{"0193-a", "0193-b"}[i], Station: station, Seq: uint64(8 + i),
			Wall: at, HLC: motcua.HLC(0).Next(at) + motcua.HLC(i), Actor: "Vũ Thị Ví Dụ", Dossier: "d1",
			Kind: []motcua.EventKind{motcua.EventStatusChanged, motcua.EventFileAdded}[i], Body: body,
		}
		if i > 0 {
			e.Prev = m.events[0].Hash()
		}
		if err := e.Sign(m.key); err != nil {
			t.Fatal(err)
		}
		m.events = append(m.events, e)
	}
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, m.file, 0o600); err != nil {
		t.Fatal(err)
	}
	m.contents = Contents{
		Manifest: Manifest{ID: "01930000-0000-7000-8000-000000000001", Kind: ToHub, From: station, To: to, Station: station, Made: at, Cursor: "3"},
		Events:   list(m.events...),
		OpenFile: func(string) (motcua.File, error) { return onDisk(path) },
		Sign:     func(b []byte) []byte { return ed25519.Sign(m.key, b) },
	}
	return m
}

func list(events ...motcua.Event) Events {
	return func(yield func(motcua.Event, error) bool) {
		for _, e := range events {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (m made) reader(t testing.TB, to string) Reader {
	return Reader{
		Kind: ToHub, Recipient: to, Dir: t.TempDir(), Unseal: func(r io.Reader) (io.Reader, error) { return r, nil },
		Key: func(from string) (ed25519.PublicKey, error) {
			if from != m.contents.Manifest.From {
				return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "station"}
			}
			return m.key.Public().(ed25519.PublicKey), nil
		},
	}
}

func (m made) frame(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := writeFrame(&b, m.contents); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (m made) same(t testing.TB, o *Opened) {
	t.Helper()
	i := 0
	for e, err := range o.Events() {
		if err != nil {
			t.Fatal(err)
		}
		if e.Hash() != m.events[i].Hash() || !bytes.Equal(e.Body, m.events[i].Body) {
			t.Fatalf("event %d changed on the way", i)
		}
		i++
	}
	if i != len(m.events) {
		t.Fatalf("%d events", i)
	}
	f, err := o.OpenFile(o.Manifest.Files[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil || !bytes.Equal(got, m.file) {
		t.Fatalf("%q %v", got, err)
	}
}

func code(t *testing.T, err error, want motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != want || motcua.FieldOf(err) != field {
		t.Errorf("got %v, want %s %q", err, want, field)
	}
}

func TestASealedBundleComesOutAsItWentIn(t *testing.T) {
	id := reader(t)
	to := id.Recipient().String()
	m := make1(t, to)
	var b bytes.Buffer
	manifest, err := Write(&b, m.contents)
	if err != nil {
		t.Fatal(err)
	}
	if manifest.FromSeq != 8 || manifest.Through != 9 || manifest.Events != 2 || len(manifest.Files) != 1 || manifest.More {
		t.Fatalf("%+v", manifest)
	}
	if bytes.Contains(b.Bytes(), []byte("PDF")) || bytes.Contains(b.Bytes(), []byte("Ví Dụ")) {
		t.Fatal("the seal shows what is inside")
	}
	r := m.reader(t, to)
	r.Unseal = Unsealer(id)
	o, err := Read(&b, r)
	if err != nil {
		t.Fatal(err)
	}
	m.same(t, o)
	if err := o.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(r.Dir); err != nil || len(left) != 0 {
		t.Fatalf("%d things left behind, %v", len(left), err)
	}
}

func TestASealedBundleWithAnythingWrongIsRefusedAsAWhole(t *testing.T) {
	id := reader(t)
	to := id.Recipient().String()
	m := make1(t, to)
	var b bytes.Buffer
	if _, err := Write(&b, m.contents); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	r := m.reader(t, to)
	r.Unseal = Unsealer(id)
	for i := 0; i < len(whole); i += 7 {
		flipped := slices.Clone(whole)
		flipped[i] ^= 0x10
		if _, err := Read(bytes.NewReader(flipped), r); err == nil {
			t.Fatalf("byte %d flipped: believed", i)
		}
		_, err := Read(bytes.NewReader(whole[:i]), r)
		if motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Fatalf("torn at %d: %v", i, err)
		}
	}
	_, err := Read(bytes.NewReader(append(slices.Clone(whole), 0)), r)
	if motcua.CodeOf(err) != motcua.CodeCorrupt {
		t.Fatalf("followed by a byte: %v", err)
	}
	other := r
	other.Unseal = Unsealer(reader(t))
	_, err = Read(bytes.NewReader(whole), other)
	code(t, err, motcua.CodeDenied, "recipient")
	if left, err := os.ReadDir(r.Dir); err != nil || len(left) != 0 {
		t.Fatalf("%d things left behind, %v", len(left), err)
	}
}

func TestAFrameWithAnyByteFlippedOrMissingIsRefused(t *testing.T) {
	m := make1(t, "me")
	whole := m.frame(t)
	r := m.reader(t, "me")
	if _, err := readFrame(bytes.NewReader(whole), r); err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := slices.Clone(whole)
		flipped[i] ^= 1
		if _, err := readFrame(bytes.NewReader(flipped), r); err == nil {
			t.Fatalf("byte %d flipped: believed", i)
		}
		_, err := readFrame(bytes.NewReader(whole[:i]), r)
		if motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Fatalf("torn at %d: %v", i, err)
		}
	}
	_, err := readFrame(bytes.NewReader(append(slices.Clone(whole), 'x')), r)
	code(t, err, motcua.CodeCorrupt, "trailing")
}

func TestABundleForSomeoneElseIsRefusedEvenWhenSealedForMe(t *testing.T) {
	m := make1(t, "someone-else")
	_, err := readFrame(bytes.NewReader(m.frame(t)), m.reader(t, "me"))
	code(t, err, motcua.CodeDenied, "recipient")
	wrongWay := m.reader(t, "someone-else")
	wrongWay.Kind = ToStation
	_, err = readFrame(bytes.NewReader(m.frame(t)), wrongWay)
	code(t, err, motcua.CodeDenied, "recipient")
}

func TestABundleBySomeoneElseIsForged(t *testing.T) {
	m := make1(t, "me")
	r := m.reader(t, "me")
	stranger := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))
	m.contents.Sign = func(b []byte) []byte { return ed25519.Sign(stranger, b) }
	_, err := readFrame(bytes.NewReader(m.frame(t)), r)
	code(t, err, motcua.CodeForged, "manifest")
	r.Key = func(string) (ed25519.PublicKey, error) {
		return nil, &motcua.Error{Code: motcua.CodeRevoked, Field: "station"}
	}
	_, err = readFrame(bytes.NewReader(m.frame(t)), r)
	code(t, err, motcua.CodeRevoked, "station")
}

func TestASignedManifestDoesNotMakeForgedEventsTrue(t *testing.T) {
	for name, x := range map[string]struct {
		change func(*made)
		code   motcua.ErrorCode
		field  string
	}{
		"body changed":    {func(m *made) { m.events[0].Body = json.RawMessage(`{"data":1}`) }, motcua.CodeForged, "body"},
		"chain broken":    {func(m *made) { m.events[0].Actor = "ai đó" }, motcua.CodeForged, "chain"},
		"newest unsigned": {func(m *made) { m.events[1].Sig = make([]byte, 64) }, motcua.CodeForged, "signature"},
		"another station": {func(m *made) { m.events[1].Station = "s0000000000000000" }, motcua.CodeForged, "station"},
		"order turned":    {func(m *made) { slices.Reverse(m.events) }, motcua.CodeCorrupt, "through"},
	} {
		m := make1(t, "me")
		x.change(&m)
		m.contents.Events = list(m.events...)
		var b bytes.Buffer
		_, err := writeFrame(&b, m.contents)
		if err == nil {
			_, err = readFrame(&b, m.reader(t, "me"))
		}
		t.Log(name)
		code(t, err, x.code, x.field)
	}
}

func TestAFileThatIsNotWhatItsNameSaysIsNeverWritten(t *testing.T) {
	m := make1(t, "me")
	path := filepath.Join(t.TempDir(), "changed")
	if err := os.WriteFile(path, []byte("%PDF-1.7 invented pagE"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.contents.OpenFile = func(string) (motcua.File, error) { return onDisk(path) }
	_, err := writeFrame(io.Discard, m.contents)
	code(t, err, motcua.CodeCorrupt, "file")
	m.contents.OpenFile = nil // one that is gone holds back only what names it
	got, err := writeFrame(io.Discard, m.contents)
	if err != nil || got.Events != 1 || !got.More || len(got.Files) != 0 {
		t.Fatalf("%+v %v", got, err)
	}
	m.contents.Events = list(m.events[1])
	_, err = writeFrame(io.Discard, m.contents)
	code(t, err, motcua.CodeUnknown, "file")
}

func TestPromisesOfAHeaderAreBounded(t *testing.T) {
	m := make1(t, "me")
	huge := append([]byte(magic), binary.BigEndian.AppendUint32(nil, MaxManifest+1)...)
	_, err := readFrame(bytes.NewReader(huge), m.reader(t, "me"))
	code(t, err, motcua.CodeTooLarge, "manifest")
	base := m.contents.Manifest
	base.Version = Version
	for field, change := range map[string]func(*Manifest){
		"events": func(m *Manifest) { m.Events, m.FromSeq, m.Through = MaxEvents+1, 1, MaxEvents+1 },
		"files":  func(m *Manifest) { m.Files = []File{{hex.EncodeToString(make([]byte, 32)), wire.MaxFile + 1}} },
	} {
		x := base
		change(&x)
		code(t, x.check(), motcua.CodeTooLarge, field)
	}
	for field, change := range map[string]func(*Manifest){
		"kind": func(m *Manifest) { m.Kind = "x" }, "id": func(m *Manifest) { m.ID = "" },
		"through": func(m *Manifest) { m.Events = 1 }, "station": func(m *Manifest) { m.Station = "x" },
		"cursor": func(m *Manifest) { m.Cursor = "-1" }, "files": func(m *Manifest) { m.Files = []File{{"../../etc/passwd", 1}} },
	} {
		x := base
		change(&x)
		code(t, x.check(), motcua.CodeCorrupt, field)
	}
	base.Version = 2
	code(t, base.check(), motcua.CodeNewer, "v")
}

func TestAStationsReaderTakesNoFiles(t *testing.T) {
	m := make1(t, "me")
	r := m.reader(t, "me")
	r.Dir = ""
	_, err := readFrame(bytes.NewReader(m.frame(t)), r)
	code(t, err, motcua.CodeDenied, "files")
}

// The vector is the frozen form: what was written once must be readable for
// ever. How densely zstd packs may change, so writing is compared by what
// comes out.
func TestTheFrozenVectorCanStillBeRead(t *testing.T) {
	path := filepath.Join("testdata", "bundle-v1.bin")
	m := make1(t, "me")
	if *update {
		if err := os.WriteFile(path, m.frame(t), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o, err := readFrame(bytes.NewReader(raw), m.reader(t, "me"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	}()
	m.same(t, o)
	if o.Manifest.Cursor != "3" || o.Manifest.FromSeq != 8 || !o.Manifest.Made.Equal(m.contents.Manifest.Made) {
		t.Fatalf("%+v", o.Manifest)
	}
	if !bytes.HasPrefix(m.frame(t), raw[:len(magic)]) {
		t.Fatal("today's bundle begins otherwise")
	}
}

func TestWhatDoesNotFitIsLeftForTheNextBundle(t *testing.T) {
	m := make1(t, "me")
	endless := func(yield func(motcua.Event, error) bool) {
		e := m.events[1]
		for e.Seq = 1; ; e.Seq++ {
			e.Body = fmt.Appendf(nil, `{"data":{"paper":"p1","file":{"sha256":"%064x","size":1}}}`, e.Seq)
			if !yield(e, nil) {
				return
			}
		}
	}
	line, err := wire.Marshal(m.events[1])
	if err != nil {
		t.Fatal(err)
	}
	for name, most := range map[string]bounds{
		"events":   {events: 7, files: 100, packed: MaxPacked, unpacked: MaxUnpacked},
		"files":    {events: 100, files: 7, packed: MaxPacked, unpacked: MaxUnpacked},
		"unpacked": {events: 100, files: 100, packed: MaxPacked, unpacked: 7 * len(line)},
		"packed":   {events: 5000, files: 5000, packed: 1<<20 + 1000, unpacked: MaxUnpacked},
	} {
		var x Manifest
		packed, err := pack(&x, endless, m.contents.OpenFile, most)
		if err != nil || !x.More || x.Events < 7 || x.Through != uint64(x.Events) || len(x.Files) != x.Events {
			t.Errorf("%s: %d events, %d files, %v", name, x.Events, len(x.Files), err)
		}
		if x.Events > most.events || len(x.Files) > most.files || len(packed) > most.packed {
			t.Errorf("%s: over the bound: %d events, %d bytes", name, x.Events, len(packed))
		}
	}
}

// disk is a motcua.File.
type disk struct {
	*os.File
	size int64
}

func (d disk) Size() int64 { return d.size }

func onDisk(path string) (motcua.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return disk{f, info.Size()}, nil
}
