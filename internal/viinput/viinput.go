// Package viinput turns keys into Vietnamese letters inside our own boxes, by
// Telex or VNI. It knows nothing of windows: it is given the text, the caret
// and a key, and answers with an edit. Words it could not have typed itself
// (English, codes, pasted text) it leaves alone.
package viinput

import (
	"strings"
	"unicode"
	"unicode/utf8"

	bamboo "github.com/BambooEngine/bamboo-core"
)

// Method is how Vietnamese letters are typed.
type Method int

// The methods.
const (
	Off   Method = iota // keys are letters
	Telex               // Nguyeenx
	VNI                 // Nguye6n4
)

// ToneStyle says where the tone of oa, oe, uy stands at the end of a word.
type ToneStyle int

// The styles.
const (
	ToneOld ToneStyle = iota // hòa, thúy
	ToneNew                  // hoà, thuý
)

// Edit replaces the runes [From, To) of a text; the caret then stands before
// rune Caret.
type Edit struct {
	From, To int
	With     string
	Caret    int
	// Unrestored is what With would be had the word not been given back its
	// plain keys; "" where it was not. Undoing the edit leads to it first.
	Unrestored string
}

// Typist types into one box at a time. It remembers the keys of the word under
// the caret and notices by itself that the text or the caret moved elsewhere.
type Typist struct {
	method Method
	engine bamboo.IEngine
	judge  bamboo.IEngine // is asked about words, has no memory
	live   *liveWord
}

// liveWord is the word whose keys the engine holds.
type liveWord struct {
	start   int
	shown   string
	rebuilt bool // from letters: its plain keys were never typed
}

// New returns a typist.
func New(m Method, style ToneStyle) *Typist {
	t := &Typist{method: m}
	name := map[Method]string{Telex: "Telex", VNI: "VNI"}[m]
	if name == "" {
		return t
	}
	flags := bamboo.EstdFlags
	if style == ToneNew {
		flags &^= bamboo.EstdToneStyle
	}
	im := bamboo.ParseInputMethod(bamboo.InputMethodDefinitions, name)
	t.engine, t.judge = bamboo.NewEngine(im, flags), bamboo.NewEngine(im, flags)
	return t
}

// On reports whether keys may become other letters.
func (t *Typist) On() bool { return t != nil && t.method != Off }

// Forget drops the keys of the word under the caret: it was pasted, undone or
// left.
func (t *Typist) Forget() { t.live = nil }

// Key types one key at the caret.
func (t *Typist) Key(text []rune, caret int, key rune) Edit {
	plain := Edit{From: caret, To: caret, With: string(key), Caret: caret + 1}
	if !t.On() {
		return plain
	}
	if !t.takes(key) {
		e, ok := t.End(text, caret)
		if !ok {
			return plain
		}
		e.With, e.Caret = e.With+string(key), e.Caret+1
		if e.Unrestored != "" {
			e.Unrestored += string(key)
		}
		return e
	}
	start, stop := wordAt(text, caret)
	switch {
	case stop == caret && t.alive(text, caret):
		return t.press(key)
	case start > 0 && isDigit(text[start-1]): // a code: 12A
		return plain
	case stop > caret:
		t.live = nil
		return t.inside(text, start, caret, stop, key)
	case start == caret && isDigit(key):
		return plain
	case start == caret:
		t.engine.Reset()
		t.live = &liveWord{start: start}
		return t.press(key)
	case t.rebuild(string(text[start:caret])):
		t.live = &liveWord{start: start, shown: string(text[start:caret]), rebuilt: true}
		return t.press(key)
	}
	t.live = nil
	return plain
}

// End ends the word before the caret, as a space does: a word that is no
// Vietnamese gets its plain keys back. It reports whether that changes the
// text.
func (t *Typist) End(text []rune, caret int) (Edit, bool) {
	if !t.On() || t.live == nil {
		return Edit{}, false
	}
	w := *t.live
	alive := t.alive(text, caret)
	t.live = nil
	shown, vietnamese := t.render(true)
	if !alive || w.rebuilt || shown == w.shown {
		return Edit{}, false
	}
	return Edit{From: w.start, To: caret, With: shown, Caret: w.start + utf8.RuneCountInString(shown), Unrestored: vietnamese}, true
}

// Backspace takes the letter before the caret away. The tone of what is left
// of a word being typed moves to where it belongs.
func (t *Typist) Backspace(text []rune, caret int) Edit {
	e := Edit{From: max(0, caret-1), To: caret, Caret: max(0, caret-1)}
	if !t.On() || caret == 0 {
		return e
	}
	_, stop := wordAt(text, caret)
	w := t.live
	if stop > caret || !t.alive(text, caret) {
		t.live = nil
		return e
	}
	if w.shown != t.engine.GetProcessedString(vietnameseText) {
		return t.unpress(caret)
	}
	t.engine.RemoveLastChar(true)
	left := t.engine.GetProcessedString(vietnameseText)
	if !sameButTonePlace(left, string(text[w.start:caret-1])) {
		t.live = nil
		return e
	}
	w.shown = left
	if left == "" {
		t.live = nil
	}
	return Edit{From: w.start, To: caret, With: left, Caret: caret - 1}
}

// unpress takes back the last key of a word that shows its plain keys: what
// was Vietnamese before that key is so again.
func (t *Typist) unpress(caret int) Edit {
	w := t.live
	keys := []rune(t.engine.GetProcessedString(plainText))
	t.engine.Reset()
	t.engine.ProcessString(string(keys[:len(keys)-1]), bamboo.VietnameseMode)
	w.shown, _ = t.render(false)
	return Edit{From: w.start, To: caret, With: w.shown, Caret: w.start + utf8.RuneCountInString(w.shown)}
}

