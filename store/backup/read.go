package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"motcua"
	"motcua/store/filedir"
)

// Reader is a snapshot that has been opened.
type Reader struct {
	Header Header
	inner  io.Reader
}

// Open opens a snapshot with any of the identities, or with the passphrase
// where that is not empty. CodeDenied with field "key" means that none of them
// fits; CodeNewer a snapshot of a newer program, CodeCorrupt no whole snapshot.
func Open(r io.Reader, ids []age.Identity, passphrase string) (*Reader, error) {
	p, raw, err := readPrelude(r)
	if err != nil {
		return nil, err
	}
	ids = ids[:len(ids):len(ids)]
	if passphrase != "" {
		id, err := unlock(p, passphrase)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, denied(nil)
	}
	inner, err := age.Decrypt(r, ids...)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, denied(err)
	}
	if err != nil {
		return nil, corrupt("seal", err)
	}
	h, err := readSection(inner, maxHeader)
	if err != nil {
		return nil, corrupt("header", err)
	}
	out := &Reader{inner: inner}
	if err := json.Unmarshal(h, &out.Header); err != nil {
		return nil, corrupt("header", err)
	}
	if out.Header.Prelude != sha256.Sum256(raw) || out.Header.Station != p.Station {
		return nil, corrupt("prelude", nil)
	}
	return out, out.Header.check()
}

func denied(cause error) error {
	return &motcua.Error{Code: motcua.CodeDenied, Field: "key", Detail: "does not open this backup", Cause: cause}
}

func readPrelude(r io.Reader) (Prelude, []byte, error) {
	var p Prelude
	line := make([]byte, len(magicLine))
	if _, err := io.ReadFull(r, line); err != nil || !bytes.HasPrefix(line, []byte(magic)) {
		return p, nil, corrupt("magic", filedirRead(err))
	}
	if string(line) != magicLine {
		return p, nil, &motcua.Error{Code: motcua.CodeNewer, Field: "v", Detail: "backup version"}
	}
	raw, err := readSection(r, maxPrelude)
	if err != nil {
		return p, nil, corrupt("prelude", err)
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, nil, corrupt("prelude", err)
	}
	return p, raw, nil
}

// filedirRead tells a disk that cannot be read from a file that ends early.
func filedirRead(err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return filedir.Named(err)
}

func readSection(r io.Reader, limit uint32) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > limit {
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "header"}
	}
	raw := make([]byte, n)
	_, err := io.ReadFull(r, raw)
	return raw, err
}

func unlock(p Prelude, passphrase string) (age.Identity, error) {
	if p.Unlock == nil {
		return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase", Detail: "made without one"}
	}
	key, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "passphrase"}
	}
	r, err := age.Decrypt(bytes.NewReader(p.Unlock), key)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase", Detail: "does not open this backup", Cause: err}
	}
	text, err := io.ReadAll(io.LimitReader(r, 1000))
	if err != nil {
		return nil, corrupt("unlock", err)
	}
	return ParseIdentity(text)
}

// check refuses names that would lead out of a folder.
func (h Header) check() error {
	if !plainName(h.Area) || h.Size < 0 {
		return corrupt("header", nil)
	}
	for _, k := range h.Keys {
		if !plainName(k.Name) {
			return corrupt("keys", nil)
		}
	}
	return nil
}

// plainName reports whether s names something directly in a folder, on every
// system.
func plainName(s string) bool {
	return s != "" && len(s) < 100 && !strings.HasPrefix(s, ".") && !strings.ContainsAny(s, `/\:*?"<>|`+"\x00")
}

// Database writes the snapshot's database to w and checks it to its last byte.
func (r *Reader) Database(ctx context.Context, w io.Writer) error {
	z, err := zstd.NewReader(Cancellable(ctx, r.inner), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(64<<20))
	if err != nil {
		return corrupt("database", err)
	}
	defer z.Close()
	sum := sha256.New()
	n, err := copyTo(w, io.TeeReader(io.LimitReader(z, r.Header.Size+1), sum))
	if err != nil {
		return corrupt("database", err)
	}
	if n != r.Header.Size || motcua.Hash(sum.Sum(nil)) != r.Header.SHA256 {
		return corrupt("database", nil)
	}
	// Whatever comes after it must be nothing, up to age's last chunk.
	var rest [1]byte
	if _, err := io.ReadFull(z, rest[:]); !errors.Is(err, io.EOF) {
		return corrupt("database", err)
	}
	if _, err := io.ReadFull(r.inner, rest[:]); !errors.Is(err, io.EOF) {
		return corrupt("end", err)
	}
	return nil
}

// copyTo is io.Copy that names trouble with the target, which is a disk's, as
// such; the rest is the source's.
func copyTo(w io.Writer, r io.Reader) (int64, error) {
	return io.Copy(namedWriter{w}, r)
}

type namedWriter struct{ w io.Writer }

func (w namedWriter) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	return n, filedir.Named(err)
}

// Look returns a snapshot's prelude without opening it.
func Look(r io.Reader) (Prelude, error) {
	p, _, err := readPrelude(r)
	return p, err
}
