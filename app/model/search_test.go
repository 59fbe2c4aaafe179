package model_test

import (
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

type findBench struct {
	*model.Search
	desk  *modeltest.Desk
	clock *modeltest.Clock
	tasks *modeltest.Tasks
	did   []string
}

func newFindBench() *findBench {
	clock := &modeltest.Clock{At: friday}
	b := &findBench{clock: clock, tasks: &modeltest.Tasks{}, desk: &modeltest.Desk{Catalogue: modeltest.Procedures(), Now: clock.Now}}
	for i, n := range []string{"Nguyễn Thị Ví Dụ", "Nguyễn Thị Vĩnh Thử", "Trần Văn Mẫu"} {
		b.desk.Put(dossier(i+1, n, friday))
	}
	b.Search = model.NewSearch(model.SearchConfig{
		Dossiers: b.desk, Catalogue: b.desk.Catalogue, Tasks: b.tasks, Clock: clock,
		Commands: func() []model.Command {
			return []model.Command{{Words: "Kết sổ ngày", Key: "Ctrl+6", Run: func() { b.did = append(b.did, "close") }}, {Words: "Nền tối", Run: func() { b.did = append(b.did, "dark") }}}
		},
		OnDossier: func(id string) { b.did = append(b.did, "dossier "+id) }, OnProcedure: func(c string) { b.did = append(b.did, "procedure "+c) },
	})
	return b
}

func (b *findBench) typed(q string) model.SearchState {
	b.SetQuery(q)
	b.clock.Move(time.Second)
	return b.State()
}

// words joins the runs of a line, bold ones in brackets.
func words(f model.Found) string {
	var s strings.Builder
	for _, r := range f.Words {
		if r.Bold {
			s.WriteString("[" + r.Text + "]")
		} else {
			s.WriteString(r.Text)
		}
	}
	return s.String()
}

func all(s model.SearchState) string {
	var out []string
	for _, l := range s.Lines {
		out = append(out, words(l)+l.Note)
	}
	return strings.Join(out, "\n")
}

func TestAnEmptySearchBoxOffersWhatCanBeDone(t *testing.T) {
	b := newFindBench()
	b.Open()
	s := b.State()
	if all(s) != "Việc làm ngay\nKết sổ ngày\nNền tối" || s.Chosen != 1 {
		t.Errorf("%s, chosen %d", all(s), s.Chosen)
	}
	b.Move(+1)
	b.Move(+1)
	b.Enter()
	if len(b.did) != 1 || b.did[0] != "dark" {
		t.Errorf("%v", b.did)
	}
}

func TestOneBoxFindsDossiersProceduresAndActionsWithTheTypedLettersBold(t *testing.T) {
	b := newFindBench()
	b.Open()
	s := b.typed("nguyen thi vi")
	if !strings.Contains(all(s), "Hồ sơ · 2 kết quả") || !strings.Contains(all(s), "[Nguyễn Thị Ví] Dụ") || !strings.Contains(all(s), "[Nguyễn Thị Vĩ]nh Thử") {
		t.Errorf("%s", all(s))
	}
	if s.Chosen != 1 || s.Lines[1].StatusName != "Được tiếp nhận" {
		t.Errorf("chosen %d, %+v", s.Chosen, s.Lines[1])
	}
	s = b.typed("khai sinh")
	if !strings.Contains(all(s), "Thủ tục đăng ký lại [khai sinh]1.004884") {
		t.Errorf("%s", all(s))
	}
	s = b.typed("ket so")
	if !strings.Contains(all(s), "Không có hồ sơ nào khớp") || !strings.Contains(all(s), "[Kết sổ] ngày") {
		t.Errorf("%s", all(s))
	}
	b.Enter()
	if len(b.did) != 1 || b.did[0] != "close" {
		t.Errorf("%v", b.did)
	}
}

func TestEnterBeforeTheAnswerWaitsForItAndOpensWhatIsFound(t *testing.T) {
	b := newFindBench()
	b.Open()
	b.SetQuery("mau")
	b.Enter() // a reader's Enter comes at once
	if len(b.did) != 0 {
		t.Fatalf("%v", b.did)
	}
	b.clock.Move(time.Second)
	if len(b.did) != 1 || b.did[0] != "dossier d3" {
		t.Errorf("%v", b.did)
	}
}

func TestALineThatWasMarkedStaysMarkedWhenDossiersAppearAboveIt(t *testing.T) {
	b := newFindBench()
	b.Open()
	b.SetQuery("k") // procedures are there at once, dossiers are looked for
	b.Move(+1)
	s := b.State()
	before := words(s.Lines[s.Chosen]) + s.Lines[s.Chosen].Note
	b.clock.Move(time.Second)
	s = b.State()
	if got := words(s.Lines[s.Chosen]) + s.Lines[s.Chosen].Note; got != before || s.Lines[1].Kind != model.FoundDossier {
		t.Errorf("%q became %q", before, got)
	}
}

func TestAnOlderAnswerNeverReplacesANewerQuestion(t *testing.T) {
	b := newFindBench()
	b.Open()
	b.tasks.Held = true
	b.SetQuery("nguyen")
	b.clock.Move(time.Second)
	b.SetQuery("mau")
	b.clock.Move(time.Second)
	if !strings.Contains(all(b.State()), "đang tìm") {
		t.Errorf("%s", all(b.State()))
	}
	b.tasks.Run()
	if s := all(b.State()); strings.Contains(s, "Nguyễn") || !strings.Contains(s, "Trần Văn [Mẫu]") {
		t.Errorf("%s", s)
	}
	b.SetQuery("")
	if s := all(b.State()); strings.Contains(s, "Mẫu") {
		t.Errorf("an emptied box shows %s", s)
	}
}

func TestASearchThatFailsSaysSo(t *testing.T) {
	b := newFindBench()
	b.Open()
	b.desk.Fail = &motcua.Error{Code: motcua.CodeBusy}
	if s := b.typed("nguyen"); s.Trouble == nil || s.Trouble.Code != "MOTCUA-LIST-BUSY" {
		t.Errorf("%+v", s.Trouble)
	}
	b.desk.Fail = nil
	if s := b.typed("nguyen t"); s.Trouble != nil {
		t.Error("cured, and still told")
	}
}

func TestALineCanBeTakenByItsPlace(t *testing.T) {
	b := newFindBench()
	b.Open()
	b.typed("nguyen")
	b.Take(0) // a heading: nothing happens
	b.Take(99)
	b.Take(2)
	if len(b.did) != 1 || !strings.HasPrefix(b.did[0], "dossier d") {
		t.Errorf("%v", b.did)
	}
}

func TestAScannedReceiptStandsForItsCode(t *testing.T) {
	b := newFindBench()
	pub, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	url, err := motcua.Token{Station: motcua.StationID(pub), Code: "H57.19.789-261120-0003", Secret: make([]byte, 10)}.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	b.Open()
	b.SetQuery("HTTPS://VI.DU/T/" + url)
	b.Enter()
	b.clock.Move(time.Second)
	if len(b.did) != 1 || b.did[0] != "dossier d3" {
		t.Errorf("%v", b.did)
	}
}
