// Command motcuactl does everything that needs no screen. See ctl.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"motcua/cmd/motcuactl/ctl"
)

func main() {
	// A command ends soon: a few times its live memory costs nobody anything, to
	// collect it again and again costs a tenth of a look through the file.
	debug.SetGCPercent(400)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := ctl.Main(ctx, os.Args[1:], ctl.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
