package motcua

import (
	"log/slog"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// Card is what the QR code of a citizen's card says. It saves typing and proves
// nothing: the code is not signed. Fields that could not be read with
// certainty are empty.
type Card struct {
	Number    string // số định danh, 12 digits
	OldNumber string // số CMND cũ, 9 digits; most cards have none
	Name      string // as on the card, NFC
	BirthDate string // dd/MM/yyyy
	Gender    string // "Nam" or "Nữ"
	Address   string // nơi thường trú in the card's own words: units before July 2025
	IssueDate string // dd/MM/yyyy
}

// LogValue keeps citizens' data out of every log.
func (Card) LogValue() slog.Value { return slog.StringValue("[card]") }

// CardField names a field of a Card.
type CardField string

// The fields.
const (
	CardNumber    CardField = "number"
	CardOldNumber CardField = "oldNumber"
	CardName      CardField = "name"
	CardBirthDate CardField = "birthDate"
	CardGender    CardField = "gender"
	CardAddress   CardField = "address"
	CardIssueDate CardField = "issueDate"
)

// CardFault says what spoilt a reading. Edges tell the remedy.
type CardFault string

// The faults.
const (
	CardNotOne  CardFault = "not-a-card"  // nothing in it looks like a card
	CardCut     CardFault = "cut"         // fields are missing or run together
	CardUnread  CardFault = "unread"      // one field is not what it must be
	CardASCII   CardFault = "ascii"       // the reader drops the marks of letters
	CardTyping  CardFault = "typing-tool" // a Vietnamese typing tool changed keys on the way
	CardLayout  CardFault = "layout"      // the reader types for another keyboard than the system has
	CardCharset CardFault = "charset"     // letters in a character set that is not ours
)

// CardDamage is a fault and the field that stayed empty for it, "" for all.
type CardDamage struct {
	Fault CardFault
	Field CardField
}

// maxCard bounds a payload, in bytes; a version 40 QR holds 2,953.
const maxCard = 4096

// ReadCard reads the payload of a citizen card's QR code as a reader, a serial
// line or a picture gave it: seven fields, or ten and more of the card since
// July 2024 whose first seven are the same, or six with dates as dd/MM/yyyy
// (domain facts 6.1). Fields beyond the seventh are dropped unread. It accepts
// UTF-8 composed or not, Windows-1258, UTF-8 typed byte by byte, and CR, LF or
// TAB at the end. It never guesses: a field is taken only where it has its own
// shape and its neighbours stand where they must; every other one is empty and
// named in the damage. today bounds the date of issue.
func ReadCard(payload []byte, today time.Time) (Card, []CardDamage) {
	if len(payload) > maxCard {
		return Card{}, []CardDamage{{Fault: CardNotOne}}
	}
	text := cardText(payload)
	if otherLayout(text) {
		return Card{}, []CardDamage{{Fault: CardLayout}}
	}
	r := cardReader{fields: strings.Split(text, "|"), today: today}
	for i, f := range r.fields {
		r.fields[i] = strings.Join(strings.Fields(f), " ")
	}
	if len(r.fields) < 6 {
		if _, ok := ReadPersonalNumber(r.fields[0]); ok && len(r.fields) > 1 {
			return Card{}, []CardDamage{{Fault: CardCut}}
		}
		return Card{}, []CardDamage{{Fault: CardNotOne}}
	}
	return r.read()
}

// cardReader reads the fields of one payload.
type cardReader struct {
	fields []string
	today  time.Time
	birth  int // index of the date of birth
	card   Card
	damage []CardDamage
}

func (r *cardReader) read() (Card, []CardDamage) {
	if !r.anchor() {
		fault := CardNotOne
		for _, f := range r.fields {
			if cardDate(f) != "" {
				fault = CardCut
			}
		}
		return Card{}, []CardDamage{{Fault: fault}}
	}
	r.numbers()
	r.person()
	r.residence()
	r.letters()
	for _, d := range r.missing() {
		if !r.blamed(d.Field) {
			r.damage = append(r.damage, d)
		}
	}
	return r.card, r.damage
}

// anchor finds the date of birth: the fourth field, or the third where there
// is no old number, with the sex behind it.
func (r *cardReader) anchor() bool {
	long, short := r.anchored(3), r.anchored(2)
	if long == short {
		return false // neither, or both
	}
	r.birth = 2
	if long > short {
		r.birth = 3
	}
	return true
}

// anchored counts what speaks for a date of birth at i.
func (r *cardReader) anchored(i int) int {
	n := 0
	if cardDate(r.at(i)) != "" {
		n++
	}
	if gender(r.at(i+1)) != "" {
		n++
	}
	return n
}

func (r *cardReader) at(i int) string {
	if i < 0 || i >= len(r.fields) {
		return ""
	}
	return r.fields[i]
}

func (r *cardReader) numbers() {
	if n, ok := ReadPersonalNumber(r.at(0)); ok {
		r.card.Number = string(n)
	}
	if r.birth == 3 && oldNumber(r.at(1)) && r.card.Number != "" { // else it may be a piece of the number
		r.card.OldNumber = r.at(1)
	}
}

// leftOfName reports whether the name begins where it must.
func (r *cardReader) leftOfName() bool {
	if r.birth == 2 {
		return r.card.Number != ""
	}
	return r.at(1) == "" && r.card.Number != "" || oldNumber(r.at(1))
}

func (r *cardReader) person() {
	date, sex := cardDate(r.at(r.birth)), gender(r.at(r.birth+1))
	if date != "" && (sex != "" || r.yearFits(date)) {
		r.card.BirthDate = date
	}
	if sex != "" && (date != "" || r.card.Number != "") {
		r.card.Gender = sex
	}
	if name := r.at(r.birth - 1); r.card.BirthDate != "" && r.leftOfName() && cardName(name) {
		r.card.Name = name
	}
}

// yearFits reports whether a date has the year that the number tells.
func (r *cardReader) yearFits(date string) bool {
	n, ok := ReadPersonalNumber(r.card.Number)
	return ok && strings.HasSuffix(date, time.Date(n.BirthYear(), 1, 1, 0, 0, 0, 0, time.UTC).Format("2006"))
}

// residence reads the address and the date of issue, which vouch for each
// other: a bar lost between them, or with one of the fields behind, shows in
// the number of fields.
func (r *cardReader) residence() {
	issued, address := cardDate(r.at(r.birth+3)), r.at(r.birth+2)
	tail := len(r.fields) - (r.birth + 4)
	if r.card.Gender == "" || !r.issueDate(issued) || tail > 0 && tail < 3 || endsInDate.MatchString(address) {
		return
	}
	r.card.IssueDate = issued
	if cardAddress(address) {
		r.card.Address = address
	}
}

// issueDate reports whether a card can be of that day: not before 2016, when
// such cards began (Luật Căn cước công dân 59/2014/QH13), nor before its
// owner was born.
func (r *cardReader) issueDate(day string) bool {
	at, err := time.Parse("02/01/2006", day)
	return err == nil && at.Year() >= 2016 && !at.After(r.today) && later(day, r.card.BirthDate)
}

// letters leaves out words whose marks were lost or made up on the way: an
// ASCII reader's "NGUYEN" must not become a name.
func (r *cardReader) letters() {
	known := strings.Join(r.fields[:min(len(r.fields), r.birth+4)], "|")
	ascii := strings.IndexFunc(known, func(c rune) bool { return c > unicode.MaxASCII }) < 0
	asked := strings.Contains(known, "?")
	sexless := gender(r.at(r.birth+1)) == "Nữ" && r.at(r.birth+1) != "Nữ"
	switch {
	case ascii || asked:
		r.blame(CardASCII)
	case sexless: // marks elsewhere, none in Nữ: they were typed, not read
		r.blame(CardTyping)
	case foreign(known):
		r.blame(CardCharset)
	}
}

// blame empties the fields made of words.
func (r *cardReader) blame(f CardFault) {
	r.card.Name, r.card.Address = "", ""
	r.damage = append(r.damage, CardDamage{f, CardName}, CardDamage{f, CardAddress})
}

func (r *cardReader) blamed(f CardField) bool {
	for _, d := range r.damage {
		if d.Field == f {
			return true
		}
	}
	return false
}

// missing names the fields that a card has and this reading has not.
func (r *cardReader) missing() []CardDamage {
	var out []CardDamage
	for _, f := range []struct {
		field CardField
		got   string
		at    int
	}{
		{CardNumber, r.card.Number, 0},
		{CardOldNumber, r.card.OldNumber, 1},
		{CardName, r.card.Name, r.birth - 1},
		{CardBirthDate, r.card.BirthDate, r.birth},
		{CardGender, r.card.Gender, r.birth + 1},
		{CardAddress, r.card.Address, r.birth + 2},
		{CardIssueDate, r.card.IssueDate, r.birth + 3},
	} {
		if f.got != "" || f.field == CardOldNumber && (r.birth == 2 || r.at(1) == "") {
			continue
		}
		fault := CardUnread
		switch {
		case f.at >= len(r.fields):
			fault = CardCut
		case f.at == 0 || f.at == r.birth || f.field == CardIssueDate:
			if mangledDigits(r.at(f.at)) {
				fault = CardTyping
			}
		}
		out = append(out, CardDamage{fault, f.field})
	}
	return out
}

func oldNumber(s string) bool { return len(s) == 9 && onlyDigits(s) }

// cardDate returns ddMMyyyy or dd/MM/yyyy as dd/MM/yyyy, "" where it is no day
// since 1900.
func cardDate(s string) string {
	for _, layout := range []string{"02012006", "02/01/2006"} {
		if at, err := time.Parse(layout, s); err == nil && at.Year() >= 1900 && at.Year() < 2100 {
			return at.Format("02/01/2006")
		}
	}
	return ""
}

// later reports whether a day in dd/MM/yyyy follows another; one that is not
// known is no hindrance.
func later(day, before string) bool {
	d, err := time.Parse("02/01/2006", day)
	b, err2 := time.Parse("02/01/2006", before)
	return err == nil && (err2 != nil || d.After(b))
}

// gender returns "Nam" or "Nữ"; an ASCII reader's "Nu" is Nữ.
func gender(s string) string {
	switch s {
	case "Nam", "NAM", "nam":
		return "Nam"
	case "Nữ", "NỮ", "nữ", "Nu", "NU", "nu":
		return "Nữ"
	}
	return ""
}

var endsInDate = regexp.MustCompile(`\d{2}/?\d{2}/?\d{4}$`)

const (
	maxCardName    = 100 // runes
	maxCardAddress = 300
)

// cardName reports whether s can be a name: letters, spaces and what stands in
// names of the highlands, H'Bia.
func cardName(s string) bool {
	letters := 0
	for _, c := range s {
		switch {
		case unicode.IsLetter(c):
			letters++
		case !strings.ContainsRune(" '’-.", c):
			return false
		}
	}
	return letters >= 2 && letters <= maxCardName && gender(s) == ""
}

// cardAddress reports whether s can be an address.
func cardAddress(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0 && len([]rune(s)) <= maxCardAddress &&
		strings.IndexFunc(s, func(c rune) bool { return unicode.IsControl(c) || c == unicode.ReplacementChar }) < 0
}
