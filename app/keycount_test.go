package app

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
	"motcua/assets/catalogue"
)

// realCatalogue has the window find procedures as the product does.
func realCatalogue(t *testing.T) *counterBench {
	t.Helper()
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	b := newCounterBench(t)
	b.c.Close()
	b.desk.Catalogue, b.find = modeltest.Catalogue(c.List()), c
	b.fees["2.000815"] = motcua.FeeRule{Kind: motcua.FeePage, Unit: "trang", Steps: []motcua.FeeStep{{From: 1, Amount: 2000}, {From: 3, Amount: 1000}}, Cap: 200_000}
	b.start()
	return b
}

const citizen = "046190000001||Nguyễn Thị Ví Dụ|15081990|Nữ|Tổ 5, Phường Thuận Hoá, Thành phố Huế|10052021"

// hits presses keys one by one and counts them: letters and digits as they are,
// ⏎ Enter, ↓ Down, ⇥ Tab, ★ F9.
func (b *counterBench) hits(keys string) (n int) {
	named := map[rune]fyne.KeyName{'⏎': fyne.KeyReturn, '↓': fyne.KeyDown, '⇥': fyne.KeyTab, '★': fyne.KeyF9}
	for _, r := range keys {
		if k, ok := named[r]; ok {
			b.press(k)
		} else {
			b.write(string(r))
		}
		n++
	}
	return n
}

// keysCash takes 2.000815 in with its money in cash; the receipt's number
// follows the last one.
const keysCash = "815⏎3⏎2⏎t⏎★"

// keyCounts stand in docs/KEYS.md; a test there holds the two together.
var keyCounts = []struct {
	code, keys string
	most       int
}{
	{"2.000815", "815⏎3⏎2★", 12},
	{"2.000815", keysCash, 12},
	{"2.000884", "0884⏎★", 12},
	{"1.001193", "1193⏎★", 12},
	{"1.000894", "894⏎★", 12},
	{"2.000635", "635⏎★", 12},
}

func TestTheCountsInTheListOfKeysAreThese(t *testing.T) {
	doc, err := os.ReadFile("../docs/KEYS.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range keyCounts {
		if line := fmt.Sprintf("| %s | `%s` | %d |", v.code, v.keys, utf8.RuneCountInString(v.keys)); !strings.Contains(string(doc), line) {
			t.Errorf("docs/KEYS.md does not say %s", line)
		}
	}
}

func TestMoneyInCashForThreePagesInTwoCopiesStaysWithinTwelveKeys(t *testing.T) {
	b := realCatalogue(t)
	take := func(keys string) int {
		t.Helper()
		b.c.read([]byte(citizen))
		b.c.v.intake.FocusSearch()
		n := b.hits(keys)
		b.until(t, "the dossier", func() bool { return b.phase() == model.PhaseReceived })
		b.until(t, "the receipt", func() bool { return strings.HasPrefix(b.c.m.intake.State().Done.Printing, "giấy hẹn (Mẫu 01):") })
		return n
	}
	take("815⏎3⏎2⏎t⏎0001213★") // the first of the day types its number
	b.press(fyne.KeyF4)
	if n := take(keysCash); n > 12 {
		t.Errorf("%d keys", n)
	}
	rows, err := b.desk.List(t.Context(), motcua.Filter{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%v %v", rows, err)
	}
	d, err := b.desk.Dossier(t.Context(), rows[0].ID)
	if err != nil || len(d.Course.Payments) != 1 || d.Course.Payments[0].Receipt != "0001214" || motcua.Sum(d.Course.Payments[0].Items) != 10_000 {
		t.Errorf("%+v %v", d.Course.Payments, err)
	}
}

func TestAKnownCitizensDossierTakesAtMostTwelveKeys(t *testing.T) {
	for _, v := range keyCounts {
		if v.keys == keysCash {
			continue // needs a receipt before it: the test above
		}
		b := realCatalogue(t)
		b.c.read([]byte(citizen)) // a reader needs no key
		b.c.v.intake.FocusSearch()
		b.until(t, "the card", func() bool { return b.c.m.intake.State().Texts[model.FieldName] != "" })
		n := b.hits(v.keys)
		b.until(t, v.code+" printed", func() bool { return len(b.paper.Printed()) == 1 })
		rows, err := b.desk.List(t.Context(), motcua.Filter{})
		if err != nil || len(rows) != 1 {
			t.Fatalf("%s: %v %v", v.code, rows, err)
		}
		d, err := b.desk.Dossier(t.Context(), rows[0].ID)
		if err != nil || d.Received.Procedure.Code != v.code || d.Received.Intake.Applicant.IDNumber != "046190000001" {
			t.Errorf("%s: took in %s %v", v.code, d.Received.Procedure.Code, err)
		}
		if n > v.most {
			t.Errorf("%s takes %d keys", v.code, n)
		}
		t.Logf("%s: %d keys", v.code, n)
	}
}
