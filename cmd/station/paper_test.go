package station_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"motcua"
	"motcua/cmd/station"
)

// text is what a PDF says, in the order of the page.
func text(t *testing.T, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "p.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("%v; scripts/deps.sh test installs pdftotext", err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// From taking in to handing over, each step as a screen hands it over, and the
// paper that it brings about.
func TestEachStepOfAScreenIsTakenAndHasItsPaper(t *testing.T) {
	c := newCounter(t)
	ctx := t.Context()
	for _, step := range []struct {
		do   motcua.Action
		form motcua.PrintForm
		says []string
		to   motcua.Status
	}{
		{motcua.SupplementRequested{Missing: []motcua.MissingPaper{{Text: "Bản chính giấy khai sinh thí dụ"}}, Reason: "Còn thiếu bản chính"}, motcua.PrintSupplement,
			[]string{"Bản chính giấy khai sinh thí dụ", "Còn thiếu bản chính", "/PBS"}, motcua.StatusSupplement},
		{motcua.SupplementReceived{Complete: true}, "", nil, motcua.StatusProcessing},
		{motcua.Noted{Text: "ghi chú thí dụ"}, "", nil, motcua.StatusProcessing},
		{motcua.Extended{Due: now().AddDate(0, 0, 20), Reason: "Cần xác minh thêm", Agency: "Phường Thí Dụ"}, motcua.PrintExtension, []string{"Cần xác minh thêm", "/PXL"}, motcua.StatusProcessing},
		{motcua.ResultRecorded{Name: "Bản sao thí dụ"}, "", nil, motcua.StatusDone},
		{motcua.HandedOver{To: motcua.TakerOwner, Name: "Nguyễn Thị Ví Dụ", Identity: "CCCD", Signed: true}, motcua.PrintResult, []string{"Nguyễn Thị Ví Dụ", "Bản sao thí dụ"}, motcua.StatusResultReturned},
	} {
		seen, err := c.Store.Dossier(ctx, c.id)
		if err != nil {
			t.Fatal(err)
		}
		if step.form != "" {
			if _, err := c.Paper(ctx, c.id, step.form); motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "form" {
				t.Errorf("%s before its step: %v", step.form, err)
			}
		}
		d, err := c.Do(ctx, c.id, seen.Newest, step.do)
		if err != nil || d.Status != step.to {
			t.Fatalf("%T: %v, %v", step.do, d.Status, err)
		}
		if _, err := c.Do(ctx, c.id, seen.Newest, motcua.Noted{Text: "hai"}); motcua.ReasonOf(err) != motcua.ReasonChanged {
			t.Errorf("%T: a screen that saw an older state: %v", step.do, err)
		}
		if step.form == "" {
			continue
		}
		pdf, err := c.Paper(ctx, c.id, step.form)
		if err != nil {
			t.Fatalf("%s: %v", step.form, err)
		}
		for _, want := range step.says {
			if got := text(t, pdf); !strings.Contains(got, want) {
				t.Errorf("%s does not say %q: %s", step.form, want, got)
			}
		}
	}
	if _, err := c.Do(ctx, c.id, "", nil); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("no step: %v", err)
	}
}

// What is not taken in has a code and its paper, and no appointment.
func TestAnIntakeThatIsTurnedAwayHasItsPaper(t *testing.T) {
	c := newCounter(t)
	for _, x := range []struct {
		do   motcua.Action
		form motcua.PrintForm
		says string
		to   motcua.Status
	}{
		{motcua.SupplementRequested{Missing: []motcua.MissingPaper{{Text: "Bản chính thí dụ"}}, Reason: "Còn thiếu bản chính"}, motcua.PrintSupplement, "Bản chính thí dụ", motcua.StatusRegistered},
		{motcua.Refused{Reasons: []string{"Không thuộc thẩm quyền"}}, motcua.PrintRefusal, "Không thuộc thẩm quyền", motcua.StatusRefused},
	} {
		d, err := c.Begin(t.Context(), motcua.Intake{Procedure: "2.000815", Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ"}}, x.do)
		if err != nil || d.Status != x.to || d.Received.Code == "" || !d.Due.IsZero() {
			t.Fatalf("%T: %v, due %v, %v", x.do, d.Status, d.Due, err)
		}
		pdf, err := c.Paper(t.Context(), d.ID, x.form)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, pdf); !strings.Contains(got, x.says) {
			t.Errorf("%s: %s", x.form, got)
		}
	}
	if _, err := c.Begin(t.Context(), motcua.Intake{Procedure: "2.000815"}, motcua.Noted{Text: "ghi chú"}); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("no such beginning: %v", err)
	}
}

