package model

import (
	"fmt"
	"strings"
	"time"

	"motcua"
)

// cardReading is the card of the person at the counter, for as long as the form
// is open. It is in no draft.
type cardReading struct {
	at      time.Time
	card    motcua.Card
	damage  []motcua.CardDamage
	owner   bool // it is the authoriser's
	earlier []motcua.Row
	ask     int // generation of the newest look-up
}

// CardView is what the screen says of a card.
type CardView struct {
	Read    string // "Đã đọc thẻ căn cước 10:41"; "" where none was
	Note    string // that the clerk still compares
	Trouble *Sentence
	Marks   map[Field]CardMark
}

// CardMark says how a box compares with the card.
type CardMark struct {
	Same   bool   // khớp với thẻ; nothing more is claimed
	Value  string // what the card says, where it differs
	OldWay bool   // the card's address names units that are no more
}

const cardNote = "Thẻ chỉ giúp điền, vẫn đối chiếu người và thẻ"

// IsCard reports whether a reader read a card, be it a damaged one.
func IsCard(payload []byte, now time.Time) bool {
	_, damage := motcua.ReadCard(payload, now)
	return !noCard(damage)
}

func noCard(damage []motcua.CardDamage) bool {
	return len(damage) == 1 && damage[0].Fault == motcua.CardNotOne
}

// ReadCard takes what a reader, a serial line or a picture gave: empty boxes
// are filled, boxes that differ keep their text and are marked. It reports
// false where it is no card at all; then nothing changed.
func (m *Intake) ReadCard(payload []byte) bool {
	card, damage := motcua.ReadCard(payload, m.cfg.Clock.Now())
	if noCard(damage) {
		return false
	}
	if m.phase == PhaseReceived {
		m.Next()
	}
	if m.phase != PhaseEditing {
		return true
	}
	m.card = cardReading{at: m.cfg.Clock.Now(), card: card, damage: damage, owner: m.ofAuthoriser(card), ask: m.card.ask + 1}
	for f, v := range m.cardValues() {
		if m.form.Texts.get(f) == "" && v != "" {
			m.form.Texts[f] = v
			m.touched[f] = true
		}
	}
	m.trouble = nil
	m.lookKnown(card.Number)
	m.changed()
	return true
}

// MisreadReceipt tells that a receipt's code came with other letters than are
// on the paper: a typing tool was in between.
func (m *Intake) MisreadReceipt() {
	if m.card.at.IsZero() {
		m.card.at = m.cfg.Clock.Now()
	}
	m.card.damage = []motcua.CardDamage{{Fault: motcua.CardTyping}}
	m.OnChange()
}

// ofAuthoriser reports whether a card is of the person in whose name the
// applicant acts: the applicant's own was read or typed already.
func (m *Intake) ofAuthoriser(c motcua.Card) bool {
	id := m.form.Texts.get(FieldID)
	return m.form.Kind == motcua.ApplicantAuthorised && id != "" && c.Number != "" && id != c.Number && id != c.OldNumber
}

// cardValues are what the card says, box by box; boxes it is silent about are
// absent.
func (m *Intake) cardValues() map[Field]string {
	c, out := m.card.card, map[Field]string{}
	boxes := map[Field]string{FieldID: c.Number, FieldName: c.Name, FieldBirth: c.BirthDate, FieldGender: c.Gender, FieldStreet: c.Address}
	if m.card.owner {
		boxes = map[Field]string{FieldOwnerID: c.Number, FieldOwnerName: c.Name, FieldOwnerBirth: c.BirthDate, FieldOwnerGender: c.Gender}
	}
	for f, v := range boxes {
		if v != "" {
			out[f] = v
		}
	}
	return out
}

// TakeCard puts the card's value into a box that differs (Ctrl+T). It reports
// whether there was one.
func (m *Intake) TakeCard(f Field) bool {
	mark, ok := m.cardMarks()[f]
	if !ok || mark.Value == "" || m.phase != PhaseEditing {
		return false
	}
	m.SetField(f, mark.Value)
	return true
}

// TakeNextCard takes the card's value into the first box of the form that
// differs, and names it.
func (m *Intake) TakeNextCard() (Field, bool) {
	for _, f := range cardOrder {
		if m.TakeCard(f) {
			return f, true
		}
	}
	return "", false
}

// cardOrder is the order of the form.
var cardOrder = []Field{FieldID, FieldName, FieldBirth, FieldGender, FieldOwnerID, FieldOwnerName, FieldOwnerBirth, FieldOwnerGender}

// cardMarks compares the boxes with the card. An address differs nearly always:
// the card names it as it was before July 2025.
func (m *Intake) cardMarks() map[Field]CardMark {
	out := map[Field]CardMark{}
	if m.card.at.IsZero() {
		return out
	}
	for f, v := range m.cardValues() {
		text := m.form.Texts.get(f)
		switch {
		case f == FieldStreet:
			if text == clean(v) {
				out[f] = CardMark{OldWay: true}
			}
		case text == "":
		case strings.EqualFold(text, clean(v)):
			out[f] = CardMark{Same: true}
		default:
			out[f] = CardMark{Value: v}
		}
	}
	return out
}

const earlierShown = 3

// cardView tells of the card.
func (m *Intake) cardView() CardView {
	v := CardView{Marks: m.cardMarks()}
	if m.card.at.IsZero() {
		return v
	}
	if m.card.card != (motcua.Card{}) {
		v.Read, v.Note = "Đã đọc thẻ căn cước "+Hour(m.card.at), cardNote
	}
	if s, ok := CardTrouble(m.card.damage); ok {
		v.Trouble = &s
	}
	return v
}

// cardChecks repeats the marks in the list of checks.
func (m *Intake) cardChecks(v CardView) []CheckLine {
	var out []CheckLine
	if v.Trouble != nil {
		out = append(out, CheckLine{Kind: CheckDoubt, Head: strings.TrimSuffix(v.Trouble.What, "."), Now: v.Trouble.Now})
	}
	for _, f := range cardOrder {
		if mark := v.Marks[f]; mark.Value != "" {
			out = append(out, CheckLine{Kind: CheckDiffers, Head: Label(f) + " khác với thẻ", Now: "Thẻ ghi " + mark.Value + ". Hỏi lại người dân.", Field: f})
		}
	}
	if n := len(m.card.earlier); n > 0 {
		var codes []string
		for _, r := range m.card.earlier[:min(n, earlierShown)] {
			codes = append(codes, ShortCode(r.Code)+" ("+StatusName(r.Status)+")")
		}
		count := fmt.Sprint(n)
		if n > earlierShown {
			count = fmt.Sprintf("hơn %d", earlierShown)
		}
		out = append(out, CheckLine{Kind: CheckNote, Head: "Người này đã có " + count + " hồ sơ", Now: strings.Join(codes, ", ")})
	}
	return out
}

// PlainText reports whether a box takes numbers, dates or mail, so that
// Vietnamese typing stays off in it.
func PlainText(f Field) bool {
	switch f {
	case FieldSets, FieldID, FieldBirth, FieldPhone, FieldEmail, FieldOwnerID, FieldOwnerBirth, FieldOwnerPhone, FieldOrgTax, FieldLimit,
		FieldFeePages, FieldFeeCount, FieldFeeAmount, FieldFeeReceipt:
		return true
	}
	return false
}
