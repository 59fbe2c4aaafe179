// Package forms holds the layouts and words of the papers that counters print,
// one folder for each circular that prescribed them. What a file may say is
// described in docs/FORMS.md; package printing reads it.
package forms

import (
	"embed"
	"io/fs"
	"time"
)

//go:embed tt03-2025 tt01-2018 everyday
var files embed.FS

// Version is one folder of forms and the days on which it is in force.
type Version struct {
	Name  string
	From  time.Time
	To    time.Time // the last day; zero where it is still in force
	Files fs.FS
}

// Versions returns every version.
//
// TT 03/2025/TT-VPCP of 15/9/2025, Phụ lục I, has seven forms; TT
// 01/2018/TT-VPCP of 23/11/2018, which it replaced, had six. No rule prescribes
// the everyday papers.
func Versions() []Version {
	day := func(y int, m time.Month, d int) time.Time {
		return time.Date(y, m, d, 0, 0, 0, 0, time.FixedZone("+07", 7*3600))
	}
	return []Version{
		{"tt03-2025", day(2025, 9, 15), time.Time{}, sub("tt03-2025")},
		{"tt01-2018", day(2018, 11, 23), day(2025, 9, 14), sub("tt01-2018")},
		{"everyday", time.Time{}, time.Time{}, sub("everyday")},
	}
}

func sub(name string) fs.FS {
	dir, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // only for a name that is no path
	}
	return dir
}
