package store_test

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"motcua"
	"motcua/store"
)

// secretForm is an intake of which everything that must not be read is known.
func secretForm(i int, p motcua.Procedure) (motcua.Received, []string) {
	r := form(fmt.Sprintf("Nguyễn Văn Thử %d", i))
	r.Procedure = p
	a := &r.Intake.Applicant
	a.IDNumber, a.Phone = fmt.Sprintf("0461%08d", 31_000_000+i), fmt.Sprintf("0907%06d", 310_000+i)
	a.Email = fmt.Sprintf("thu.%d@bi-mat.example.vn", i)
	a.Address = motcua.Address{Province: "46", Ward: "19789", Street: fmt.Sprintf("%d Kiệt Giấu Kín", i)}
	return r, []string{a.IDNumber, a.Phone, a.Email, a.Address.Street, "Giấu Kín", "bi-mat", motcua.Fold(a.Address.Street)}
}

// published is a procedure as long as those of the catalogue, in words that do
// not shrink by themselves.
func published(n int) motcua.Procedure {
	p := motcua.Procedure{Code: fmt.Sprintf("9.%06d", n), Name: fmt.Sprintf("Thủ tục đặt ra số %d", n), Groups: []motcua.PaperGroup{{Kind: motcua.GroupCommon}}}
	for i := range 24 {
		var b strings.Builder
		for k := range 12 {
			fmt.Fprintf(&b, "từ %x ", sha256.Sum256(fmt.Append(nil, n, i, k)))
		}
		p.Groups[0].Papers = append(p.Groups[0].Papers, motcua.PaperRule{Key: fmt.Sprintf("p%d", i+1), Name: b.String()[:330], Originals: 1})
	}
	return p
}

// wantUnreadable looks for words in every byte of a folder, as UTF-8 and as
// UTF-16 of either order.
func wantUnreadable(t *testing.T, dir string, words []string) {
	t.Helper()
	var shapes [][]byte
	for _, w := range words {
		little, big := []byte{}, []byte{}
		for _, u := range utf16.Encode([]rune(w)) {
			little = append(little, byte(u), byte(u>>8))
			big = append(big, byte(u>>8), byte(u))
		}
		shapes = append(shapes, []byte(w), little, big)
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		for _, s := range shapes {
			if bytes.Contains(b, s) {
				t.Errorf("%s can be read in %s", s, filepath.Base(path))
			}
		}
		return err
	})
	if err != nil || files < 5 {
		t.Fatal(files, err)
	}
}

func TestAThousandIntakesLeaveNothingToRead(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	var procedures []motcua.Procedure
	for i := range 40 {
		procedures = append(procedures, published(i))
	}
	var words []string
	for i := range manyDossiers / 2 {
		r, w := secretForm(i, procedures[i%len(procedures)])
		if i%50 == 0 || i < 10 {
			words = append(words, w...)
		}
		draft, err := json.Marshal(r.Intake)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.PutDraft(ctx, "intake", draft); err != nil {
			t.Fatal(err)
		}
		d := receive(t, s, r)
		if i%10 == 0 {
			d = move(t, s, d, motcua.StatusProcessing)
			if len(d.Components) > 0 {
				addFile(t, s, d, "%PDF-1.7 "+strings.Join(w, " "))
			}
		}
	}
	wantUnreadable(t, dir, words) // with the journal as it is
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	wantUnreadable(t, dir, words)
	s = open(t, dir)
	wantClean(t, s)
	if got := found(t, s, words[0]); len(got) != 1 {
		t.Errorf("number found %q", got)
	}
}

