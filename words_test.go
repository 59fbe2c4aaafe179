package motcua_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"motcua"
)

func TestTextIsFoldedAsItIsSearched(t *testing.T) {
	for in, want := range map[string]string{
		"Đặng Thị Ước":             "dang thi uoc",
		"ĐẶNG THỊ ƯỚC":             "dang thi uoc",
		"Hòa Hoà hoá Thuỷ":         "hoa hoa hoa thuy",
		"đường Nguyễn Huệ, số 5/2": "duong nguyen hue so 5 2",
		"  nhiều \t\n khoảng  ":    "nhieu khoang",
		"H57.19.789-261120-0007":   "h57 19 789 261120 0007",
		"---":                      "",
		"":                         "",
		"Đ":                        "d",
		"ðà":                       "ða", // an Icelandic letter is not ours to fold
	} {
		if got := motcua.Fold(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		if got := motcua.Fold(norm.NFD.String(in)); got != want {
			t.Errorf("%q decomposed: %q, want %q", in, got, want)
		}
	}
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.String().Draw(rt, "s")
		once := motcua.Fold(s)
		if twice := motcua.Fold(once); twice != once {
			rt.Fatalf("%q: %q, then %q", s, once, twice)
		}
		if strings.TrimSpace(once) != once || strings.Contains(once, "  ") {
			rt.Fatalf("%q: %q", s, once)
		}
	})
}

func TestHoweverAVietnameseWordIsTypedItFoldsToTheSameLetters(t *testing.T) {
	letters := []rune("aăâbcdđeêghiklmnoôơpqrstuưvxy")
	marks := []string{"", "", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
	rapid.Check(t, func(rt *rapid.T) {
		var typed, plain strings.Builder
		for _, r := range rapid.SliceOfN(rapid.SampledFrom(letters), 1, 12).Draw(rt, "letters") {
			base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			if base == 'đ' {
				base = 'd'
			}
			plain.WriteRune(base)
			typed.WriteRune(r)
			if strings.ContainsRune("aeiouy", base) {
				typed.WriteString(rapid.SampledFrom(marks).Draw(rt, "mark"))
			}
		}
		s := typed.String()
		for _, form := range []string{s, strings.ToUpper(s), norm.NFC.String(s), norm.NFD.String(s), "  " + s + " ", "(" + s + ")"} {
			if got := motcua.Fold(form); got != plain.String() {
				rt.Fatalf("%q: %q, want %q", form, got, plain.String())
			}
		}
	})
}

func TestAWordIsFoldedAloneAsInItsSentence(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOf(rapid.String()).Draw(rt, "words")
		var want []string
		for _, w := range words {
			if f := motcua.Fold(w); f != "" {
				want = append(want, f)
			}
		}
		if got := motcua.Fold(strings.Join(words, " ")); got != strings.Join(want, " ") {
			rt.Fatalf("%q: %q, want %q", words, got, want)
		}
	})
}

