package station_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"motcua"
	"motcua/cmd/station"
)

func TestNoPaperIsWrittenIntoTheStationsFolder(t *testing.T) {
	root := t.TempDir()
	data := filepath.Join(root, "quầy")
	if err := os.MkdirAll(filepath.Join(data, "files"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(data, filepath.Join(root, "lối tắt")); err != nil {
		t.Fatal(err)
	}
	for path, out := range map[string]bool{
		data: false, filepath.Join(data, "prints"): false, filepath.Join(data, "a", "b", "c.pdf"): false, filepath.Join(data, "files"): false,
		filepath.Join(root, "lối tắt", "mới"): false, filepath.Join(data, "..", "quầy", "x"): false,
		root: true, filepath.Join(root, "quầy 2"): true, filepath.Join(data, "..", "giấy", "x.pdf"): true, filepath.Join(data+"-backup", "x"): true,
	} {
		if err := station.Outside(data, path); (err == nil) != out || !out && (motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "prints") {
			t.Errorf("%s: %v", path, err)
		}
	}
	c := newCounter(t)
	inside, err := station.FilePrinter(filepath.Join(c.dir, "prints"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Printers.At(inside); motcua.FieldOf(err) != "prints" {
		t.Errorf("a printer inside: %v", err)
	}
}

func TestAPaperThatNobodyChoseAPlaceForGoesToThePersonsDocuments(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for documents, want := range map[string]string{
		"":                              filepath.Join(home, "Documents", "Giấy in motcua"),
		"tương đối":                     filepath.Join(home, "Documents", "Giấy in motcua"),
		filepath.Join(home, "Tài liệu"): filepath.Join(home, "Tài liệu", "Giấy in motcua"),
	} {
		t.Setenv("XDG_DOCUMENTS_DIR", documents)
		if got, err := station.PaperFolder(); err != nil || got != want {
			t.Errorf("%q: %s, %v", documents, got, err)
		}
	}
}

func TestPapersOfEarlierVersionsLeaveTheStationsFolderAtTheNextStart(t *testing.T) {
	c := newCounter(t)
	old := filepath.Join(c.dir, "prints")
	again := func() {
		t.Helper()
		s, err := station.Open(t.Context(), station.Config{Dir: c.dir, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	put := func(name string) {
		t.Helper()
		if err := os.MkdirAll(old, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(old, name), []byte("%PDF-1.7 số của công dân"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("giay-hen-H57.19.789-261120-0001.pdf")
	put(".print-123")
	again()
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %v", err)
	}
	put("giay-hen-H57.19.789-261120-0002 (2).pdf")
	put("ghi chú.txt") // whose that is we do not know
	again()
	if list, err := os.ReadDir(old); err != nil || len(list) != 1 || list[0].Name() != "ghi chú.txt" {
		t.Errorf("%v, %v", list, err)
	}
}

func TestTheQueueKnowsWhichFilesHoldPapersOfADossier(t *testing.T) {
	c := newCounter(t)
	other, err := c.Desk.Receive(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Trần Văn Mẫu"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- c.queue.Serve(ctx) }()
	out, away := t.TempDir(), filepath.Join(t.TempDir(), "stick")
	print := func(dossier, dir string) {
		t.Helper()
		address, err := station.FilePrinter(dir)
		if err != nil {
			t.Fatal(err)
		}
		o, err := c.queue.Add(t.Context(), motcua.PrintOrder{Dossier: dossier, Form: motcua.PrintReceipt, Media: "A5", Printer: address, Copies: 2})
		if err != nil {
			t.Fatal(err)
		}
		c.becomes(o, motcua.QueuePrinted)
	}
	print(c.id, out)
	print(other.ID, out)
	print(c.id, away)
	stop()
	<-served
	if err := os.Rename(away, away+" rút ra"); err != nil {
		t.Fatal(err)
	}
	waiting := c.order("file:" + out)
	d, err := c.Store.Dossier(t.Context(), c.id)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.SavedPapers(t.Context(), d)
	name := "giay-hen-" + string(d.Received.Code)
	want := []string{filepath.Join(away, name+" (2).pdf"), filepath.Join(out, name+" (2).pdf"), filepath.Join(out, name+".pdf")}
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, want %q, %v", got, want, err)
	}
	if _, err := c.Store.Erase(t.Context(), "Người thử", now(), c.id, "hết thời hạn lưu"); err != nil {
		t.Fatal(err)
	}
	c.becomes(waiting, motcua.QueueCancelled)
	if pdf, err := c.Receipt(t.Context(), c.id, "A5"); motcua.CodeOf(err) != motcua.CodeConflict || motcua.FieldOf(err) != "dossier" || pdf != nil {
		t.Errorf("the receipt of an erased dossier: %d bytes, %v", len(pdf), err)
	}
	if got, err := c.SavedPapers(t.Context(), d); err != nil || !slices.Equal(got, want) {
		t.Errorf("after the erasure: %q, %v", got, err)
	}
}

func TestACopiersFilesAreTakenFromNoFolderThatHoldsOtherThings(t *testing.T) {
	home, data, prints := t.TempDir(), t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_DOCUMENTS_DIR", "")
	for path, ok := range map[string]bool{
		home: false, filepath.Dir(home): false, filepath.Join(home, "Documents"): false, filepath.Join(home, "Documents", "Giấy in motcua"): false,
		data: false, filepath.Join(data, "files"): false, prints: false,
		filepath.Join(home, "Quét"): true, t.TempDir(): true,
	} {
		if err := station.ScanFolder(path, data, prints); (err == nil) != ok {
			t.Errorf("%s: %v", path, err)
		}
	}
}