func addFile(t testing.TB, s *store.Store, d motcua.Dossier, text string) (motcua.Dossier, string) {
	t.Helper()
	sum, size, err := s.PutFile(ctx, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	d, err = s.Append(ctx, "quay01", morning(), d.ID, motcua.EventFileAdded, motcua.FileAdded{
		Paper: d.Components[0].Rule.Key, File: motcua.FileRef{SHA256: sum, Size: size, Type: "application/pdf", Pages: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return d, sum
}

func TestAnIntakeCostsLittleMoreThanADossierSays(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	procedure := published(1)
	const n = 200
	for i := range n {
		r, _ := secretForm(i, procedure)
		receive(t, s, r)
	}
	var bodies, count int
	row := raw(t, dir).QueryRow(`SELECT SUM(LENGTH(body)), COUNT(*) FROM event WHERE row > 1`)
	if err := row.Scan(&bodies, &count); err != nil || count != n {
		t.Fatal(count, err)
	}
	t.Logf("%d bytes a body", bodies/count)
	if bodies/count > 600 {
		t.Errorf("%d bytes a body", bodies/count)
	}
}

func TestAFileComesBackWholeFromAnywhereInIt(t *testing.T) {
	s := open(t, newStation(t))
	text := strings.Repeat("trang quét thí dụ ", 20_000)
	sum, size, err := s.PutFile(ctx, strings.NewReader(text))
	if err != nil || size != int64(len(text)) {
		t.Fatal(size, err)
	}
	f, err := s.OpenFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Size() != size {
		t.Error(f.Size())
	}
	part := make([]byte, 100)
	if _, err := f.ReadAt(part, 100_001); err != nil || string(part) != text[100_001:100_101] {
		t.Error(err)
	}
	if _, err := f.Seek(70_000, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(f); err != nil || string(rest) != text[70_000:] {
		t.Error(err)
	}
}

func TestADraftUnderAnotherKeyDoesNotOpen(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	if err := s.PutDraft(ctx, "quay01", []byte("của quầy 01")); err != nil {
		t.Fatal(err)
	}
	tamper(t, dir, `UPDATE draft SET key = 'quay02'`)
	_, _, err := s.Draft(ctx, "quay02")
	wantCode(t, err, motcua.CodeCorrupt)
}

func TestAProgramThatDoesNotSealCannotWrite(t *testing.T) {
	dir := newStation(t)
	open(t, dir)
	for _, q := range []string{
		`UPDATE event SET body = CAST('{"data":{}}' AS BLOB) WHERE row = 1`,
		`INSERT INTO draft (key, data, at) VALUES ('x', CAST('{}' AS BLOB), 1)`,
	} {
		if _, err := raw(t, dir).Exec(q); err == nil || !strings.Contains(err.Error(), "CHECK") {
			t.Errorf("%s: %v", q, err)
		}
	}
}

func TestTheRootKeyIsNeededAndItsPassphraseToo(t *testing.T) {
	keys := store.Keys{Passphrase: func() ([]byte, error) { return []byte("mật khẩu thử"), nil }}
	dir := filepath.Join(t.TempDir(), "x")
	cfg := initConfig(1, 99)
	cfg.Keys = keys
	if _, err := store.Init(ctx, dir, cfg); err != nil {
		t.Fatal(err)
	}
	s := openWith(t, dir, store.Config{Now: morning, Rand: rand.Reader, Keys: keys})
	receive(t, s, form("Nguyễn Thị Ví Dụ"))
	try := func(keys store.Keys) error {
		_, err := store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader, Keys: keys})
		return err
	}
	for _, bad := range []store.Keys{{}, {Passphrase: func() ([]byte, error) { return []byte("khác"), nil }}} {
		if err := try(bad); motcua.CodeOf(err) != motcua.CodeDenied || motcua.FieldOf(err) != "passphrase" {
			t.Errorf("%v", err)
		}
	}
	portable, err := s.PortableRoot()
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(dir, "root.key")
	if err := os.Remove(place); err != nil {
		t.Fatal(err)
	}
	if err := try(keys); motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "root" {
		t.Errorf("%v", err)
	}
	if err := os.WriteFile(place, portable, 0o600); err != nil {
		t.Fatal(err)
	}
	wantClean(t, open(t, dir))
}

func TestKeysOfAnotherStationOpenNothing(t *testing.T) {
	dir, other := newStation(t), newStation(t)
	b, err := os.ReadFile(filepath.Join(other, "root.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "root.key"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(ctx, dir, store.Config{Now: morning, Rand: rand.Reader})
	wantCode(t, err, motcua.CodeCorrupt)
}

// raw opens the station's database behind the store's back.
func raw(t testing.TB, dir string) *sql.DB {
	t.Helper()
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, "station.db"))}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
