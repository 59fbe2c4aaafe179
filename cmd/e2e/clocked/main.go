// Command clocked is motcua with a clock that a test turns: the file named by
// MOTCUA_TEST_CLOCK says how many milliseconds it is ahead of the machine's. It
// is built for tests only; the program that is shipped has no such door.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"motcua/cmd/motcua/desktop"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := desktop.MainWith(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, desktop.Hooks{Now: now})
	stop()
	os.Exit(code)
}

func now() time.Time {
	text, err := os.ReadFile(os.Getenv("MOTCUA_TEST_CLOCK"))
	ahead, perr := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || perr != nil {
		fmt.Fprintln(os.Stderr, "clocked: no clock:", err, perr)
		os.Exit(2)
	}
	// Without the monotonic part, as after a clock was set by hand.
	return time.Now().Round(0).Add(time.Duration(ahead) * time.Millisecond)
}
