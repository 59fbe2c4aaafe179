// Command motcua is the desktop program: counter and kiosk windows, and the
// worker process that opens foreign PDFs. See desktop.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"motcua/cmd/motcua/desktop"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := desktop.Main(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
