package desk

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"motcua"
)

func received(t *testing.T) (*Desk, *memory, string) {
	t.Helper()
	d, m := counter(t)
	got, err := d.Receive(t.Context(), intake())
	if err != nil {
		t.Fatal(err)
	}
	return d, m, got.ID
}

func TestAFileIsStoredBeforeAnEventNamesIt(t *testing.T) {
	d, m, id := received(t)
	got, err := d.AddFile(t.Context(), id, "p1", `C:\Quét\tờ khai.pdf`, "Máy quét ảo", strings.NewReader("PDF"))
	if err != nil {
		t.Fatal(err)
	}
	files := got.Components[0].Files
	if len(files) != 1 || files[0].Name != "tờ khai.pdf" || files[0].From != "Máy quét ảo" || files[0].File.Pages != 1 || files[0].File.Size != 3 {
		t.Fatalf("%+v", files)
	}
	if string(m.files[files[0].File.SHA256]) != "PDF" {
		t.Error("the event names a file that is not there")
	}
}

func TestWhatCannotBeFiledLeavesTheDossierAsItWas(t *testing.T) {
	for _, c := range []struct {
		why, dossier, paper, from string
		data                      io.Reader
		code                      motcua.ErrorCode
	}{
		{"no such dossier", "d-none", "p1", "file", strings.NewReader("P"), motcua.CodeUnknown},
		{"no such paper", "", "p9", "file", strings.NewReader("P"), motcua.CodeUnknown},
		{"a remark", "", "p4", "file", strings.NewReader("P"), motcua.CodeUnknown},
		{"to be shown only", "", "p3", "file", strings.NewReader("P"), motcua.CodePresentOnly},
		{"empty", "", "p1", "file", strings.NewReader(""), motcua.CodeInvalid},
		{"no document", "", "p1", "file", strings.NewReader("x"), motcua.CodeCorrupt},
		{"a document of no pages", "", "p1", "file", strings.NewReader("E"), motcua.CodeCorrupt},
		{"too large", "", "p1", "file", io.LimitReader(endless{}, MaxFile+1), motcua.CodeTooLarge},
		{"torn", "", "p1", "file", iotest.ErrReader(errTorn), motcua.CodeIO},
		{"a scanner's name with a bell", "", "p1", "a\a", strings.NewReader("P"), motcua.CodeInvalid},
	} {
		d, m, id := received(t)
		if c.dossier != "" {
			id = c.dossier
		}
		_, err := d.AddFile(t.Context(), id, c.paper, "a.pdf", c.from, c.data)
		if motcua.CodeOf(err) != c.code {
			t.Errorf("%s: %v", c.why, err)
		}
		if len(m.events) != 1 || len(m.files) != 0 {
			t.Errorf("%s: %d events, %d files", c.why, len(m.events), len(m.files))
		}
	}
}

// endless is a scanner that never stops sending.
type endless struct{}

func (endless) Read(b []byte) (int, error) { b[0] = 'P'; return len(b), nil }

func TestAFullDiskIsSaid(t *testing.T) {
	d, m, id := received(t)
	m.full = true
	if _, err := d.AddFile(t.Context(), id, "p1", "a.pdf", "file", strings.NewReader("P")); motcua.CodeOf(err) != motcua.CodeDiskFull {
		t.Error(err)
	}
}

// flipping stores other bytes than it was given.
type flipping struct{ *memory }

func (f flipping) PutFile(ctx context.Context, r io.Reader) (string, int64, error) {
	return f.memory.PutFile(ctx, io.MultiReader(r, strings.NewReader("!")))
}

func TestBytesThatChangedOnTheWayToTheDiskAreNotNamed(t *testing.T) {
	d, m, id := received(t)
	d.file = flipping{m}
	if _, err := d.AddFile(t.Context(), id, "p1", "a.pdf", "file", strings.NewReader("P")); motcua.CodeOf(err) != motcua.CodeCorrupt || len(m.events) != 1 {
		t.Errorf("%v, %d events", err, len(m.events))
	}
}

func TestFileNamesAreCleanedNotRefused(t *testing.T) {
	for in, want := range map[string]string{
		"a.pdf": "a.pdf", "/home/x/ảnh 1.png": "ảnh 1.png", `..\..\b.tif`: "b.tif", "a\x00b\n.pdf": "ab.pdf",
		"": "", "dir/": "", "a\xffb.pdf": "ab.pdf", strings.Repeat("x", 300) + ".pdf": strings.Repeat("x", 196) + ".pdf",
	} {
		if got := baseName(in); got != want {
			t.Errorf("%q: %q", in, got)
		}
	}
}
