package viinput

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestAnotherTypingToolIsSeen(t *testing.T) {
	for _, c := range []struct {
		env       map[string]string
		processes []string
		want      string
	}{
		{nil, []string{"bash", "motcua"}, ""},
		{map[string]string{"XMODIFIERS": "@im=ibus"}, nil, "ibus"},
		{map[string]string{"GTK_IM_MODULE": "fcitx5"}, nil, "fcitx"},
		{map[string]string{"XMODIFIERS": "@im=none", "GTK_IM_MODULE": "gtk-im-context-simple"}, nil, ""},
		{nil, []string{"sshd", "ibus-daemon"}, "ibus"},
		{nil, []string{"System", "UniKeyNT.exe"}, "UniKey"},
		{nil, []string{"EVKey64.exe"}, "EVKey"},
	} {
		env := func(name string) string { return c.env[name] }
		if got := other(env, func() []string { return c.processes }); got != c.want {
			t.Errorf("%v %v: %q, want %q", c.env, c.processes, got, c.want)
		}
	}
}

func TestTheListOfProcessesHoldsThisOne(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(exe)
	name = name[:min(15, len(name))] // what comm holds
	if all := processes(); !slices.Contains(all, name) {
		t.Errorf("%q is not among %d processes", name, len(all))
	}
}
