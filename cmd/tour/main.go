// Command tour plays the counter, the kiosk and the centre's page on a virtual
// screen, by keys alone, and leaves pictures and PDFs. `make run` starts it
// where there is no display. It needs Xvfb, openbox, xdotool and ImageMagick.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"motcua/cmd/tour/play"
)

func main() {
	bin := flag.String("bin", "bin", "folder of the programs")
	out := flag.String("out", "out", "folder for pictures and PDFs")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	err := play.All(ctx, play.Config{Bin: *bin, Out: *out, Say: func(s string) { fmt.Println("motcua:", s) }})
	if err != nil {
		fmt.Fprintf(os.Stderr, "motcua: the tour stopped: %v. What it had drawn is in %s.\n", err, *out)
		os.Exit(1)
	}
}