// The list on the screen shortens a paper's name; the citizen reads all of it.
func TestAPaperThatIsAskedForIsNamedInFull(t *testing.T) {
	c := newCounter(t)
	d, err := c.Store.Dossier(t.Context(), c.id)
	if err != nil {
		t.Fatal(err)
	}
	rule := d.Components[0].Rule
	begins := string([]rune(rule.Name)[:12]) + "…"
	_, err = c.Do(t.Context(), c.id, d.Newest, motcua.SupplementRequested{Reason: "Còn thiếu", Missing: []motcua.MissingPaper{
		{Paper: rule.Key, Text: begins}, {Paper: rule.Key, Text: "Trang hai còn mờ…"}, {Text: "Giấy khác…"}}})
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := c.Paper(t.Context(), c.id, motcua.PrintSupplement)
	if err != nil {
		t.Fatal(err)
	}
	got := text(t, pdf)
	for _, want := range []string{strings.Join(strings.Fields(rule.Name), " "), "Trang hai còn mờ…", "Giấy khác…"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
}

// A form that is printed twice says so, as a receipt does.
func TestAFormPrintedAgainSaysThatItIsAReprint(t *testing.T) {
	c := newCounter(t)
	ctx := t.Context()
	do := motcua.SupplementRequested{Missing: []motcua.MissingPaper{{Text: "Bản chính"}}, Reason: "Còn thiếu"}
	d, err := c.Store.Dossier(ctx, c.id)
	if err == nil {
		_, err = c.Do(ctx, c.id, d.Newest, do)
	}
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = c.queue.Serve(ctx) }() // ends with the test's context, and says so
	folder := t.TempDir()
	for n, want := range []string{"", "in lại lần 1"} {
		o, err := c.queue.Add(ctx, motcua.PrintOrder{Dossier: c.id, Form: motcua.PrintSupplement, Media: "A4", Printer: "file:" + folder, Copies: 1})
		if err != nil {
			t.Fatal(err)
		}
		c.until(o, "it is printed", func(o motcua.PrintOrder) bool { return o.State == motcua.QueuePrinted || o.State == motcua.QueueSent })
		files, err := filepath.Glob(filepath.Join(folder, "phieu-bo-sung-*"))
		if err != nil || len(files) != n+1 {
			t.Fatalf("%v, %v", files, err)
		}
		said := 0
		for _, f := range files {
			pdf, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			said += strings.Count(strings.ToLower(text(t, pdf)), "in lại lần 1")
		}
		if (want != "") != (said == 1) || said > 1 {
			t.Errorf("print %d: %d sheets say that they are reprints", n+1, said)
		}
	}
}

