package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"motcua"
)

// Marks in docs/benchmarks.md between which the table of the last run stands.
const (
	begin = "<!-- bench: begin -->"
	end   = "<!-- bench: end -->"
)

// report prints the table and, where a file is named, puts it in there.
func (b *bench) report() error {
	var t strings.Builder
	fmt.Fprintf(&t, "%s, %d cores (%s), %s, disk %s; %s.\n\n", time.Now().In(motcua.Local).Format("02/01/2006"),
		runtime.NumCPU(), processor(), load(), disk(b.dir), runtime.Version())
	t.WriteString("| what | measured | against | bound | met |\n|---|---|---|---|---|\n")
	for _, r := range b.rows {
		met := "yes"
		if !r.met {
			met = "**no**"
		}
		fmt.Fprintf(&t, "| %s | %s | %s | %s | %s |\n", r.what, r.value, r.base, r.bound, met)
	}
	fmt.Print(t.String())
	if b.out == "" {
		return nil
	}
	text, err := os.ReadFile(b.out)
	if err != nil {
		return err
	}
	from, to := strings.Index(string(text), begin), strings.Index(string(text), end)
	if from < 0 || to < from {
		return fmt.Errorf("%s has no place for the table", b.out)
	}
	changed := string(text[:from+len(begin)]) + "\n" + t.String() + string(text[to:])
	return os.WriteFile(b.out, []byte(changed), 0o644)
}

func processor() string { return field("/proc/cpuinfo", "model name", runtime.GOARCH) }

// load says how busy the machine was with other things.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "load unknown"
	}
	return "load " + strings.Fields(string(text))[0]
}

// field returns what a line of a system file says after a colon.
func field(path, name, otherwise string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return otherwise
	}
	for line := range strings.Lines(string(text)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == name {
			return strings.TrimSpace(v)
		}
	}
	return otherwise
}

// disk names the file system that dir is on.
func disk(dir string) string {
	text, err := os.ReadFile("/proc/mounts")
	if err != nil {
		return "unknown"
	}
	best := []string{"unknown", "", ""}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		inside := f[1] == "/" || dir == f[1] || strings.HasPrefix(dir, f[1]+"/")
		if inside && len(f[1]) >= len(best[1]) {
			best = slices.Clone(f)
		}
	}
	return best[0] + " " + best[2]
}
