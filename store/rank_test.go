package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"motcua"
	"motcua/store"
)

// shelf takes dossiers in, each a minute after the one before.
type shelf struct {
	s  *store.Store
	at time.Time
}

func (h *shelf) form(name, procedure string) motcua.Received {
	h.at = h.at.Add(time.Minute)
	r := form(name)
	r.Procedure.Name, r.Appointment.Received = procedure, h.at
	return r
}

func TestWordsOfOneNameNeedNotBeNeighbours(t *testing.T) {
	s := open(t, newStation(t))
	h := shelf{s, morning()}
	receive(t, s, h.form("Nguyễn Thị Lan", "Khai tử"))
	receive(t, s, h.form("Lan Nguyên", "Khai tử"))
	two := h.form("Nguyễn Văn Thử", "Khai tử") // of two people, so not one's name
	two.Intake.Kind, two.Intake.Authoriser = motcua.ApplicantAuthorised, &motcua.Person{Name: "Trần Lan"}
	receive(t, s, two)
	receive(t, s, h.form("Nguyễn Lân Thử", "Khai tử"))
	receive(t, s, h.form("Nguyễn Thử", "Cấp giấy lần đầu"))
	for query, want := range map[string]string{
		"nguyen lan": "Nguyễn Lân Thử|Lan Nguyên|Nguyễn Thị Lan|Nguyễn Thử|Trần Lan",
		"Nguyễn Lan": "Nguyễn Thị Lan|Nguyễn Lân Thử|Lan Nguyên|Nguyễn Thử|Trần Lan",
		"lan nguyễn": "Nguyễn Thị Lan|Nguyễn Lân Thử|Lan Nguyên|Nguyễn Thử|Trần Lan",
		"nguyễn lâ":  "Nguyễn Lân Thử|Lan Nguyên|Nguyễn Thị Lan|Nguyễn Thử|Trần Lan",
	} {
		if got := strings.Join(found(t, s, query), "|"); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}

func TestANameIsNotBuriedUnderNewerHitsElsewhere(t *testing.T) {
	s := open(t, newStation(t))
	h := shelf{s, morning()}
	rs := []motcua.Received{h.form("Nguyễn Thị Lân", "Khai tử"), h.form("Nguyễn Thị Lan", "Khai tử")}
	for range 1100 { // beyond what waits on the lines
		rs = append(rs, h.form("Nguyễn Văn Thử", "Cấp giấy lần đầu"))
	}
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"nguyen lan": "Nguyễn Thị Lan|Nguyễn Thị Lân", "nguyễn lân": "Nguyễn Thị Lân|Nguyễn Thị Lan",
		"lan": "Nguyễn Thị Lan|Nguyễn Thị Lân", "NGUYỄN LA": "Nguyễn Thị Lan|Nguyễn Thị Lân",
	} {
		rows, err := s.List(ctx, motcua.Filter{Query: query, Limit: 50})
		if err != nil || len(rows) != 50 {
			t.Fatalf("%q: %d, %v", query, len(rows), err)
		}
		if got := rows[0].Name + "|" + rows[1].Name; got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}

func TestTheLastDigitsOfACodeFindTheSerialFirst(t *testing.T) {
	s := open(t, newStation(t))
	h := shelf{s, morning().AddDate(0, 0, -4)}
	var rs []motcua.Received
	for day := range 4 {
		h.at = morning().AddDate(0, 0, day-4)
		for range 260 {
			rs = append(rs, h.form("Nguyễn Văn Thử", "Khai tử"))
		}
	}
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	tails := func(query string, n int) string {
		t.Helper()
		rows, err := s.List(ctx, motcua.Filter{Query: query, Limit: 200})
		if err != nil || len(rows) < n {
			t.Fatalf("%q: %d, %v", query, len(rows), err)
		}
		var out []string
		for _, r := range rows[:n] {
			out = append(out, string(r.Code[len(r.Code)-8:]))
		}
		return strings.Join(out, " ")
	}
	exact := "22-0012 21-0012 20-0012 19-0012"
	for query, want := range map[string]string{
		"12":      exact + " 22-0212 22-0129 22-0128 22-0127 22-0126 22-0125 22-0124 22-0123 22-0122 22-0121 22-0120 22-0112 21-0212",
		"012":     exact + " 22-0129",
		"0012":    exact,
		"thu 12":  exact + " 22-0212",
		"thử 12":  exact + " 22-0212",
		"2":       "22-0002 21-0002 20-0002 19-0002 22-0260",
		"260":     "22-0260 21-0260 20-0260 19-0260",
		"22-0012": "22-0012",
	} {
		want = strings.ReplaceAll(" "+want, " ", " 1")
		if query == "22-0012" {
			query = "261122-0012"
		}
		if got := tails(query, strings.Count(want, " ")); " "+got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
}

func TestAProcedureIsFoundWithoutThePointOfItsCode(t *testing.T) {
	s := open(t, newStation(t))
	h := shelf{s, morning()}
	copies, other := h.form("Nguyễn Văn Sao", "Chứng thực bản sao"), h.form("Nguyễn Văn Khác", "Khai tử")
	copies.Procedure.Code, other.Procedure.Code = "2.000815", "1.000815"
	receive(t, s, other) // 0001
	receive(t, s, copies)
	check := func() {
		t.Helper()
		for _, query := range []string{"2.000815", "2000815", "nguyễn 2000815", "2000815 sao"} {
			if got := found(t, s, query); len(got) != 1 || got[0] != "Nguyễn Văn Sao" {
				t.Errorf("%q found %q", query, got)
			}
		}
		if got := found(t, s, "3000815"); len(got) != 0 {
			t.Errorf("found %q", got)
		}
	}
	check()
	var rs []motcua.Received
	for range 520 {
		rs = append(rs, h.form("Trần Thị Thử", "Khai sinh"))
	}
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	check() // in the index
}

func TestANameIsFoundAlikeWhereverItsToneStands(t *testing.T) {
	s := open(t, newStation(t))
	h := shelf{s, morning().AddDate(0, 0, -1)}
	vowels := [][2]string{{"òa", "oà"}, {"óa", "oá"}, {"ỏa", "oả"}, {"õa", "oã"}, {"ọa", "oạ"}, {"òe", "oè"}, {"óe", "oé"}, {"ỏe", "oẻ"},
		{"õe", "oẽ"}, {"ọe", "oẹ"}, {"ùy", "uỳ"}, {"úy", "uý"}, {"ủy", "uỷ"}, {"ũy", "uỹ"}, {"ụy", "uỵ"}}
	heads := []string{"H", "Th", "L", "Kh"}
	var rs []motcua.Received
	for i := range 600 { // of which some stay on the lines
		v := vowels[i%len(vowels)]
		rs = append(rs, h.form(fmt.Sprintf("Trần %s%s %s", heads[i%3], v[i%2], []string{"An", "Hoàng", "Loan"}[i%7%3]), "Khai tử"))
	}
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		head := strings.ToLower(rapid.SampledFrom(heads).Draw(rt, "head"))
		v := rapid.SampledFrom(vowels).Draw(rt, "vowels")
		frame := rapid.SampledFrom([]string{"%s", "trần %s", "%s an", "%s ho", "tran %s"}).Draw(rt, "frame")
		var lists [2][]string
		for i := range lists {
			rows, err := s.List(ctx, motcua.Filter{Query: fmt.Sprintf(frame, head+v[i]), Limit: 1000})
			if err != nil {
				rt.Fatal(err)
			}
			for _, r := range rows {
				lists[i] = append(lists[i], string(r.Code)+" "+r.Name)
			}
		}
		if !slices.Equal(lists[0], lists[1]) {
			rt.Fatalf("%s%v: %q", head, v, lists)
		}
		if strings.HasPrefix(frame, "tran ") {
			return // nobody is written so
		}
		exact := true // come first, and nothing like them behind
		for _, line := range lists[0] {
			is := strings.Contains(strings.ToLower(line), " "+head+v[0]+" ") || strings.Contains(strings.ToLower(line), " "+head+v[1]+" ")
			if is && !exact {
				rt.Fatalf("%s%v: %q", head, v, lists[0])
			}
			exact = is
		}
	})
}

