package main

import (
	"context"
	"fmt"
	"os"
	"strings"
)

func (b *bench) report(context.Context) error {
	var t strings.Builder
	t.WriteString("| what | measured | against | bound | met |\n|---|---|---|---|---|\n")
	for _, r := range b.rows {
		met := "yes"
		if !r.met {
			met = "**no**"
		}
		fmt.Fprintf(&t, "| %s | %s | %s | %s | %s |\n", r.what, r.value, r.base, r.bound, met)
	}
	fmt.Print(t.String())
	_ = os.Stdout
	return nil
}
