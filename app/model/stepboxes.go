package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"motcua"
)

// BoxKind says how a box of a sheet is filled in.
type BoxKind int

// The kinds of boxes.
const (
	BoxText   BoxKind = iota
	BoxChoice         // one of a few, all in sight
	BoxPick           // one of a list
	BoxTicks          // any of a list
)

// StepBox is one box of a sheet.
type StepBox struct {
	Key     string // as the body's JSON calls it
	Label   string
	Kind    BoxKind
	Holder  string // what an answer looks like
	Half    bool   // two of these stand side by side
	Plain   bool   // figures and codes: keys are letters even while our typing is on
	Options []Choice
	Value   string // of ticks, their keys joined by commas
	Needed  bool
	Fault   string // why it is refused, in a few words
}

// values are what the boxes of a sheet say, by key.
type values map[string]string

func (v values) text(key string) string { return strings.TrimSpace(motcua.NFC(v[key])) }

// ticks returns the ticked keys in the order of the list.
func (v values) ticks(key string) []string {
	if v[key] == "" {
		return nil
	}
	return strings.Split(v[key], ",")
}

// ticked returns the value of a list of ticks with one of them turned over;
// the order is that of the options.
func ticked(b StepBox, key string) string {
	on := values{b.Key: b.Value}.ticks(b.Key)
	var out []string
	for _, o := range b.Options {
		if slices.Contains(on, o.Key) != (o.Key == key) {
			out = append(out, o.Key)
		}
	}
	return strings.Join(out, ",")
}

// need, want and their like make boxes.
func need(key, label, holder string) StepBox {
	return StepBox{Key: key, Label: label, Holder: holder, Needed: true}
}

func want(key, label, holder string) StepBox { return StepBox{Key: key, Label: label, Holder: holder} }

func (b StepBox) half() StepBox { b.Half = true; return b }

func (b StepBox) plain() StepBox { b.Plain = true; return b }

func (b StepBox) was(value string) StepBox { b.Value = value; return b }

func choose(key, label, first string, options ...Choice) StepBox {
	return StepBox{Key: key, Label: label, Kind: BoxChoice, Options: options, Value: first}
}

func yesNo(key, label, yes, no string, first bool) StepBox {
	value := "no"
	if first {
		value = "yes"
	}
	return choose(key, label, value, Choice{Key: "yes", Text: yes}, Choice{Key: "no", Text: no})
}

// readMoment reads a moment as people write it: "17:00 30/11/2026", or the day
// alone, which means the end of office, 17:00. "" is none.
func readMoment(s string) (time.Time, bool) {
	if s = strings.Join(strings.Fields(s), " "); s == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{"15:04 2/1/2006", "2/1/2006 15:04"} {
		if at, err := time.ParseInLocation(layout, s, motcua.Local); err == nil {
			return at, true
		}
	}
	at, ok := readDay(s)
	if ok && !at.IsZero() {
		at = at.Add(17 * time.Hour)
	}
	return at, ok
}

// readDay reads "30/11/2026"; "" is none.
func readDay(s string) (time.Time, bool) {
	if s = strings.TrimSpace(s); s == "" {
		return time.Time{}, true
	}
	at, err := time.ParseInLocation("2/1/2006", s, motcua.Local)
	return at, err == nil
}

// readMoney reads "16.000", "16000 đ".
func readMoney(s string) (int64, bool) {
	s = strings.NewReplacer(".", "", " ", "", "đ", "", "Đ", "", ",", "").Replace(s)
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && n <= motcua.MaxMoney
}

// moneyText writes "16.000".
func moneyText(n int64) string { return thousands(int(n)) }

// readCount reads a number of copies; "" is none.
func readCount(s string) (int, bool) {
	if s == "" {
		return 0, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 0 && n <= 999
}

// faults collects what is wrong with a sheet, by box.
type faults map[string]string

func (f faults) add(key, why string) {
	if f[key] == "" {
		f[key] = why
	}
}

// moment reads a box and notes where it cannot be read.
func (f faults) moment(v values, key string) time.Time {
	at, ok := readMoment(v.text(key))
	if !ok {
		f.add(key, "viết như 17:00 30/11/2026")
	}
	return at
}

func (f faults) day(v values, key string) time.Time {
	at, ok := readDay(v.text(key))
	if !ok {
		f.add(key, "viết như 30/11/2026")
	}
	return at
}

func (f faults) money(v values, key string) int64 {
	n, ok := readMoney(v.text(key))
	if !ok && v.text(key) != "" {
		f.add(key, "viết số tiền như 16.000")
	}
	return n
}

func (f faults) count(v values, key string) int {
	n, ok := readCount(v.text(key))
	if !ok {
		f.add(key, "từ 0 đến 999")
	}
	return n
}

// missing notes the boxes that must be filled in and are not.
func (f faults) missing(boxes []StepBox, v values) {
	for _, b := range boxes {
		if b.Needed && v.text(b.Key) == "" {
			f.add(b.Key, "bắt buộc")
		}
	}
}