func TestAnyWordsOfANameComeBeforeTheSameWordsElsewhere(t *testing.T) {
	s := open(t, newStation(t))
	word := rapid.StringMatching(`[A-ZĐÂÊÔƠƯ][a-zđáàảãạăắâấêếôốơớưứíýỳ]{2,7}`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 2, 4).Draw(t, "words")
		named := form(strings.Join(words, " "))
		if _, err := s.Receive(ctx, "", morning(), named); err != nil {
			t.Fatal(err)
		}
		decoy := form("Xyz " + words[0])
		decoy.Procedure.Name = strings.Join(words, " ")
		if _, err := s.Receive(ctx, "", morning(), decoy); err != nil {
			t.Fatal(err)
		}
		some := rapid.Permutation(words).Draw(t, "order")
		some = some[:rapid.IntRange(2, len(some)).Draw(t, "typed")]
		for _, q := range []string{strings.Join(some, " "), motcua.Fold(strings.Join(some, " "))} {
			rows, err := s.List(ctx, motcua.Filter{Query: q, Limit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			place := func(id string) int {
				return slices.IndexFunc(rows, func(r motcua.Row) bool { return r.ID == id })
			}
			if a, b := place(named.Intake.ID), place(decoy.Intake.ID); a < 0 || b < 0 || a > b {
				t.Fatalf("%q: %q is at %d, the other at %d", q, words, a, b)
			}
		}
	})
}

func TestAnyTextThatWasPulledAsANameLeavesTheSearchWhole(t *testing.T) {
	s := open(t, newStation(t))
	enrol(t, s)
	two, n := newCounter(t), 0
	last := signed(t, two.key, motcua.Event{}, morning(), "", motcua.EventStationStarted, nil)
	if err := s.Ingest(ctx, []motcua.Event{last}, []motcua.Peer{two.peer}, "0", morning()); err != nil {
		t.Fatal(err)
	}
	sign := rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("\x00\x1e\x1f\n 7")))
	rapid.Check(t, func(rt *rapid.T) {
		n++
		r := form("Timra " + rapid.StringOf(sign).Draw(rt, "name"))
		r.Code, r.Secret = code(n), make([]byte, motcua.SecretLen)
		last = signed(t, two.key, last, morning(), r.Intake.ID, motcua.EventReceived, r)
		if err := s.Ingest(ctx, []motcua.Event{last}, nil, fmt.Sprint(n), morning()); err != nil {
			rt.Fatal(err)
		}
		rows, err := s.List(ctx, motcua.Filter{Query: "timra", Limit: 1000})
		if err != nil || !slices.ContainsFunc(rows, func(row motcua.Row) bool { return row.ID == r.Intake.ID }) {
			rt.Fatalf("%q: %d found, %v", r.Intake.Applicant.Name, len(rows), err)
		}
	})
}