func TestInitialsShowNoMore(t *testing.T) {
	for in, want := range map[string]string{
		"Nguyễn Thị Ví Dụ":       "N.T.V.D.",
		"đặng văn ước":           "Đ.V.Ư.",
		norm.NFD.String("Ấn Ổn"): "Ấ.Ổ.",
		"  An  ":                 "A.",
		"Trần (Bé) 2 An":         "T.A.",
		"":                       "",
		"123":                    "",
		"H'Mai Niê":              "H.N.",
	} {
		if got := motcua.Initials(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestControlCharactersAreRefusedAndTextIsComposed(t *testing.T) {
	for _, c := range []struct {
		in    string
		lines bool
		want  string
		ok    bool
	}{
		{" " + norm.NFD.String("Đặng Thị Ước") + "\u00a0", false, "Đặng Thị Ước", true},
		{"", false, "", true},
		{"hai\ndòng\tcột", true, "hai\ndòng\tcột", true},
		{"hai\ndòng", false, "", false},
		{"hai\r\ndòng", true, "", false},
		{"a\x00b", true, "", false},
		{"a\x7fb", false, "", false},
		{"a\u0085b", false, "", false},
		{"a\xc3", false, "", false},
		{"dấu \ufffd có thật", false, "dấu \ufffd có thật", true},
	} {
		if got, ok := motcua.CleanText(c.in, c.lines); got != c.want || ok != c.ok {
			t.Errorf("%q: %q %v", c.in, got, ok)
		}
	}
}

func TestEveryHistoricCodeIsRead(t *testing.T) {
	for _, good := range []string{
		"H57.19.789-261120-0007", "H15.50.05.13-261008-0975", "G09.20-20260609-0092637", "G18-260610-090123",
		"000.19.29.H57-210312-0001", "000.19.129.H57-210312-000123", "H57-261120-0001", "A01.B2.C3.D4.E5.F6.G7.H8-261120-12345678",
	} {
		if got, err := motcua.ParseCode(good); err != nil || string(got) != good {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "H57", "h57.19.789-261120-0007", "Z57.19.789-261120-0007", "H57.19.789-261120-007", "H57.19.789-2611201-0007",
		"H57.19.7890-261120-0007", "H57.19.789-261120-0007\n", " H57.19.789-261120-0007", "H57.19.789–261120–0007",
		"000.19.29.h57-210312-0001", "H57.19.789-261120-123456789", "A01.B2.C3.D4.E5.F6.G7.H8.I9-261120-0001", strings.Repeat("A", 1<<16),
	} {
		if got, err := motcua.ParseCode(bad); motcua.CodeOf(err) != motcua.CodeInvalid || got != "" {
			t.Errorf("%.40q was read: %v", bad, err)
		}
	}
}

func TestACodeCarriesTheVietnameseDay(t *testing.T) {
	evening := time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC) // 00:00 on the 21st in Hanoi
	if got, err := motcua.MakeCode("H57.19.789", evening, 7); err != nil || got != "H57.19.789-261121-0007" {
		t.Errorf("%s %v", got, err)
	}
	for _, serial := range []int{0, -1, 10000} {
		if got, err := motcua.MakeCode("H57.19.789", evening, serial); motcua.CodeOf(err) != motcua.CodeNoNumbers {
			t.Errorf("serial %d: %s %v", serial, got, err)
		}
	}
	for _, agency := range []string{"", "57", "H57.", "H57.1234", "H57 19", "h57", "H57" + strings.Repeat(".123", 9)} {
		if got, err := motcua.MakeCode(agency, evening, 1); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("agency %q: %s %v", agency, got, err)
		}
	}
}

func TestTheStatusMachineIsTheNationalOne(t *testing.T) {
	allowed := map[motcua.Status][]motcua.Status{
		1: {2, 3, 7}, 2: {4, 7}, 4: {5, 6, 7, 8, 9}, 5: {4, 7, 8}, 6: {4, 7, 8}, 9: {10},
	}
	for from := motcua.Status(-1); from <= 12; from++ {
		may := map[motcua.Status]bool{}
		for _, to := range allowed[from] {
			may[to] = true
		}
		for to := motcua.Status(-1); to <= 12; to++ {
			if from.CanBecome(to) != may[to] {
				t.Errorf("%d to %d: %v", from, to, !may[to])
			}
		}
		ten := from >= 1 && from <= 10
		if from.Valid() != ten || (from.Name() != "") != ten || from.Ended() != (ten && len(allowed[from]) == 0) {
			t.Errorf("%d: valid %v, name %q, ended %v", from, from.Valid(), from.Name(), from.Ended())
		}
	}
}

var branching = motcua.Procedure{
	Offers: []motcua.Offer{{Channel: motcua.ChannelDirect, FeeText: "một"}, {Channel: motcua.ChannelDirect, FeeText: "hai"}},
	Groups: []motcua.PaperGroup{
		{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{{Key: "p1"}, {Key: "p2", Name: "dặn", Note: true}}},
		{Kind: motcua.GroupCase, Case: "a", Papers: []motcua.PaperRule{{Key: "p3"}}},
		{Kind: motcua.GroupCase, Case: "b", Papers: []motcua.PaperRule{{Key: "p4"}}},
		{Kind: motcua.GroupAuthorised, Papers: []motcua.PaperRule{{Key: "p5"}}},
		{Kind: motcua.GroupOnline, Papers: []motcua.PaperRule{{Key: "p6"}}},
		{Kind: motcua.GroupNote, Papers: []motcua.PaperRule{{Key: "p7", Name: "lưu ý", Originals: 1}}},
	},
}

func TestOnlyThePapersOfTheCaseAreAskedFor(t *testing.T) {
	for _, c := range []struct {
		name       string
		channel    motcua.Channel
		authorised bool
		want       string
	}{
		{"", motcua.ChannelDirect, false, "p1"},
		{"a", motcua.ChannelDirect, false, "p1 p3"},
		{"b", motcua.ChannelPost, true, "p1 p4 p5"},
		{"b", motcua.ChannelOnline, false, "p1 p4 p6"},
	} {
		var keys []string
		for _, r := range branching.Papers(c.name, c.channel, c.authorised) {
			keys = append(keys, r.Key)
		}
		if got := strings.Join(keys, " "); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
	if got := branching.Cases(); !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Errorf("%v", got)
	}
	if got := branching.Notes(); !reflect.DeepEqual(got, []string{"dặn", "lưu ý"}) {
		t.Errorf("%v", got)
	}
	if o, ok := branching.Offer(motcua.ChannelDirect); !ok || o.FeeText != "một" {
		t.Errorf("%+v", o)
	}
	if _, ok := branching.Offer(motcua.ChannelOnline); ok {
		t.Error("a channel that is not offered was found")
	}
	if !motcua.ChannelPost.Valid() || motcua.Channel("").Valid() {
		t.Error("channels")
	}
}

func TestTheOwnerIsWhomTheKindSays(t *testing.T) {
	in := motcua.Intake{
		Applicant: motcua.Person{Name: "A"}, Authoriser: &motcua.Person{Name: "B"}, Organisation: &motcua.Organisation{Name: "C"},
	}
	for kind, want := range map[motcua.ApplicantKind]string{
		"": "A", motcua.ApplicantSelf: "A", motcua.ApplicantAuthorised: "B", motcua.ApplicantOrganisation: "C",
	} {
		in.Kind = kind
		if got := in.Owner(); got != want {
			t.Errorf("%s: %s", kind, got)
		}
	}
	in.Authoriser, in.Kind = nil, motcua.ApplicantAuthorised
	if got := in.Owner(); got != "A" {
		t.Errorf("without the authoriser: %s", got)
	}
}

func TestNoLogCarriesACitizen(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	p := motcua.Person{Name: "Nguyễn Thị Ví Dụ", IDNumber: "046190000001"}
	in := motcua.Intake{Procedure: "9.000001", Applicant: p}
	log.Info("x", "person", p, "intake", in, "organisation", motcua.Organisation{Name: "Ví Dụ"},
		"dossier", motcua.Dossier{Received: motcua.Received{Code: "H57-261120-0001", Intake: in}})
	if s := out.String(); strings.Contains(s, "Ví") || strings.Contains(s, "046190") || !strings.Contains(s, "H57-261120-0001") {
		t.Error(s)
	}
}

func TestErrorsCarryACodeAFieldAndACause(t *testing.T) {
	inner := &motcua.Error{Code: motcua.CodeInvalid, Field: "sets", Detail: "out of range", Cause: io.ErrUnexpectedEOF}
	err := fmt.Errorf("taking in: %w", inner)
	if motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != "sets" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	if inner.Error() != "invalid sets: out of range: unexpected EOF" {
		t.Errorf("%q", inner.Error())
	}
	if motcua.CodeOf(nil) != "" || motcua.CodeOf(io.EOF) != motcua.CodeIO || motcua.FieldOf(io.EOF) != "" {
		t.Error("errors of others")
	}
}
