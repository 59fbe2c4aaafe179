// Command motcuactl does everything that needs no screen. See ctl.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"motcua/cmd/motcuactl/ctl"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := ctl.Main(ctx, os.Args[1:], ctl.IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	stop()
	os.Exit(code)
}
