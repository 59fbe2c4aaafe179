package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

const viDu = "046190000001|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|Tổ 5, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế|10052021"

func TestACardFillsEmptyBoxesAndMarksWhatMatches(t *testing.T) {
	b := newBench(t)
	b.SetField(model.FieldName, "Nguyễn Thị Ví Dụ")
	if !b.ReadCard([]byte(viDu + "|tail|tail|tail")) {
		t.Fatal("no card")
	}
	s := b.State()
	for f, want := range map[model.Field]string{
		model.FieldID: "046190000001", model.FieldName: "Nguyễn Thị Ví Dụ", model.FieldBirth: "15/08/1990", model.FieldGender: "Nữ",
		model.FieldStreet: "Tổ 5, Phường Phú Hội, Thành phố Huế, Thừa Thiên Huế",
	} {
		if got := s.Texts[f]; got != want {
			t.Errorf("%s is %q, want %q", f, got, want)
		}
		if mark := s.Card.Marks[f]; !mark.Same && !mark.OldWay {
			t.Errorf("%s is not marked: %+v", f, mark)
		}
	}
	if s.Card.Read != "Đã đọc thẻ căn cước 10:42" || !strings.Contains(s.Card.Note, "đối chiếu") || s.Card.Trouble != nil {
		t.Errorf("%+v", s.Card)
	}
	if !s.Card.Marks[model.FieldStreet].OldWay {
		t.Error("the address is not said to be in the old way")
	}
}

func TestABoxThatDiffersKeepsItsTextUntilTheCardsIsTaken(t *testing.T) {
	b := newBench(t)
	b.ChooseProcedure("1.004884")
	b.SetField(model.FieldBirth, "15/08/1991")
	b.ReadCard([]byte(viDu))
	s := b.State()
	if s.Texts[model.FieldBirth] != "15/08/1991" || s.Card.Marks[model.FieldBirth].Value != "15/08/1990" {
		t.Fatalf("%q, %+v", s.Texts[model.FieldBirth], s.Card.Marks[model.FieldBirth])
	}
	line := slices.IndexFunc(s.Checks, func(c model.CheckLine) bool { return c.Head == "Ngày sinh khác với thẻ" })
	if line < 0 || s.Checks[line].Now != "Thẻ ghi 15/08/1990. Hỏi lại người dân." || s.Checks[line].Kind != model.CheckDiffers {
		t.Errorf("%+v", s.Checks)
	}
	if f, ok := b.TakeNextCard(); !ok || f != model.FieldBirth {
		t.Errorf("took %q, %v", f, ok)
	}
	if s := b.State(); s.Texts[model.FieldBirth] != "15/08/1990" || !s.Card.Marks[model.FieldBirth].Same {
		t.Errorf("%q, %+v", s.Texts[model.FieldBirth], s.Card.Marks[model.FieldBirth])
	}
	if _, ok := b.TakeNextCard(); ok {
		t.Error("something more was taken")
	}
}

func TestDamageIsToldWithItsRemedyAndCostsNoText(t *testing.T) {
	b := newBench(t)
	b.SetField(model.FieldStreet, "Tổ 5")
	b.ReadCard([]byte("046190000001||NGUYEN THI VI DU|15081990|Nu|To 5, Hue|10052021"))
	s := b.State()
	if s.Texts[model.FieldName] != "" || s.Texts[model.FieldStreet] != "Tổ 5" || s.Texts[model.FieldID] != "046190000001" {
		t.Errorf("%q", s.Texts)
	}
	if s.Card.Trouble == nil || !strings.Contains(s.Checks[0].Head, "ASCII") || s.Checks[0].Kind != model.CheckDoubt {
		t.Errorf("%+v", s.Checks)
	}
	if b.ReadCard([]byte("4006381333931")) {
		t.Error("a number on a parcel was taken for a card")
	}
}

func TestTheCardOfTheAuthoriserFillsHisBoxes(t *testing.T) {
	b := newBench(t)
	b.SetKind(motcua.ApplicantAuthorised)
	b.ReadCard([]byte("046205000002||Trần Văn Mẫu|01022005|Nam|Thôn 3, Phú Mậu|22122021"))
	b.ReadCard([]byte(viDu))
	s := b.State()
	if s.Texts[model.FieldID] != "046205000002" || s.Texts[model.FieldOwnerID] != "046190000001" || s.Texts[model.FieldOwnerName] != "NGUYỄN THỊ VÍ DỤ" {
		t.Errorf("%q", s.Texts)
	}
}

func TestEarlierDossiersOfThePersonAreOffered(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.desk.Put(motcua.Dossier{ID: string(rune('a' + i)), Status: motcua.StatusProcessing, Received: motcua.Received{
			Code: "H57.19.789-261120-000" + motcua.Code(rune('1'+i)), Intake: motcua.Intake{Applicant: motcua.Person{Name: "046190000001"}}}})
	}
	b.ReadCard([]byte(viDu))
	line := slices.IndexFunc(b.State().Checks, func(c model.CheckLine) bool { return c.Kind == model.CheckNote })
	if line < 0 || b.State().Checks[line].Head != "Người này đã có hơn 3 hồ sơ" || !strings.HasPrefix(b.State().Checks[line].Now, "261120-0005 (Đang xử lý)") {
		t.Errorf("%+v", b.State().Checks)
	}
	b.Clear()
	if s := b.State(); len(s.Card.Marks) > 0 || s.Card.Read != "" || slices.ContainsFunc(s.Checks, func(c model.CheckLine) bool { return c.Kind == model.CheckNote }) {
		t.Error("the next person sees the card of the last")
	}
}

