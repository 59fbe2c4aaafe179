package viinput

import (
	"strings"
	"unicode"

	bamboo "github.com/BambooEngine/bamboo-core"
)

// The keys of marks and tones by method, in the engine's order: hat, breve,
// horn, dash; grave, acute, hook, tilde, dot.
var (
	vniMarks   = map[bamboo.Mark]string{bamboo.MarkHat: "6", bamboo.MarkBreve: "8", bamboo.MarkHorn: "7", bamboo.MarkDash: "9"}
	telexMarks = map[bamboo.Mark]string{bamboo.MarkBreve: "w", bamboo.MarkHorn: "w"} // hat and dash double the letter
)

const (
	telexTones = "fsrxj"
	vniTones   = "21345"
)

// spell returns keys that type a word: each mark behind its letter, the tone
// at the end.
func (t *Typist) spell(word string) string {
	var b strings.Builder
	tone := bamboo.ToneNone
	for _, r := range word {
		low := unicode.ToLower(r)
		if x := bamboo.FindToneFromChar(low); x != bamboo.ToneNone {
			tone = x
		}
		marked := bamboo.AddToneToChar(low, uint8(bamboo.ToneNone))
		base := bamboo.AddMarkToTonelessChar(marked, uint8(bamboo.MarkNone))
		if unicode.IsUpper(r) {
			b.WriteRune(unicode.ToUpper(base))
		} else {
			b.WriteRune(base)
		}
		if base != marked {
			mark, _ := bamboo.FindMarkFromChar(marked)
			switch {
			case t.method == VNI:
				b.WriteString(vniMarks[mark])
			case telexMarks[mark] != "":
				b.WriteString(telexMarks[mark])
			default:
				b.WriteRune(base)
			}
		}
	}
	if tone != bamboo.ToneNone {
		tones := telexTones
		if t.method == VNI {
			tones = vniTones
		}
		b.WriteByte(tones[tone-1])
	}
	return b.String()
}

// sameButTonePlace reports whether two words differ at most in the letter that
// carries the tone: hòa and hoà.
func sameButTonePlace(a, b string) bool {
	aw, at := toneless(a)
	bw, bt := toneless(b)
	return aw == bw && at == bt
}

// toneless returns a word without its tone, and its tones in order.
func toneless(word string) (string, string) {
	var tones []rune
	bare := strings.Map(func(r rune) rune {
		low := unicode.ToLower(r)
		tone := bamboo.FindToneFromChar(low)
		if tone == bamboo.ToneNone {
			return r
		}
		tones = append(tones, rune(tone))
		low = bamboo.AddToneToChar(low, uint8(bamboo.ToneNone))
		if unicode.IsUpper(r) {
			return unicode.ToUpper(low)
		}
		return low
	}, word)
	return bare, string(tones)
}
