//go:build !windows

package viinput

import (
	"os"
	"path/filepath"
	"strings"
)

// processes returns the names of all processes (proc(5), comm). One that ended
// meanwhile is left out; nothing comes back where there is no /proc.
func processes() []string {
	files, err := filepath.Glob("/proc/[0-9]*/comm")
	if err != nil {
		return nil // only a malformed pattern
	}
	var names []string
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil {
			names = append(names, strings.TrimSpace(string(b)))
		}
	}
	return names
}
