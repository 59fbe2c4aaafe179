package printing_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"motcua"
	"motcua/printing"
)

// refusalForm returns the shipped form of the refusal, changed.
func refusalForm(t *testing.T, old, changed string) string {
	t.Helper()
	data, err := os.ReadFile("../assets/forms/tt03-2025/refusal.form")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("the form has no %q", old)
	}
	return strings.Replace(string(data), old, changed, 1)
}

func replaced(name, text string) fstest.MapFS {
	return fstest.MapFS{name: {Data: []byte(text)}}
}

// say prints the refusal with a folder of replacements and returns its text.
func say(t *testing.T, folder fstest.MapFS) (string, []*printing.FormError) {
	t.Helper()
	f, refused, err := printing.LoadForms(folder)
	if err != nil {
		t.Fatal(err)
	}
	data, err := printing.NewPress(f).PDF("A4", documents(t)["refusal"])
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/p.pdf"
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return text(t, path), refused
}

func TestAProvinceReplacesAFormWithoutABuild(t *testing.T) {
	got, refused := say(t, replaced("tt03-2025/refusal.form", "\ufeff"+refusalForm(t, "Xin thông báo cho Ông/Bà", "Kính báo để Ông/Bà")))
	if len(refused) != 0 || !strings.Contains(got, "Kính báo để Ông/Bà được biết") {
		t.Errorf("%v\n%s", refused, got)
	}
}

func TestABrokenReplacementIsRefusedByLineAndTheShippedFormServes(t *testing.T) {
	many := strings.Repeat("text x\n", 20000)
	for _, c := range []struct {
		old, changed string
		line         int
		reason, word string
	}{
		{"heading", "headin", 4, printing.ReasonBlock, "headin"},
		{"Địa chỉ: {address}", "Địa chỉ: {adress}", 11, printing.ReasonField, "adress"},
		{"Địa chỉ: {address}", "Địa chỉ: {address", 11, printing.ReasonBrace, "{"},
		{"Địa chỉ: {address}", "Địa chỉ: address}", 11, printing.ReasonBrace, "}"},
		{"text Địa chỉ: {address}", "text", 11, printing.ReasonText, ""},
		{"text Địa chỉ: {address}", "?adress text Địa chỉ: {address}", 11, printing.ReasonField, "adress"},
		{"text Địa chỉ: {address}", "col 10 A | {address}", 11, printing.ReasonBlock, "col"},
		{"text Địa chỉ: {address}", "list papers", 11, printing.ReasonField, "papers"},
		{"space 2", "space hai", 7, printing.ReasonNumber, "hai"},
		{"space 2", "space -2", 7, printing.ReasonNumber, "-2"},
		{"space 2", "space 1e9", 7, printing.ReasonNumber, "1e9"},
		{"paper A4 A5", "paper A4 A3", 2, printing.ReasonPaper, "A3"},
		{"end\ncodes", "codes", 28, printing.ReasonPlace, "codes"},
		{"end\ncodes", "", 18, printing.ReasonOpen, "sign"},
		{"end\ncodes", "end\nend", 29, printing.ReasonPlace, "end"},
		{"  left NGƯỜI NỘP", "  col NGƯỜI NỘP", 19, printing.ReasonPlace, "col"},
		{"như sau: {reason}", "như sau:", -1, printing.ReasonMust, "reason"},
		{"name Phiếu", "text Phiếu", -1, printing.ReasonMust, "name"},
		{"heading", "heading\n" + many, 0, printing.ReasonUnreadable, ""},
		{"heading", "text \xff", 0, printing.ReasonUnreadable, ""},
	} {
		got, refused := say(t, replaced("tt03-2025/refusal.form", refusalForm(t, c.old, c.changed)))
		if len(refused) != 1 {
			t.Errorf("%q → %.30q: %v", c.old, c.changed, refused)
			continue
		}
		e := refused[0]
		if e.File != "tt03-2025/refusal.form" || e.Reason != c.reason || e.Word != c.word || c.line >= 0 && e.Line != c.line {
			t.Errorf("%q → %.30q: refused as %v, want line %d %s %q", c.old, c.changed, e, c.line, c.reason, c.word)
		}
		if !strings.Contains(got, "Xin thông báo cho Ông/Bà được biết") {
			t.Errorf("%q: the shipped form does not serve:\n%s", c.changed, got)
		}
	}
}

