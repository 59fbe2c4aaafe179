package store

import (
	"errors"
	"io"
	"io/fs"

	"filippo.io/age"

	"motcua"
)

// ageCodec seals content files to the station's own recipient.
type ageCodec struct{ identity *age.X25519Identity }

// Seal implements filedir.Codec.
func (c ageCodec) Seal(w io.Writer) (io.WriteCloser, error) {
	return age.Encrypt(w, c.identity.Recipient())
}

// Open implements filedir.Codec.
func (c ageCodec) Open(r io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	plain, n, err := age.DecryptReaderAt(r, size, c.identity)
	if err != nil {
		return nil, 0, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: "seal", Cause: err}
	}
	return checked{plain}, n, nil
}

// checked tells bytes that the seal refuses from a disk that cannot be read.
type checked struct{ io.ReaderAt }

func (c checked) ReadAt(b []byte, at int64) (int, error) {
	n, err := c.ReaderAt.ReadAt(b, at)
	var disk *fs.PathError
	if err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &disk) {
		err = &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: "seal", Cause: err}
	}
	return n, err
}