func TestACardIsInNoDraft(t *testing.T) {
	b := newBench(t)
	b.ReadCard([]byte(viDu + "|LÊ THỊ BÀ MẸ|NGUYỄN VĂN ÔNG CHA|X"))
	b.Flush()
	data, _, err := b.drafts.Draft(t.Context(), "intake")
	if err != nil || len(data) == 0 {
		t.Fatal(err)
	}
	for _, secret := range []string{"BÀ MẸ", "191234567", "10/05/2021"} {
		if strings.Contains(string(data), secret) {
			t.Errorf("the draft holds %q", secret)
		}
	}
}

// wedgeBench types at a pace.
type wedgeBench struct {
	*model.Wedge
	clock   *modeltest.Clock
	box     string // what a box would hold
	kept    string // at the beginning of the run
	scanned []string
}

func newWedgeBench() *wedgeBench {
	b := &wedgeBench{clock: &modeltest.Clock{At: friday}}
	b.Wedge = model.NewWedge(b.clock)
	b.OnScan = func(s string) { b.scanned = append(b.scanned, s) }
	return b
}

func (b *wedgeBench) write(text string, pace time.Duration) {
	for _, r := range text {
		b.clock.Move(pace)
		switch b.Rune(r) {
		case model.WedgeFirst:
			b.kept = b.box
			b.box += string(r)
		case model.WedgeOn:
			b.box += string(r)
		case model.WedgeCaught:
			b.box = b.kept
		}
	}
}

func TestABurstIsKeptOutOfTheBoxAndHeardOnce(t *testing.T) {
	for _, pace := range []time.Duration{0, time.Millisecond, 4 * time.Millisecond, 15 * time.Millisecond, 28 * time.Millisecond} {
		for _, burst := range []string{viDu, "HTTPS://MOTCUA.VN/T/ABCDEFG", "]Q1" + viDu} {
			b := newWedgeBench()
			b.write("Ngu", 120*time.Millisecond)
			b.clock.Move(time.Second)
			b.write(burst, pace)
			if !b.End() || b.box != "Ngu" || !slices.Equal(b.scanned, []string{burst}) {
				t.Errorf("at %v: box %q, heard %q", pace, b.box, b.scanned)
			}
			b.write("y", 120*time.Millisecond)
			if b.box != "Nguy" {
				t.Errorf("the clerk goes on: %q", b.box)
			}
		}
	}
}

func TestABurstWithoutEnterEndsBySilence(t *testing.T) {
	b := newWedgeBench()
	b.write(viDu, 4*time.Millisecond)
	b.clock.Move(299 * time.Millisecond)
	if len(b.scanned) != 0 || !b.Catching() {
		t.Fatal("ended too soon")
	}
	b.clock.Move(time.Millisecond)
	if len(b.scanned) != 1 || b.Catching() || b.clock.Waiting() != 0 {
		t.Errorf("heard %q", b.scanned)
	}
	if b.End() {
		t.Error("the next Enter is taken from the clerk")
	}
}

func TestHandsAreNeverTakenForAReader(t *testing.T) {
	for what, c := range map[string]struct {
		text string
		pace time.Duration
	}{
		"a quick typist":        {"nguyễn thị ví dụ 046190000001 tổ 5, số 12", 40 * time.Millisecond},
		"a number at 25 ms":     {"046190000001", 25 * time.Millisecond},
		"a held key":            {strings.Repeat("0", 60), 30 * time.Millisecond},
		"a typing tool's word":  {"Nguyễn", 0},
		"a card typed by hand":  {viDu, 70 * time.Millisecond},
		"letters from a script": {"Nguyen Thi Vi Du, To 5, so 12 duong Thi Du", 25 * time.Millisecond},
	} {
		b := newWedgeBench()
		b.write(c.text, c.pace)
		if b.End() || b.box != c.text || len(b.scanned) > 0 {
			t.Errorf("%s: box %q, heard %q", what, b.box, b.scanned)
		}
	}
}

func TestASlowMachineStillKnowsAReader(t *testing.T) {
	b := newWedgeBench()
	for _, r := range viDu {
		b.clock.Move(2 * time.Millisecond)
		b.write(string(r), 0)
		b.clock.Move(45 * time.Millisecond) // the list of procedures is drawn
		b.Done()
	}
	b.End()
	if b.box != "" || len(b.scanned) != 1 {
		t.Errorf("box %q, heard %q", b.box, b.scanned)
	}
}

func TestKeysMixedIntoABurstSpoilFieldsButMisplaceNone(t *testing.T) {
	w := newWedgeBench()
	i := strings.Index(viDu, "Ví") + 60
	w.write(viDu[:i]+"x"+viDu[i:], 4*time.Millisecond)
	w.End()
	b := newBench(t)
	b.ReadCard([]byte(w.scanned[0]))
	if got := b.State().Texts[model.FieldID]; got != "046190000001" {
		t.Errorf("number %q", got)
	}
}

func TestWordsTypedFastAreNoCard(t *testing.T) {
	for _, text := range []string{"con thieu ban chinh", "046190000001", "0001213", ""} {
		if model.IsCard([]byte(text), friday) {
			t.Errorf("%q is taken for a card", text)
		}
	}
	if !model.IsCard([]byte("046190000001||Nguyễn Thị Ví Dụ|15081990|Nữ|Tổ 5, Phường Thuận Hoá, Thành phố Huế|01012022"), friday) {
		t.Error("a card is not known")
	}
}
