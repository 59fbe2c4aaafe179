package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/store"
)

func found(t testing.TB, s *store.Store, query string) []string {
	t.Helper()
	rows, err := s.List(ctx, motcua.Filter{Query: query})
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	n, err := s.Count(ctx, motcua.Filter{Query: query})
	if err != nil || n != len(rows) {
		t.Errorf("%q: %d listed, %d counted, %v", query, len(rows), n, err)
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}

func TestADossierIsFoundByWhateverTheCitizenSays(t *testing.T) {
	s := open(t, newStation(t))
	r := form("Đặng Thị Ánh Nguyệt")
	r.Intake.Kind = motcua.ApplicantAuthorised
	r.Intake.Authoriser = &motcua.Person{Name: "Võ Hữu Phước", IDNumber: "046085007788", Phone: "+84 913 555 777"}
	receive(t, s, r)
	company := form("Lê Văn Thử")
	company.Intake.Applicant.IDNumber, company.Intake.Applicant.Phone = "", ""
	company.Intake.Kind = motcua.ApplicantOrganisation
	company.Intake.Organisation = &motcua.Organisation{Name: "Công ty TNHH Ví Dụ", TaxCode: "3301234567-001"}
	company.Procedure.Code, company.Procedure.Name = "1.004884", "Chứng thực bản sao"
	receive(t, s, company)

	for query, want := range map[string]string{
		"dang thi anh": "Võ Hữu Phước", "ĐẶNG": "Võ Hữu Phước", "đặng nguyệt": "Võ Hữu Phước", "Đặng": "Võ Hữu Phước",
		"phuoc vo": "Võ Hữu Phước", "ngu": "Võ Hữu Phước", "anh nguy": "Võ Hữu Phước",
		"046090001234": "Võ Hữu Phước", "046 090 001 234": "Võ Hữu Phước", "046090001234 dang": "Võ Hữu Phước",
		"046085007788": "Võ Hữu Phước", "046085007788 0905123456": "Võ Hữu Phước",
		"0913555777": "Võ Hữu Phước", "0913 555 777": "Võ Hữu Phước", "84913555777": "Võ Hữu Phước", "+84 913.555.777": "Võ Hữu Phước",
		"0905123456":    "Võ Hữu Phước",
		string(code(1)): "Võ Hữu Phước", "261123-0001": "Võ Hữu Phước", "0001": "Võ Hữu Phước", "h57.19.789-261123-0001": "Võ Hữu Phước",
		"khai sinh": "Võ Hữu Phước", "1.001193": "Võ Hữu Phước",
		"cong ty": "Công ty TNHH Ví Dụ", "thử": "Công ty TNHH Ví Dụ", "3301234567-001": "Công ty TNHH Ví Dụ", "3301234567": "Công ty TNHH Ví Dụ",
		"0002": "Công ty TNHH Ví Dụ", "ban sao": "Công ty TNHH Ví Dụ",
	} {
		if got := found(t, s, query); len(got) != 1 || got[0] != want {
			t.Errorf("%q found %q", query, got)
		}
	}
	for _, query := range []string{"zzz", "dang cong", "7788", "09051", "090512345", "0905123456 cong ty", "thi dangg", "0003", "***", "-"} {
		if got := found(t, s, query); len(got) != 0 {
			t.Errorf("%q found %q", query, got)
		}
	}
	if got := found(t, s, " \t\n"); len(got) != 2 {
		t.Errorf("blank found %q", got)
	}
}

func TestAnExactToneComesFirstThenNamesThenTheNewest(t *testing.T) {
	s := open(t, newStation(t))
	at := morning()
	take := func(name, procedure string) {
		r := form(name)
		r.Procedure.Name = procedure
		at = at.Add(time.Minute)
		r.Appointment.Received = at
		receive(t, s, r)
	}
	take("Trần Lân", "Khai tử")
	take("Trần Lan", "Khai tử")
	take("Phạm Thử", "Trợ cấp mai táng cho làn")
	take("Trần Lần", "Khai tử")
	take("Mỹ Alan", "Khai tử")
	for query, want := range map[string]string{
		"lân": "Trần Lân|Trần Lần|Trần Lan|Phạm Thử",
		"lần": "Trần Lần|Trần Lan|Trần Lân|Phạm Thử",
		"lan": "Trần Lan|Trần Lần|Trần Lân|Phạm Thử",
		"làn": "Trần Lần|Trần Lan|Trần Lân|Phạm Thử",
	} {
		if got := strings.Join(found(t, s, query), "|"); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	take("Trần Hoàng", "Khai tử")
	take("Lê Hòa", "Khai tử")
	take("Lê Hoàn Mẫu", "Khai tử")
	for query, want := range map[string]string{
		"hòa": "Lê Hòa|Lê Hoàn Mẫu|Trần Hoàng",
		"hoà": "Lê Hòa|Lê Hoàn Mẫu|Trần Hoàng", // one word, wherever its tone stands
		"hoa": "Lê Hòa|Lê Hoàn Mẫu|Trần Hoàng",
	} {
		if got := strings.Join(found(t, s, query), "|"); got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
	}
	// The same word typed decomposed, as some keyboards send it.
	if got := found(t, s, "la\u0302n"); got[0] != "Trần Lân" {
		t.Errorf("%q", got)
	}
}

func TestNoQueryBreaksTheSearch(t *testing.T) {
	s := open(t, newStation(t))
	receive(t, s, form("Nguyễn Văn Ví Dụ"))
	for _, query := range []string{
		`"`, `""`, `"nguyen`, `nguyen*`, `nguyen"*`, `*`, `NEAR(nguyen du)`, `nguyen AND`, `OR`, `NOT nguyen`, `words:nguyen`,
		`{words}:x`, `^nguyen`, `a + b`, "nguyen\x00du", "\x00", "\xff\xfe", `'; DROP TABLE event; --`, `\`, `%_`,
		strings.Repeat("nguyen ", 200_000), strings.Repeat("x", 1<<20), strings.Repeat("(", 1<<20), strings.Repeat("ế", 1<<19),
		strings.Repeat("1 ", 100), "１２３", "ⅷ ① ½", "漢字", "🙂", "nguyen\u200bdu", "ﬁ ß İ ı ǅ",
	} {
		if _, err := s.List(ctx, motcua.Filter{Query: query}); err != nil {
			t.Errorf("%.20q: %v", query, err)
		}
		if _, err := s.Count(ctx, motcua.Filter{Query: query}); err != nil {
			t.Errorf("%.20q: %v", query, err)
		}
	}
	if got := found(t, s, `"Nguyễn" 'Dụ'*`); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

func FuzzAnyQueryIsAnswered(f *testing.F) {
	s := open(f, newStation(f))
	receive(f, s, form("Nguyễn Văn Ví Dụ"))
	for _, seed := range []string{"nguyễn", `"a" OR b*`, "0905 123 456", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := s.List(ctx, motcua.Filter{Query: query}); err != nil {
			t.Errorf("%q: %v", query, err)
		}
	})
}

func TestTheListIsCutByStatusTimeAndPage(t *testing.T) {
	s := open(t, newStation(t))
	for i := range 10 {
		r := form(fmt.Sprintf("Nguyễn Văn Số %d", i))
		r.Appointment.Received = morning().Add(time.Duration(i) * time.Hour)
		r.Appointment.Due = time.Time{}
		d := receive(t, s, r)
		if i%2 == 0 {
			move(t, s, d, motcua.StatusProcessing)
		}
	}
	list := func(f motcua.Filter) string {
		t.Helper()
		rows, err := s.List(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, r := range rows {
			b.WriteString(r.Name[len(r.Name)-1:])
		}
		f.Limit, f.Offset = 0, 0
		if n, err := s.Count(ctx, f); err != nil || n < len(rows) {
			t.Errorf("%d counted, %d listed, %v", n, len(rows), err)
		}
		return b.String()
	}
	at := func(h int) time.Time { return morning().Add(time.Duration(h) * time.Hour) }
	for want, f := range map[string]motcua.Filter{
		"9876543210": {},
		"86420":      {Statuses: []motcua.Status{motcua.StatusProcessing}},
		"97531":      {Statuses: []motcua.Status{motcua.StatusReceived, motcua.StatusDone}, Query: "nguyen"},
		"543":        {From: at(3), To: at(6)},
		"42":         {From: at(2), To: at(6), Statuses: []motcua.Status{motcua.StatusProcessing}, Query: "so"},
		"987":        {Limit: 3},
		"654":        {Limit: 3, Offset: 3, Query: "van"},
		"":           {Offset: 10},
		"76":         {Query: "nguyen 7"}, // by name, and serial 0007
	} {
		if got := list(f); got != want {
			t.Errorf("%+v: %s, want %s", f, got, want)
		}
	}
	if got := list(motcua.Filter{Limit: -1, Offset: -1}); got != "9876543210" {
		t.Errorf("negative bounds: %s", got)
	}
	rows, err := s.List(ctx, motcua.Filter{Limit: 1})
	if err != nil || !rows[0].Received.Equal(at(9)) || !rows[0].Due.IsZero() || rows[0].Truth != motcua.TruthSaved || rows[0].Code == "" {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestPagesOfASearchNeitherRepeatNorSkip(t *testing.T) {
	s := open(t, newStation(t))
	for i := range 25 {
		receive(t, s, form([]string{"Nguyễn Lan", "Nguyễn Lân", "Trần Nguyên"}[i%3]))
	}
	seen := map[string]bool{}
	for offset := 0; offset < 30; offset += 7 {
		rows, err := s.List(ctx, motcua.Filter{Query: "nguyễn", Limit: 7, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if seen[r.ID] {
				t.Errorf("%s twice", r.Code)
			}
			seen[r.ID] = true
		}
	}
	if len(seen) != 25 {
		t.Errorf("%d dossiers", len(seen))
	}
}

func TestManyDossiersAnswerBeforeTheNextKey(t *testing.T) {
	s := open(t, newStation(t))
	enrol(t, s)
	family := []string{"Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Võ", "Hồ", "Ngô"}
	given := []string{"An", "Ân", "Ánh", "Bình", "Đức", "Hà", "Hạ", "Lan", "Lân", "Phước"}
	two := newCounter(t)
	var events []motcua.Event
	var last motcua.Event
	for i := range manyDossiers {
		r := form(fmt.Sprintf("%s Văn %s", family[i%len(family)], given[i/len(family)%len(given)]))
		r.Code = code(i + 1)
		r.Intake.Applicant.IDNumber = fmt.Sprintf("04609000%04d", i)
		r.Intake.Applicant.Phone = fmt.Sprintf("09051%05d", i)
		r.Appointment.Received = morning().Add(time.Duration(i) * time.Second)
		last = signed(t, two.key, last, r.Appointment.Received, r.Intake.ID, motcua.EventReceived, r)
		events = append(events, last)
	}
	if err := s.Ingest(ctx, events, []motcua.Peer{two.peer}, "", morning()); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	queries := []string{"n", "ng", "nguyen", "nguyễn văn an", "dang van duc", "đức", "0046", "046090000123", "van", "khai sinh"}
	for _, q := range queries {
		rows, err := s.List(ctx, motcua.Filter{Query: q, Limit: 50})
		if err != nil || len(rows) == 0 {
			t.Errorf("%q: %d, %v", q, len(rows), err)
		}
	}
	if took := time.Since(start) / time.Duration(len(queries)); took > 300*time.Millisecond {
		t.Errorf("a query takes %s", took)
	}
	if n, err := s.Count(ctx, motcua.Filter{Query: "tran van duc"}); err != nil || n != manyDossiers/80 {
		t.Errorf("%d, %v", n, err)
	}
	ha := manyDossiers / 10 // as many again are called Hà
	rows, err := s.List(ctx, motcua.Filter{Query: "hạ", Limit: 2 * ha})
	if err != nil || len(rows) != 2*ha {
		t.Fatalf("%d, %v", len(rows), err)
	}
	for i, r := range rows {
		if exact := strings.HasSuffix(r.Name, " Hạ"); exact != (i < ha) {
			t.Fatalf("%s at %d", r.Name, i)
		}
		if i > 0 && i != ha && !rows[i-1].Received.After(r.Received) {
			t.Fatalf("not newest first at %d", i)
		}
	}
}

func BenchmarkSearchAsYouType(b *testing.B) {
	s := open(b, newStation(b))
	for i := range 500 {
		receive(b, s, form(fmt.Sprintf("Nguyễn Văn %c", 'A'+i%26)))
	}
	for b.Loop() {
		if _, err := s.List(ctx, motcua.Filter{Query: "nguyễn v", Limit: 50}); err != nil {
			b.Fatal(err)
		}
	}
}

func TestASearchInsideDatesFindsExactlyThoseOfTheDates(t *testing.T) {
	s := open(t, newStation(t))
	var rs []motcua.Received
	first := time.Date(2024, 11, 20, 8, 0, 0, 0, motcua.Local)
	for day := range 520 { // over two turns of the year, the first 512 in the index
		r := form("Hoàng Thị Thử")
		r.Appointment.Received = first.AddDate(0, 0, day)
		rs = append(rs, r)
	}
	if _, err := s.ReceiveMany(ctx, "", rs); err != nil {
		t.Fatal(err)
	}
	on := func(y int, m time.Month, d, hour int) time.Time {
		return time.Date(y, m, d, hour, 0, 0, 0, motcua.Local)
	}
	for _, c := range []struct{ from, to time.Time }{
		{on(2025, 1, 1, 0), on(2026, 1, 1, 0)},
		{on(2024, 12, 31, 9), on(2025, 1, 1, 8)},
		{on(2024, 12, 31, 8), on(2025, 1, 1, 9)},
		{on(2025, 2, 28, 0), on(2026, 3, 1, 0)},
		{on(2025, 3, 1, 0), on(2025, 3, 1, 0)},
		{on(2026, 4, 10, 0), time.Time{}},
		{time.Time{}, on(2024, 12, 1, 0)},
		{on(1900, 1, 1, 0), on(2025, 1, 1, 0)},
	} {
		want := 0
		for _, r := range rs {
			at := r.Appointment.Received
			if (c.from.IsZero() || !at.Before(c.from)) && (c.to.IsZero() || at.Before(c.to)) {
				want++
			}
		}
		rows, err := s.List(ctx, motcua.Filter{Query: "hoang", From: c.from, To: c.to, Limit: 1000})
		if err != nil || len(rows) != want {
			t.Errorf("%v to %v: %d, want %d, %v", c.from, c.to, len(rows), want, err)
		}
	}
}
