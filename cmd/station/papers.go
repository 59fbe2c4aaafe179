package station

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"motcua"
)

const (
	// documentsEnv is where a Linux desktop says that documents lie (XDG).
	documentsEnv = "XDG_DOCUMENTS_DIR"
	// paperFolder is the folder of papers among a person's documents.
	paperFolder = "Giấy in motcua"
	// oldPaperFolder in the station's folder took the papers of earlier versions.
	oldPaperFolder = "prints"
)

// PaperFolder returns the folder where a window writes papers as files while
// nobody chose a printer: among the person's documents. A paper is plain, so
// none may lie in the station's folder.
func PaperFolder() (string, error) {
	if documents := os.Getenv(documentsEnv); filepath.IsAbs(documents) {
		return filepath.Join(documents, paperFolder), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "prints", Cause: err}
	}
	return filepath.Join(home, "Documents", paperFolder), nil
}

// Outside returns CodeInvalid with field "prints" for a path in the station's
// folder data, where everything is sealed and a paper would not be. Links are
// followed as far as the path exists.
func Outside(data, path string) error {
	inner, err := real(path)
	if err != nil {
		return err
	}
	outer, err := real(data)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(outer, inner); err == nil && filepath.IsLocal(rel) {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "prints", Detail: "inside the station's folder"}
	}
	return nil
}

// real returns a path without links, also of what does not exist yet.
func real(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "prints", Cause: err}
	}
	got, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(path) != path {
		parent, err := real(filepath.Dir(path))
		return filepath.Join(parent, filepath.Base(path)), err
	}
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "prints", Cause: err}
	}
	return got, nil
}

// ClearPapers removes the papers that earlier versions wrote into the
// station's folder and what a kill left of one. Each can be printed again. It
// returns how many there were.
func ClearPapers(data string) (int, error) {
	dir := filepath.Join(data, oldPaperFolder)
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, &motcua.Error{Code: motcua.CodeIO, Field: "prints", Cause: err}
	}
	n := 0
	for _, f := range list {
		if !f.Type().IsRegular() || !strings.HasSuffix(f.Name(), ".pdf") && !strings.HasPrefix(f.Name(), ".print-") {
			continue
		}
		if err := os.Remove(filepath.Join(dir, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, &motcua.Error{Code: motcua.CodeIO, Field: "prints", Cause: err}
		}
		n++
	}
	if n == len(list) {
		err = os.Remove(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, &motcua.Error{Code: motcua.CodeIO, Field: "prints", Cause: err}
		}
	}
	return n, nil
}

// SavedPapers returns the files outside the station's folder that its print
// queue knows to hold papers of a dossier. Where a folder cannot be read now
// (a stick that is away) it returns what the queue wrote there.
func (s *Station) SavedPapers(ctx context.Context, d motcua.Dossier) ([]string, error) {
	orders, err := s.Store.PrintsOf(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, o := range orders {
		dir, ok := strings.CutPrefix(o.Printer, "file:")
		if !ok {
			continue
		}
		list, err := os.ReadDir(dir)
		if err != nil && o.Job != "" {
			out = append(out, filepath.Join(dir, o.Job))
		}
		for _, f := range list { // every copy; the queue knows the last one's name
			if strings.Contains(f.Name(), string(d.Received.Code)) {
				out = append(out, filepath.Join(dir, f.Name()))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// ScanFolder refuses a folder from which a copier's files must not be taken, as
// they are removed once they are kept: a person's own folders, the station's
// and the one that papers are printed to. CodeInvalid with field "scan-folder".
func ScanFolder(path, data, prints string) error {
	wrong := &motcua.Error{Code: motcua.CodeInvalid, Field: "scan-folder", Detail: "it holds other things, too"}
	at, err := real(path)
	if err != nil {
		return err
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "scan-folder", Cause: err}
	}
	papers, err := PaperFolder()
	if err != nil {
		return err
	}
	for _, other := range []string{home, filepath.Dir(papers), papers, prints, data} {
		if other == "" {
			continue
		}
		if other, err = real(other); err != nil {
			return err
		}
		// Nor one that such a folder lies in.
		if rel, err := filepath.Rel(at, other); err == nil && filepath.IsLocal(rel) {
			return wrong
		}
	}
	if Outside(data, path) != nil {
		return wrong
	}
	return nil
}
