package seal_test

import (
	"bytes"
	"crypto/rand"
	"testing"

	"motcua"
	"motcua/store/seal"
)

func newRing(t *testing.T) *seal.Ring {
	t.Helper()
	r, err := seal.NewRing(rand.Reader, "s0123456789abcdef", 1)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newRoot(t *testing.T) seal.Root {
	t.Helper()
	r, err := seal.NewRoot(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wantCode(t *testing.T, err error, want motcua.ErrorCode, field string) {
	t.Helper()
	if motcua.CodeOf(err) != want || motcua.FieldOf(err) != field {
		t.Errorf("error %v: want %s %s", err, want, field)
	}
}

func TestWhatIsSealedOpensInItsPlaceOnly(t *testing.T) {
	r := newRing(t)
	plain := []byte("số 046190000011 là số đặt ra")
	sealed, err := r.Seal(rand.Reader, []byte("place 1"), plain)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("046190000011")) {
		t.Fatal("the number can be read")
	}
	if got, err := r.Open([]byte("place 1"), sealed); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("opened %q, %v", got, err)
	}
	_, err = r.Open([]byte("place 2"), sealed)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
	_, err = newRing(t).Open([]byte("place 1"), sealed)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
	for i := range sealed {
		bad := bytes.Clone(sealed)
		bad[i] ^= 1
		if _, err := r.Open([]byte("place 1"), bad); err == nil {
			t.Errorf("byte %d can be changed", i)
		}
		if _, err := r.Open([]byte("place 1"), sealed[:i]); err == nil {
			t.Errorf("can be cut at %d", i)
		}
	}
}

func TestNothingSealedTwiceLooksTheSameAndNothingIsStillSomething(t *testing.T) {
	r := newRing(t)
	a, errA := r.Seal(rand.Reader, nil, []byte{})
	b, errB := r.Seal(rand.Reader, nil, []byte{})
	if errA != nil || errB != nil || bytes.Equal(a, b) {
		t.Fatalf("%x %x %v %v", a, b, errA, errB)
	}
	if got, err := r.Open(nil, a); err != nil || got == nil || len(got) != 0 {
		t.Errorf("%v %v", got, err)
	}
}

func TestAFormatOfTomorrowIsSaidToBeNewer(t *testing.T) {
	_, err := newRing(t).Open(nil, []byte{2, 0, 0, 0, 1, 9})
	wantCode(t, err, motcua.CodeNewer, "seal")
	_, err = newRing(t).Open(nil, []byte(`{"data":1}`))
	wantCode(t, err, motcua.CodeCorrupt, "seal")
}

func TestAGrownRingOpensTheOldAndSealsWithTheNew(t *testing.T) {
	old := newRing(t)
	sealed, err := old.Seal(rand.Reader, nil, []byte("cũ"))
	if err != nil {
		t.Fatal(err)
	}
	grown, err := old.Grown(rand.Reader, 2)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := grown.Open(nil, sealed); err != nil || string(got) != "cũ" {
		t.Errorf("%q %v", got, err)
	}
	fresh, err := grown.Seal(rand.Reader, nil, []byte("mới"))
	if err != nil || grown.Newest() != 2 {
		t.Fatal(grown.Newest(), err)
	}
	_, err = old.Open(nil, fresh)
	wantCode(t, err, motcua.CodeUnknown, "key")
	if !bytes.Equal(old.Lookup("0905000011"), grown.Lookup("0905000011")) {
		t.Error("numbers are no longer found")
	}
}

func TestLookupsNeedTheKey(t *testing.T) {
	a, b := newRing(t), newRing(t)
	if len(a.Lookup("1")) != seal.LookupLen || bytes.Equal(a.Lookup("1"), a.Lookup("2")) || bytes.Equal(a.Lookup("1"), b.Lookup("1")) {
		t.Error("look-ups tell numbers")
	}
}

func TestKeysOpenWithTheirRootAndStationOnly(t *testing.T) {
	r, root := newRing(t), newRoot(t)
	grown, err := r.Grown(rand.Reader, 5)
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := grown.Wrap(rand.Reader, root)
	if err != nil || len(wrapped) != 3 || wrapped[2].Made != 5 || wrapped[2].Root != root.ID() {
		t.Fatalf("%+v %v", wrapped, err)
	}
	back, err := seal.Unwrap([]seal.Root{newRoot(t), root}, "s0123456789abcdef", wrapped)
	if err != nil || back.Newest() != 2 || !bytes.Equal(back.Lookup("1"), r.Lookup("1")) {
		t.Fatal(err)
	}
	_, err = seal.Unwrap([]seal.Root{root}, "sffffffffffffffff", wrapped)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
	_, err = seal.Unwrap([]seal.Root{newRoot(t)}, "s0123456789abcdef", wrapped)
	wantCode(t, err, motcua.CodeDenied, "root")
	swapped := []seal.Wrapped{wrapped[0], wrapped[1], wrapped[2]}
	swapped[1].Data, swapped[2].Data = swapped[2].Data, swapped[1].Data
	_, err = seal.Unwrap([]seal.Root{root}, "s0123456789abcdef", swapped)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
	_, err = seal.Unwrap([]seal.Root{root}, "s0123456789abcdef", wrapped[:1])
	wantCode(t, err, motcua.CodeCorrupt, "key")
}

func TestASealedFileKnowsItsName(t *testing.T) {
	root := newRoot(t)
	sealed, err := root.SealFile(rand.Reader, "station.key", []byte("bí mật"))
	if err != nil || !seal.IsSealedFile(sealed) {
		t.Fatal(err)
	}
	if got, err := seal.OpenFile([]seal.Root{newRoot(t), root}, "station.key", sealed); err != nil || string(got) != "bí mật" {
		t.Errorf("%q %v", got, err)
	}
	_, err = seal.OpenFile([]seal.Root{root}, "bundle.key", sealed)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
	_, err = seal.OpenFile([]seal.Root{newRoot(t)}, "station.key", sealed)
	wantCode(t, err, motcua.CodeCorrupt, "seal")
	_, err = seal.OpenFile([]seal.Root{root}, "station.key", []byte("-----BEGIN PRIVATE KEY-----"))
	wantCode(t, err, motcua.CodeCorrupt, "seal")
}
