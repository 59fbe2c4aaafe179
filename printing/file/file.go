// Package file is the printer that writes PDFs into a folder: for counters
// without paper, for tests, and for programs that watch a folder.
package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode"

	"motcua"
)

// Printer writes each job into Dir, which it makes where it is missing.
type Printer struct {
	Dir string
}

var _ motcua.Printer = Printer{}

// maxName bounds a file's name in bytes, its number and ending not counted.
const maxName = 120

// tempPrefix begins the names of files that are being written.
const tempPrefix = ".motcua-print-"

// maxTries bounds how many files of one name a folder may hold.
const maxTries = 10000

// Printers returns the folder.
func (p Printer) Printers(context.Context) ([]motcua.PrintDevice, error) {
	return []motcua.PrintDevice{p.device()}, nil
}

func (p Printer) device() motcua.PrintDevice {
	return motcua.PrintDevice{ID: p.Dir, Name: filepath.Base(p.Dir), Media: []string{"A4", "A5"}, PDF: true}
}

// Print writes the PDF under a name made from the title, once for each copy,
// and returns the last name. Once it returns the files are on disk, whole. A
// file that is there already is never overwritten: the new one gets a number.
func (p Printer) Print(ctx context.Context, job motcua.PrintJob) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", &motcua.Error{Code: motcua.CodeBusy, Detail: "cancelled", Cause: err}
	}
	if err := job.Check(); err != nil {
		return "", err
	}
	if job.Printer != "" && job.Printer != p.Dir {
		return "", &motcua.Error{Code: motcua.CodeUnknown, Field: "printer"}
	}
	if err := p.device().Need(job); err != nil {
		return "", err
	}
	if err := os.MkdirAll(p.Dir, 0o700); err != nil {
		return "", failed("folder", err)
	}
	if err := p.sweep(); err != nil {
		return "", err
	}
	var name string
	for range max(job.Copies, 1) {
		var err error
		if name, err = p.write(job); err != nil {
			return "", err
		}
	}
	return name, nil
}

// Job returns PrintDone for files that are there.
func (p Printer) Job(_ context.Context, name string) (motcua.PrintStatus, error) {
	if !filepath.IsLocal(name) || filepath.Base(name) != name {
		return motcua.PrintStatus{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "job"}
	}
	if _, err := os.Stat(filepath.Join(p.Dir, name)); err != nil {
		return motcua.PrintStatus{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "job", Cause: err}
	}
	return motcua.PrintStatus{State: motcua.PrintDone}, nil
}

// Cancel fails: a written file is there to stay.
func (p Printer) Cancel(ctx context.Context, name string) error {
	if _, err := p.Job(ctx, name); err != nil {
		return err
	}
	return &motcua.Error{Code: motcua.CodeConflict, Field: "job", Detail: "done"}
}

// stale is how old a file that was being written is when nobody writes it any
// more.
const stale = time.Hour

// sweep removes what a kill left half written: a paper without a name, which
// nobody would look for.
func (p Printer) sweep() error {
	list, err := os.ReadDir(p.Dir)
	if err != nil {
		return failed("folder", err)
	}
	for _, f := range list {
		if !strings.HasPrefix(f.Name(), tempPrefix) || !f.Type().IsRegular() {
			continue
		}
		info, err := f.Info()
		if err == nil && time.Since(info.ModTime()) > stale {
			err = os.Remove(filepath.Join(p.Dir, f.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return failed("temp", err)
		}
	}
	return nil
}

func (p Printer) write(job motcua.PrintJob) (string, error) {
	temp, err := p.writeTemp(job.PDF)
	if err != nil {
		return "", err
	}
	defer os.Remove(temp) // a second name of the same file once it is linked
	name, err := p.link(temp, CleanName(job.Title))
	if err != nil {
		return "", err
	}
	return name, p.syncDir()
}

func (p Printer) writeTemp(data []byte) (string, error) {
	f, err := os.CreateTemp(p.Dir, tempPrefix+"*")
	if err != nil {
		return "", failed("temp", err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", failed("write", errors.Join(err, os.Remove(f.Name())))
	}
	return f.Name(), nil
}

// link gives the file its name. A link, unlike a rename, fails where the name
// is taken; file systems without links (FAT sticks) get a reserved empty file
// that the rename then replaces.
func (p Printer) link(temp, base string) (string, error) {
	for n := 1; n <= maxTries; n++ {
		name := base + ".pdf"
		if n > 1 {
			name = fmt.Sprintf("%s (%d).pdf", base, n)
		}
		path := filepath.Join(p.Dir, name)
		err := os.Link(temp, path)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = reserve(temp, path)
		}
		if err == nil {
			return name, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", failed("name", err)
		}
	}
	return "", &motcua.Error{Code: motcua.CodeConflict, Field: "title", Detail: "too many files of this name"}
}

func reserve(temp, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

// syncDir makes the new name durable. Windows cannot open folders for that and
// does not need it.
func (p Printer) syncDir() error {
	d, err := os.Open(p.Dir)
	if err != nil {
		return failed("folder", err)
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	if err = errors.Join(err, d.Close()); err != nil {
		return failed("folder", err)
	}
	return nil
}

// CleanName returns a base name for a title that every file system takes:
// letters, digits, spaces and . , _ ( ) - only, at most 120 bytes, no dot at
// either end, "giay-to" where nothing is left.
func CleanName(title string) string {
	var b strings.Builder
	for _, r := range strings.Join(strings.Fields(motcua.NFC(strings.ToValidUTF8(title, ""))), " ") {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .,_()-", r) {
			r = '-'
		}
		if b.Len()+len(string(r)) > maxName {
			break
		}
		b.WriteRune(r)
	}
	name := strings.Trim(b.String(), " .-")
	if name == "" || reserved(name) {
		return strings.Trim("giay-to "+name, " ")
	}
	return name
}

// reserved reports whether Windows keeps the name for a device, whatever
// ending follows.
func reserved(name string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

func failed(what string, err error) error {
	code := motcua.CodeIO
	switch {
	case errors.Is(err, syscall.ENOSPC):
		code = motcua.CodeDiskFull
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		code = motcua.CodeReadOnly
	}
	return &motcua.Error{Code: code, Detail: what, Cause: err}
}
