package viinput

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Other returns the name of another Vietnamese typing tool or input method
// that runs on this machine ("UniKey", "ibus"), "" where none was seen. Two at
// once spoil each other's letters; ours is then off unless asked for. It reads
// the list of processes: call it beside the window.
func Other() string { return other(os.Getenv, processes) }

// tools are the programs by the names of their processes, without ".exe".
var tools = map[string]string{
	"unikeynt": "UniKey", "unikey": "UniKey", "evkey64": "EVKey", "evkey32": "EVKey", "evkey": "EVKey",
	"gotiengviet": "GoTiengViet", "openkey": "OpenKey", "openkey64": "OpenKey", "vietkey": "Vietkey", "vknt": "Vietkey",
	"ibus-daemon": "ibus", "fcitx": "fcitx", "fcitx5": "fcitx",
}

// other looks at the variables that name an input method, then at processes.
func other(environment func(string) string, processes func() []string) string {
	for _, s := range []string{strings.TrimPrefix(environment("XMODIFIERS"), "@im="), environment("GTK_IM_MODULE")} {
		for _, im := range []string{"ibus", "fcitx"} {
			if strings.HasPrefix(s, im) { // fcitx5 too
				return im
			}
		}
	}
	names := processes()
	slices.Sort(names)
	for _, n := range names {
		if name := tools[strings.TrimSuffix(strings.ToLower(filepath.Base(n)), ".exe")]; name != "" {
			return name
		}
	}
	return ""
}