// The sheet remembered for every form is that of receipts: a step's form on it
// would be cut or refused.
func TestAFormOfAStepKeepsItsSheetWhereReceiptsHaveAnother(t *testing.T) {
	s := newCounter(t)
	if err := s.Store.PutPrintChoice(t.Context(), motcua.PrintChoice{Printer: "escpos://may", Media: "80", Copies: 2}); err != nil {
		t.Fatal(err)
	}
	for form, want := range map[motcua.PrintForm]string{motcua.PrintReceipt: "80", motcua.PrintTest: "80", motcua.PrintSupplement: "", motcua.PrintResult: ""} {
		if got, err := s.PrintChoice(t.Context(), form, ""); err != nil || got.Media != want || got.Copies != 2 {
			t.Errorf("%s: %+v, %v", form, got, err)
		}
	}
	if err := s.Store.PutPrintChoice(t.Context(), motcua.PrintChoice{Form: motcua.PrintSupplement, Printer: "ipp://may/a", Media: "A5", Copies: 1}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.PrintChoice(t.Context(), motcua.PrintSupplement, ""); err != nil || got.Media != "A5" {
		t.Errorf("%+v, %v", got, err)
	}
}

// The day's papers say what the file says, and are printed by the queue.
func TestADayHasItsCashSheetAndItsHandOver(t *testing.T) {
	c := newCounter(t)
	for _, f := range []motcua.PrintForm{motcua.PrintCash, motcua.PrintShift} {
		if _, err := c.DaySheet(t.Context(), f, now(), now()); motcua.CodeOf(err) != motcua.CodeUnknown || motcua.FieldOf(err) != "form" {
			t.Errorf("%s of a day without: %v", f, err)
		}
	}
	d, err := c.Store.Dossier(t.Context(), c.id)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(t.Context(), c.id, d.Newest, motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Phí chứng thực thí dụ", Amount: 12_000}}, Method: motcua.PayCash, Receipt: "0001213", Collector: "Trần Văn Mẫu"})
	if err != nil {
		t.Fatal(err)
	}
	step := func(do motcua.Action) motcua.Dossier {
		t.Helper()
		d, err := c.Store.Dossier(t.Context(), c.id)
		if err == nil {
			d, err = c.Do(t.Context(), c.id, d.Newest, do)
		}
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	step(motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Được miễn", Basis: "hộ nghèo"}}, Method: motcua.PayNone, Collector: "Trần Văn Mẫu"})
	wrong := step(motcua.PaymentReceived{Items: []motcua.FeeItem{{Name: "Phí thí dụ", Amount: 99_000}}, Method: motcua.PayTransfer, Receipt: "0001215", Collector: "Lê Thị Thử"})
	step(motcua.PaymentVoided{Payment: wrong.Newest, Reason: "ghi nhầm số"})
	closed := motcua.DayClosed{Day: now().In(motcua.Local).Format("2006-01-02"), Counted: 2, Saved: 1, From: "Trần Văn Mẫu", To: "Lê Thị Thử", Reason: "Một bì của hôm qua",
		Differs: []motcua.DayDifference{{Code: d.Received.Code, Truth: motcua.TruthSaved}}}
	if err := c.Store.CloseDay(t.Context(), "Trần Văn Mẫu", now(), closed); err != nil {
		t.Fatal(err)
	}
	for f, says := range map[motcua.PrintForm][]string{
		motcua.PrintCash:  {"BẢNG KÊ THU PHÍ, LỆ PHÍ", "Quầy 01", string(d.Received.Code), "0001213", "Phí chứng thực thí dụ", "Tiền mặt: 12.000 đồng", "Chuyển khoản: 0 đồng", "Tổng cộng: 12.000 đồng", "Đã hủy: ghi nhầm số", "Lê Thị Thử", "Số 0001213 đến 0001215, 2 biên lai; thiếu 0001214"},
		motcua.PrintShift: {"BIÊN BẢN BÀN GIAO CA", "đếm được: 2", "đã lưu trên máy: 1", "12.000 đồng", "Một bì của hôm qua", "chưa gửi", "Lê Thị Thử"},
	} {
		pdf, err := c.DaySheet(t.Context(), f, now(), now())
		if err != nil {
			t.Fatal(err)
		}
		got := text(t, pdf)
		for _, want := range says {
			if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
				t.Errorf("%s does not say %q: %s", f, want, got)
			}
		}
		if strings.Contains(got, "Được miễn") {
			t.Errorf("%s has a line of no money: %s", f, got)
		}
	}
	out := t.TempDir()
	folder, err := station.FilePrinter(out)
	if err != nil {
		t.Fatal(err)
	}
	c.begin()
	for _, f := range []motcua.PrintForm{motcua.PrintCash, motcua.PrintShift} {
		o := station.DayOrder(f, now())
		o.Printer, o.Copies = folder, 1
		o, err := c.queue.Add(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		c.becomes(o, motcua.QueuePrinted)
	}
	if _, err := c.queue.Add(t.Context(), motcua.PrintOrder{Form: motcua.PrintCash, Event: "hôm qua", Media: "A4", Printer: folder, Copies: 1}); motcua.CodeOf(err) != motcua.CodeInvalid {
		t.Errorf("a day that is none: %v", err)
	}
}
