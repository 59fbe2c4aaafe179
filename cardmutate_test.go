package motcua_test

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"motcua"
)

// cardTrials is how many spoilt payloads every test run reads;
// MOTCUA_CARD_TRIALS=1000000 reads as many as that.
const cardTrials = 30_000

// mutator spoils payloads as hands, cables and settings do.
type mutator struct{ *rand.Rand }

func (m mutator) pick(s []string) string { return s[m.IntN(len(s))] }

// card invents a person.
func (m mutator) card() motcua.Card {
	c := motcua.Card{
		Name: m.pick([]string{"NGUYỄN", "Trần", "LÊ", "Đặng"}) + " " + m.pick([]string{"THỊ", "Văn", "NGỌC", "Mỹ"}) + " " + m.pick([]string{"VÍ DỤ", "Mẫu", "NHÁP", "Thử Nghiệm"}),
		Address: "Tổ " + strconv.Itoa(1+m.IntN(20)) + m.pick([]string{", Phường Phú Hội, Thành phố Huế", ",, Phú Mậu, Phú Vang", " -, Xã Vinh Hưng"}) +
			", Thừa Thiên Huế",
		IssueDate: m.day(2021, 2025), BirthDate: m.day(1930, 2008), Gender: m.pick([]string{"Nam", "Nữ"}),
	}
	year, _ := strconv.Atoi(c.BirthDate[6:])
	digit := 2 * ((year - 1900) / 100)
	if c.Gender == "Nữ" {
		digit++
	}
	c.Number = "046" + strconv.Itoa(digit) + c.BirthDate[8:] + pad(m.IntN(1_000_000), 6)
	if m.IntN(2) == 0 {
		c.OldNumber = "19" + pad(m.IntN(10_000_000), 7)
	}
	return c
}

func (m mutator) day(from, to int) string {
	return pad(1+m.IntN(28), 2) + "/" + pad(1+m.IntN(12), 2) + "/" + strconv.Itoa(from+m.IntN(to-from+1))
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	return strings.Repeat("0", max(0, width-len(s))) + s
}

// payload writes a card in one of the shapes.
func (m mutator) payload(c motcua.Card) string {
	born, issued := strings.ReplaceAll(c.BirthDate, "/", ""), strings.ReplaceAll(c.IssueDate, "/", "")
	long := strings.Join([]string{c.Number, c.OldNumber, c.Name, born, c.Gender, c.Address, issued}, "|")
	switch m.IntN(3) {
	case 0:
		return long + "|LÊ THỊ BÀ MẸ|NGUYỄN VĂN ÔNG CHA|" + m.pick([]string{"", "01012040", "03051962"})
	case 1:
		if c.OldNumber == "" {
			return strings.Join([]string{c.Number, c.Name, c.BirthDate, c.Gender, c.Address, c.IssueDate}, "|")
		}
	}
	return long
}

// spoil makes one to four changes and returns how many letters they can have
// made wrong.
func (m mutator) spoil(s string) (string, int) {
	keys := []rune("0123456789|||||aădđeơỡsfrxj/ ,'\"Nm\t\r\x00\ufffd~")
	wrong := 0
	for range 1 + m.IntN(4) {
		r := []rune(s)
		if len(r) == 0 {
			return s, wrong
		}
		i := m.IntN(len(r))
		switch m.IntN(9) {
		case 0, 1: // a key too many
			s = string(r[:i]) + string(keys[m.IntN(len(keys))]) + string(r[i:])
			wrong++
		case 2: // a key lost
			s = string(r[:i]) + string(r[i+1:])
			wrong++
		case 3: // a key changed
			r[i] = keys[m.IntN(len(keys))]
			s = string(r)
			wrong++
		case 4: // a bar lost
			if bars := strings.Count(s, "|"); bars > 0 {
				s = dropBar(s, m.IntN(bars))
			}
		case 5: // the end lost
			if m.IntN(4) == 0 {
				s = string(r[:i])
			}
		case 6: // some keys twice
			n := min(len(r)-i, 1+m.IntN(12))
			s = string(r[:i+n]) + string(r[i:])
			wrong += n
		case 7: // a byte flipped
			b := []byte(s)
			b[m.IntN(len(b))] ^= 1 << m.IntN(8)
			s = string(b)
			wrong += 4
		case 8: // some keys lost
			n := min(len(r)-i, 1+m.IntN(12))
			s = string(r[:i]) + string(r[i+n:])
			wrong += n
		}
	}
	return s, wrong
}

func dropBar(s string, n int) string {
	at := 0
	for range n + 1 {
		at += strings.IndexByte(s[at:], '|') + 1
	}
	return s[:at-1] + s[at:]
}

// distance is Levenshtein's, in runes.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

func trials(t *testing.T) int {
	t.Helper()
	s := os.Getenv("MOTCUA_CARD_TRIALS")
	if s == "" {
		return cardTrials
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whatever happens to a payload, each field that is filled in is that field of
// the true card but for the letters that were changed in it, and each that is
// not is named.
func TestNoSpoiltPayloadMisplacesAField(t *testing.T) {
	n, read, bad := trials(t), 0, 0
	for seed := range n {
		m := mutator{rand.New(rand.NewPCG(uint64(seed), 20261120))}
		want := m.card()
		payload, wrong := m.spoil(m.payload(want))
		got, damage := motcua.ReadCard([]byte(payload), cardDay)
		named := map[motcua.CardField]bool{}
		for _, d := range damage {
			named[d.Field] = true
		}
		for _, f := range cardFields {
			g, w := *cardField(&got, f), *cardField(&want, f)
			if g == "" {
				if !named[f] && !named[""] && f != motcua.CardOldNumber {
					t.Errorf("seed %d: %q: %s is empty and not named in %v", seed, payload, f, damage)
					bad++
				}
				continue
			}
			read++
			if g != w && distance(g, w) > wrong+2 { // a date's zero and a space more
				t.Errorf("seed %d: %q: %s is %q, was %q", seed, payload, f, g, w)
				bad++
			}
		}
		if bad > 20 {
			t.Fatalf("after %d payloads", seed+1)
		}
	}
	if read < n {
		t.Errorf("of %d payloads only %d fields were read", n, read)
	}
	t.Logf("%d payloads, %.2f fields read of each", n, float64(read)/float64(n))
}

var cardFields = []motcua.CardField{
	motcua.CardNumber, motcua.CardOldNumber, motcua.CardName, motcua.CardBirthDate, motcua.CardGender, motcua.CardAddress, motcua.CardIssueDate,
}

func FuzzReadCardNeverPanicsAndKeepsNoTail(f *testing.F) {
	for _, s := range []string{longCard, emptyCard, shortCard, longCard + "|LÊ THỊ MẸ|X|Y", "||||||", "\x00|\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		c, damage := motcua.ReadCard(payload, cardDay)
		for _, f := range cardFields {
			if s := *cardField(&c, f); strings.ContainsAny(s, "|\r\n\t\x00") || len([]rune(s)) > 300 {
				t.Errorf("%s is %q", f, s)
			}
		}
		if c == (motcua.Card{}) && len(damage) == 0 {
			t.Error("nothing read and nothing said")
		}
	})
}
