package viinput

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// processes returns the file names of all processes; none where Windows does
// not tell, for it only makes a hint.
func processes() []string {
	snap, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil
	}
	defer windows.CloseHandle(snap)
	var names []string
	entry := windows.ProcessEntry32{Size: uint32(unsafe.Sizeof(windows.ProcessEntry32{}))}
	for err = windows.Process32First(snap, &entry); err == nil; err = windows.Process32Next(snap, &entry) {
		names = append(names, windows.UTF16ToString(entry.ExeFile[:]))
	}
	return names
}
