package store

import (
	"context"
	"io"

	"motcua"
)

// MaxFile bounds one stored file in bytes.
const MaxFile = 256 << 20

// PutFile stores what r gives and returns its SHA-256 (64 lower-case hex
// digits) and size once it is on disk; over MaxFile it gives CodeTooLarge.
func (s *Store) PutFile(ctx context.Context, r io.Reader) (string, int64, error) {
	if s.cfg.ReadOnly {
		return "", 0, &motcua.Error{Code: motcua.CodeReadOnly, Detail: "opened for reading"}
	}
	return s.files.Put(ctx, r, MaxFile)
}

// OpenFile opens a stored file; CodeUnknown where it is not here.
func (s *Store) OpenFile(sum string) (motcua.File, error) { return s.files.Open(sum) }

// filingKinds are the kinds of events that can name files, as arguments of two
// placeholders.
func filingKinds() []any {
	var out []any
	for _, k := range motcua.FilingKinds() {
		out = append(out, string(k))
	}
	return out
}
