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

	"motcua/internal/worker/fitz"
	"motcua/scan/page"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == asWorker {
		serveWorker()
		return
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

// serveWorker draws pages for the bench that started it.
func serveWorker() {
	if err := fitz.Serve(os.Stdin, os.Stdout, page.Inspect); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
