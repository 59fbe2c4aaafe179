package main

import (
	"context"
	"fmt"
	"os"
	"runtime/pprof"
	"slices"
	"strings"
	"time"
)

type config struct {
	dir, out, only, profile string
	dossiers, intakes       int
	keep, verbose           bool
}

// part is one function that measures and adds rows.
type part struct {
	name string
	run  func(context.Context, *bench) error
}

// parts lists what is measured, in this order.
func parts() []part {
	return []part{
		{"intake", intake},
		{"generate", generate},
		{"opening", opening},
		{"search", search},
		{"verify", verify},
		{"papers", papers},
		{"prints", prints},
		{"password", password},
		{"backup", backup},
		{"keys", keys},
	}
}

// bench collects the rows of the table.
type bench struct {
	config
	rows []row
}

// row is one line of the table.
type row struct {
	what, value, base, bound string
	met                      bool
}

func run(ctx context.Context, c config) error {
	if c.dir == "" {
		dir, err := os.MkdirTemp("", "motcua-bench-")
		if err != nil {
			return err
		}
		c.dir = dir
		if !c.keep {
			defer os.RemoveAll(dir)
		}
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	if c.profile != "" {
		f, err := os.Create(c.profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	b := &bench{config: c}
	for _, p := range parts() {
		if !strings.Contains(p.name, c.only) && p.name != "generate" {
			continue
		}
		fmt.Fprintf(os.Stderr, "bench: %s\n", p.name)
		if err := p.run(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return b.report()
}

// times are durations of the same thing done again and again.
type times []time.Duration

// at returns the p-th percentile (nearest rank).
func (t times) at(p int) time.Duration {
	if len(t) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(t))
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}

func timed(fn func() error) (time.Duration, error) {
	start := time.Now()
	err := fn()
	return time.Since(start), err
}

// ratio adds a row whose bound is a multiple of a base.
func (b *bench) ratio(what string, full, base time.Duration, of string, bound float64) {
	r := float64(full) / float64(base)
	b.rows = append(b.rows, row{what, fmt.Sprintf("**%.2f×** (%s)", r, short(full)), of + " " + short(base),
		fmt.Sprintf("≤ %g×", bound), r <= bound})
}

// most adds a row whose bound is a largest value.
func (b *bench) most(what, value, base, bound string, met bool) {
	b.rows = append(b.rows, row{what, "**" + value + "**", base, bound, met})
}

func short(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	case d < time.Second:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
