package sane

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"motcua"
)

// options are those of a device that are used, under its own words; "" where
// it has none. Backends name sources and modes as they like.
type options struct {
	flatbed, feeder, duplex string // of --source
	duplexSwitch            bool   // an option of its own
	glass                   bool   // the flatbed is wanted
	colour, grey            string // of --mode
	resolution              bounds
	width, height           float64 // greatest -x and -y in mm; 0 where it has none
}

// bounds are a range or a list of numbers.
type bounds struct {
	least, most float64
	list        []float64
}

var (
	// "    --source Flatbed|ADF [Flatbed]"; inactive and read-only ones end in
	// [inactive], [read-only] or the like and are left alone.
	optionLine = regexp.MustCompile(`^\s+(--?[a-z][a-z0-9-]*)[ =\[](.*)$`)
	rangeWords = regexp.MustCompile(`^(-?[0-9.]+)\.\.(-?[0-9.]+)`)
)

// readOptions reads what scanimage --all-options says.
func readOptions(text string) options {
	var o options
	for line := range strings.Lines(text) {
		m := optionLine.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil || strings.HasSuffix(m[2], "[inactive]") {
			continue
		}
		values := m[2]
		if i := strings.LastIndex(values, " ["); i >= 0 {
			values = values[:i]
		}
		switch m[1] {
		case "--source":
			o.sources(strings.Split(values, "|"))
		case "--mode":
			o.modes(strings.Split(values, "|"))
		case "--resolution":
			o.resolution = readBounds(values)
		case "--adf-mode", "--duplex", "--adf-duplex":
			o.duplexSwitch = m[1] != "--adf-mode" && o.duplex == ""
		case "-x":
			o.width = readBounds(values).most
		case "-y":
			o.height = readBounds(values).most
		}
	}
	return o
}

func (o *options) sources(all []string) {
	for _, s := range all {
		low := strings.ToLower(s)
		fed := strings.Contains(low, "adf") || strings.Contains(low, "feeder")
		switch {
		case strings.Contains(low, "duplex"):
			o.duplex = first(o.duplex, s)
		case fed && (strings.Contains(low, "back") || strings.Contains(low, "rear")):
		case fed:
			o.feeder = first(o.feeder, s)
		case strings.Contains(low, "flatbed"), strings.Contains(low, "normal"):
			o.flatbed = first(o.flatbed, s)
		}
	}
	if o.feeder == "" {
		o.feeder = o.duplex
	}
}

func (o *options) modes(all []string) {
	for _, s := range all {
		low := strings.ToLower(s)
		switch {
		case strings.Contains(low, "color"):
			o.colour = first(o.colour, s)
		case strings.Contains(low, "gray"), strings.Contains(low, "grey"):
			o.grey = first(o.grey, s)
		}
	}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func readBounds(s string) bounds {
	if m := rangeWords.FindStringSubmatch(s); m != nil {
		return bounds{least: figure(m[1]), most: figure(m[2])}
	}
	var b bounds
	for _, w := range strings.Split(s, "|") {
		if n := figure(strings.TrimRight(w, "dpim ")); n > 0 {
			b.list = append(b.list, n)
		}
	}
	if len(b.list) > 0 {
		b.least, b.most = slices.Min(b.list), slices.Max(b.list)
	}
	return b
}

// figure reads a number, 0 where it is none.
func figure(s string) float64 {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return 0
	}
	return n
}

// nearest returns the resolution of the device that is at least want, the
// greatest where none is, want where it does not say.
func (b bounds) nearest(want int) int {
	w := float64(want)
	if b.most == 0 {
		return want
	}
	best := b.most
	for _, n := range b.list {
		if n >= w && n < best {
			best = n
		}
	}
	if len(b.list) == 0 {
		best = min(max(w, b.least), b.most)
	}
	return int(best)
}

// An A4 sheet in mm.
const sheetWidth, sheetHeight = 210, 297

// arguments returns the options of a job, its resolution, and whether it comes
// from a feeder.
func (o options) arguments(r motcua.ScanRequest, dpi int) (args []string, real int, fed bool) {
	real = o.resolution.nearest(dpi)
	args = []string{"--device-name=" + r.Device, "--resolution=" + strconv.Itoa(real)}
	add := func(name, value string) {
		if value != "" {
			args = append(args, name+"="+value)
		}
	}
	switch {
	case r.Duplex && o.duplex != "":
		add("--source", o.duplex)
		fed = true
	case o.feeder != "" && !o.glass:
		add("--source", o.feeder)
		fed = true
		if r.Duplex && o.duplexSwitch {
			args = append(args, "--duplex=yes")
		}
	default:
		add("--source", o.flatbed)
	}
	if r.Grey {
		add("--mode", o.grey)
	} else {
		add("--mode", first(o.colour, o.grey))
	}
	if o.width > 0 && o.height > 0 {
		args = append(args, "-x", millimetres(min(o.width, sheetWidth)), "-y", millimetres(min(o.height, sheetHeight)))
	}
	return args, real, fed
}

func millimetres(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
