package desktop

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestOnlyWhatNobodyReadsIsShownInAWindow(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "said"))
	if err != nil {
		t.Fatal(err)
	}
	r, pipe, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*os.File{null, file, r, pipe} {
		defer f.Close()
	}
	if !unseen(null) || unseen(file) || unseen(pipe) || unseen(&bytes.Buffer{}) {
		t.Errorf("null %v, file %v, pipe %v, buffer %v", unseen(null), unseen(file), unseen(pipe), unseen(&bytes.Buffer{}))
	}
}