func TestStrangeFilesAmongReplacementsAreNamed(t *testing.T) {
	_, refused := say(t, fstest.MapFS{
		"tt03-2025/refusal.txt": {}, "tt03-2025/refuse.form": {}, "tt99/refusal.form": {}, "note.txt": {},
	})
	var got []string
	for _, e := range refused {
		got = append(got, e.File+" "+e.Reason)
	}
	want := "note.txt unknown folder|tt03-2025/refusal.txt unknown file|tt03-2025/refuse.form unknown file|tt99 unknown folder"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q", got)
	}
}

func TestAFolderThatIsNotThereReplacesNothing(t *testing.T) {
	f, refused, err := printing.LoadForms(os.DirFS(t.TempDir() + "/none"))
	if f == nil || refused != nil || err != nil {
		t.Errorf("%v, %v, %v", f, refused, err)
	}
}

func TestADossierKeepsTheFormOfItsDay(t *testing.T) {
	k := kase(t)
	for day, want := range map[time.Time]string{
		time.Date(2025, 9, 14, 23, 59, 0, 0, motcua.Local): "/HDHS",
		time.Date(2025, 9, 15, 0, 0, 0, 0, motcua.Local):   "/PBS-TTPVHCC (BPTNTKQ)",
		time.Date(2017, 1, 1, 0, 0, 0, 0, motcua.Local):    "/PBS-TTPVHCC (BPTNTKQ)",
		{}: "/PBS-TTPVHCC (BPTNTKQ)",
	} {
		k.Received = day
		if got := text(t, paperFile(t, printing.SupplementData{Issue: issue(), Case: k}, "A4")); !strings.Contains(got, "Số: 12"+want) {
			t.Errorf("%v: lacks %q:\n%s", day, want, got)
		}
	}
}

func TestAPaperWithoutADossierUsesTheFormOfItsIssue(t *testing.T) {
	i := issue()
	i.Day = time.Date(2024, 5, 6, 0, 0, 0, 0, motcua.Local)
	if got := text(t, paperFile(t, printing.RefusalData{Issue: i, Case: printing.Case{Owner: "Nguyễn Thị Ví Dụ"}}, "A4")); strings.Contains(got, "/PTC-") {
		t.Errorf("got:\n%s", got)
	}
}

func TestAReprintSaysWhichItIs(t *testing.T) {
	d := short(t)
	d.Reprint = 3
	path, _ := pdf(t, d, "A5")
	if got := text(t, path); !strings.Contains(got, "in lại lần 3") {
		t.Errorf("got:\n%s", got)
	}
	path, _ = pdf(t, short(t), "A5")
	if got := text(t, path); strings.Contains(got, "in lại") {
		t.Errorf("a first print says it is another:\n%s", got)
	}
}

func TestAPaperIsRefusedOnSheetsItsFormDoesNotKnow(t *testing.T) {
	p := press(t)
	for media, d := range map[string]printing.Document{
		"A5": documents(t)["register"], "80": short(t), "A4-landscape": short(t), "Letter": short(t), "A4": printing.QueueData{},
	} {
		if _, err := p.PDF(media, d); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "media" {
			t.Errorf("%s: %v", media, err)
		}
	}
	if _, err := p.Ticket(documents(t)["register"], "80"); motcua.FieldOf(err) != "media" {
		t.Errorf("register on a roll: %v", err)
	}
	if _, err := p.PDF("A4"); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("nothing: %v", err)
	}
}

func TestSeveralPapersMakeOnePDF(t *testing.T) {
	data, err := press(t).PDF("A4", documents(t)["separator"], documents(t)["separator"], documents(t)["refusal"])
	if err != nil {
		t.Fatal(err)
	}
	path := t.TempDir() + "/p.pdf"
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if info := tool(t, "pdfinfo", path); !strings.Contains(info, "Pages:           3") {
		t.Errorf("got %s", info)
	}
}

func FuzzNoReplacementStopsTheCounter(f *testing.F) {
	for _, s := range []string{"", "paper A5\nname x\ntable steps\n", "sign\nleft {*owner}\nend", "?x", "paper", "qr 5 {url}", "list items min 3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		forms, refused, err := printing.LoadForms(replaced("tt03-2025/refusal.form", s))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range refused {
			if r.Line < 0 || r.Line > strings.Count(s, "\n")+1 || r.Reason == "" {
				t.Errorf("refused as %v", r)
			}
		}
		_, err = printing.NewPress(forms).PDF("", printing.RefusalData{Issue: printing.Issue{Day: time.Now()}, Case: printing.Case{Owner: "x"}})
		var e *motcua.Error
		if err != nil && !errors.As(err, &e) {
			t.Error(err)
		}
	})
}