const (
	vietnameseText = bamboo.VietnameseMode | bamboo.FullText
	plainText      = bamboo.EnglishMode | bamboo.FullText
)

// alive reports whether the word the engine holds ends at the caret.
func (t *Typist) alive(text []rune, caret int) bool {
	w := t.live
	return w != nil && w.start < caret && caret <= len(text) && string(text[w.start:caret]) == w.shown
}

// takes reports whether a key can be part of a word.
func (t *Typist) takes(key rune) bool {
	return key >= 'a' && key <= 'z' || key >= 'A' && key <= 'Z' || t.method == VNI && isDigit(key)
}

// press gives the engine one more key of the live word.
func (t *Typist) press(key rune) Edit {
	w := t.live
	before := w.shown
	t.engine.ProcessKey(key, bamboo.VietnameseMode)
	shown, unrestored := t.render(false)
	if unrestored != "" && w.rebuilt {
		t.live = nil
		at := w.start + utf8.RuneCountInString(before)
		return Edit{From: at, To: at, With: string(key), Caret: at + 1}
	}
	w.shown = shown
	return Edit{From: w.start, To: w.start + utf8.RuneCountInString(before), With: shown, Caret: w.start + utf8.RuneCountInString(shown), Unrestored: unrestored}
}

// render returns what the engine's word looks like and, where that is its
// plain keys, the Vietnamese it would have been.
func (t *Typist) render(whole bool) (shown, unrestored string) {
	v, plain := t.engine.GetProcessedString(vietnameseText), t.engine.GetProcessedString(plainText)
	if v == plain || !bamboo.HasAnyVietnameseRune(v) || t.vietnamese(v, plain, whole) {
		return v, ""
	}
	return restored(v, plain), v
}

// restored returns the plain keys, but for a đ at the beginning, which no
// English word can mean: Đak.
func restored(v, plain string) string {
	keys := []rune(plain)
	if first, n := utf8.DecodeRuneInString(v); len(keys) > 2 && (first == 'đ' || first == 'Đ') && (unicode.ToLower(keys[1]) == 'd' || keys[1] == '9') {
		return v[:n] + string(keys[2:])
	}
	return plain
}

// vietnamese reports whether the engine's word v can be Vietnamese, as it
// stands where whole, else as a beginning.
func (t *Typist) vietnamese(v, plain string, whole bool) bool {
	if digitRun(plain) >= 3 { // BA1234 is a number, no word
		return false
	}
	if t.engine.IsValid(whole) {
		return true
	}
	if t.method == VNI && plain != "" { // words of other languages hold no digits; UB2 does
		return !isDigit(rune(plain[len(plain)-1])) || strings.ToUpper(plain) != plain
	}
	lower := strings.ToLower(v)
	for _, onset := range highlandOnsets {
		if rest, ok := strings.CutPrefix(lower, onset); ok {
			t.judge.Reset()
			t.judge.ProcessString(t.spell(onset[len(onset)-1:]+rest), bamboo.VietnameseMode)
			return t.judge.IsValid(whole)
		}
	}
	return false
}

// highlandOnsets begin words of the highland languages in names of people and
// places: Krông, Kpă, Plei, Hmông. Their last letter begins a syllable that
// Vietnamese has.
var highlandOnsets = [...]string{"chr", "kr", "kl", "kp", "ks", "br", "bl", "pr", "pl", "đr", "đl", "hr", "hm", "hl", "gr", "gl", "mr", "ml", "rm"}

// inside types a key within a word: a mark or tone goes to the whole word or
// to what stands before the caret, where that gives a Vietnamese one; else the
// key is a letter.
func (t *Typist) inside(text []rune, start, caret, stop int, key rune) Edit {
	for _, end := range []int{stop, caret} {
		part := string(text[start:end])
		if start == end || !t.rebuild(string(text[end:stop])) || !t.rebuild(part) {
			continue
		}
		t.engine.ProcessKey(key, bamboo.VietnameseMode)
		v := t.engine.GetProcessedString(vietnameseText)
		if v != part && utf8.RuneCountInString(v) == end-start && t.vietnamese(v, "", false) {
			return Edit{From: start, To: end, With: v, Caret: caret}
		}
	}
	if word := string(text[start:caret]) + string(key) + string(text[caret:stop]); t.rebuild(word) {
		return Edit{From: start, To: stop, With: t.engine.GetProcessedString(vietnameseText), Caret: caret + 1}
	}
	return Edit{From: caret, To: caret, With: string(key), Caret: caret + 1}
}

// rebuild gives the engine the keys that would type a word. It reports whether
// they do: not for English words, nor for another spelling than ours.
func (t *Typist) rebuild(word string) bool {
	t.engine.Reset()
	t.engine.ProcessString(t.spell(word), bamboo.VietnameseMode)
	v := t.engine.GetProcessedString(vietnameseText)
	return sameButTonePlace(v, word) && t.vietnamese(v, "", false)
}

// wordAt returns the run of letters around the caret.
func wordAt(text []rune, caret int) (start, stop int) {
	start, stop = caret, caret
	for start > 0 && isLetter(text[start-1]) {
		start--
	}
	for stop < len(text) && isLetter(text[stop]) {
		stop++
	}
	return start, stop
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// digitRun returns the length of the longest run of digits.
func digitRun(s string) int {
	longest, n := 0, 0
	for _, r := range s {
		n++
		if !isDigit(r) {
			n = 0
		}
		longest = max(longest, n)
	}
	return longest
}
