// Command bench measures the numbers of docs/benchmarks.md on this machine and
// prints them as a table. Every ratio has its base measured in the same run,
// on the same disk.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"

	"motcua/internal/worker/fitz"
	"motcua/scan/page"
)

func main() {
	if asked, code := otherSelf(); asked {
		os.Exit(code)
	}
	var c config
	flag.StringVar(&c.dir, "dir", "", "folder for the data, on the disk to be measured; a temporary one where empty")
	flag.StringVar(&c.out, "out", "", "file to write the table to, besides the screen")
	flag.IntVar(&c.dossiers, "dossiers", 1_000_000, "size of the big file")
	flag.IntVar(&c.intakes, "intakes", 3000, "intakes to time")
	flag.StringVar(&c.only, "only", "", "measure only the parts whose name has this")
	flag.BoolVar(&c.keep, "keep", false, "leave a temporary folder where it is")
	flag.BoolVar(&c.verbose, "v", false, "print every search")
	flag.StringVar(&c.profile, "profile", "", "file to write a CPU profile to")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, c); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// otherSelf does what this program is asked to do for itself: to draw pages, or
// to be a counter window that presses its own keys.
func otherSelf() (asked bool, code int) {
	switch {
	case len(os.Args) == 2 && os.Args[1] == asWorker:
		serveWorker()
		return true, 0
	case len(os.Args) == 4 && os.Args[1] == asWindow:
		rounds, err := strconv.Atoi(os.Args[3])
		if err != nil {
			return true, 2
		}
		return true, pressKeys(os.Args[2], rounds)
	}
	return false, 0
}

// serveWorker draws pages for the bench that started it.
func serveWorker() {
	if err := fitz.Serve(os.Stdin, os.Stdout, page.Inspect); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
