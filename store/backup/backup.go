// Package backup is the form that a station's backups have on a second disk:
// one sealed snapshot file a time, and beside them one area of sealed content
// files that all snapshots share, because content files never change.
//
// A snapshot, frozen as version 1, numbers big-endian:
//
//	"MOTCUA BACKUP 1\n"
//	length (4) · prelude, JSON, in the clear: whose and of when
//	an age file (age-encryption.org/v1) to the station's own key, to its
//	recovery key if it has one, and to the key that a passphrase locks; in it:
//	    length (4) · header, JSON: what the station held, its key files, and
//	        the key that opens the area
//	    the database, packed with zstd
//
// Nothing is believed before the last byte was read: age notices a torn or
// flipped file, and the header names the prelude's and the database's hash.
package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"motcua"
	"motcua/store/filedir"
)

// Version is the version that this program writes and reads.
const Version = 1

const (
	magic      = "MOTCUA BACKUP "
	magicLine  = magic + "1\n"
	maxPrelude = 64 << 10
	maxHeader  = 4 << 20
)

// Prelude is what anybody who holds a snapshot can read.
type Prelude struct {
	Version int       `json:"v"`
	Station string    `json:"station"`
	Made    time.Time `json:"made"`
	// Unlock is an X25519 identity, sealed with age's scrypt to a passphrase;
	// nil where none was set.
	Unlock []byte `json:"unlock,omitempty"`
}

// Key is one key file of a station's folder.
type Key struct {
	Name string `json:"name"`
	Data []byte `json:"data"`
}

// Header says what a snapshot holds.
type Header struct {
	Station  string      `json:"station"`
	Name     string      `json:"name"` // of the counter, for people
	Made     time.Time   `json:"made"`
	Schema   int64       `json:"schema"` // version of the database's tables
	Events   int         `json:"events"` // of all logs
	Dossiers int         `json:"dossiers"`
	Files    int         `json:"files"` // content files that own events name
	Seq      uint64      `json:"seq"`   // newest own event
	Hash     motcua.Hash `json:"hash"`  // of that event
	Keys     []Key       `json:"keys"`
	Area     string      `json:"area"`     // folder of the content files, beside the snapshot
	Identity string      `json:"identity"` // age identity that opens the area
	Size     int64       `json:"size"`     // bytes of the database
	SHA256   motcua.Hash `json:"sha256"`   // of the database
	Prelude  motcua.Hash `json:"prelude"`  // SHA-256 of the prelude
}

// Lock says who can open a snapshot. At least one way must be given.
type Lock struct {
	Recipients []age.Recipient
	Passphrase string
	WorkFactor int // of scrypt, log2; age's own where 0
}

// Write writes a snapshot of a database of h.Size bytes. It fills in the
// header's Prelude itself.
func Write(ctx context.Context, w io.Writer, h Header, lock Lock, database io.Reader) error {
	p := Prelude{Version: Version, Station: h.Station, Made: h.Made}
	to := lock.Recipients
	if lock.Passphrase != "" {
		id, sealed, err := lockedIdentity(lock)
		if err != nil {
			return err
		}
		p.Unlock = sealed
		to = append(to[:len(to):len(to)], id.Recipient())
	}
	if len(to) == 0 {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "key", Detail: "nobody could open it"}
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "prelude", Cause: err}
	}
	h.Prelude = sha256.Sum256(raw)
	if _, err := io.WriteString(w, magicLine); err != nil {
		return filedir.Named(err)
	}
	if err := writeSection(w, raw, maxPrelude); err != nil {
		return err
	}
	sealed, err := age.Encrypt(w, to...)
	if err != nil {
		return filedir.Named(err)
	}
	if err := writeInner(ctx, sealed, h, database); err != nil {
		return err
	}
	return filedir.Named(sealed.Close())
}

func writeInner(ctx context.Context, w io.Writer, h Header, database io.Reader) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "header", Cause: err}
	}
	if err := writeSection(w, raw, maxHeader); err != nil {
		return err
	}
	// One core at most: the other one is the clerk's.
	z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	sum := sha256.New()
	n, err := io.Copy(z, io.TeeReader(Cancellable(ctx, database), sum))
	if cerr := z.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return filedir.Named(err)
	}
	if n != h.Size || !bytes.Equal(sum.Sum(nil), h.SHA256[:]) {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "database", Detail: "changed while it was read"}
	}
	return nil
}

func writeSection(w io.Writer, raw []byte, limit int) error {
	if len(raw) > limit {
		return &motcua.Error{Code: motcua.CodeTooLarge, Field: "header"}
	}
	if _, err := w.Write(binary.BigEndian.AppendUint32(nil, uint32(len(raw)))); err != nil {
		return filedir.Named(err)
	}
	_, err := w.Write(raw)
	return filedir.Named(err)
}

// lockedIdentity makes a key for one snapshot and locks it with a passphrase:
// age does not let a passphrase stand beside other recipients.
func lockedIdentity(lock Lock) (*age.X25519Identity, []byte, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, filedir.Named(err)
	}
	to, err := age.NewScryptRecipient(lock.Passphrase)
	if err != nil {
		return nil, nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "passphrase"}
	}
	if lock.WorkFactor > 0 {
		to.SetWorkFactor(lock.WorkFactor)
	}
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err == nil {
		_, err = io.WriteString(w, id.String())
	}
	if err == nil {
		err = w.Close()
	}
	return id, b.Bytes(), filedir.Named(err)
}

// HashOf returns the SHA-256 and the size of what r gives.
func HashOf(ctx context.Context, r io.Reader) (motcua.Hash, int64, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, Cancellable(ctx, r))
	return motcua.Hash(sum.Sum(nil)), n, filedir.Named(err)
}

// Cancellable is r until ctx ends.
func Cancellable(ctx context.Context, r io.Reader) io.Reader { return cancellable{ctx, r} }

type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c cancellable) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(b)
}

// ParseIdentity reads an age identity as people keep it: the line that begins
// with AGE-SECRET-KEY-1, alone or among comments.
func ParseIdentity(text []byte) (age.Identity, error) {
	for l := range bytes.Lines(text) {
		if l = bytes.TrimSpace(l); bytes.HasPrefix(l, []byte("AGE-SECRET-KEY-1")) {
			id, err := age.ParseX25519Identity(string(l))
			if err != nil { // the cause is dropped: it may quote the key
				return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "key", Detail: "not an age identity"}
			}
			return id, nil
		}
	}
	return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "key", Detail: "no age identity"}
}

func corrupt(field string, cause error) error {
	var named *motcua.Error
	if errors.As(cause, &named) || errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return &motcua.Error{Code: motcua.CodeCorrupt, Field: field, Detail: "backup", Cause: cause}
}

func hexed(b []byte) string { return hex.EncodeToString(b) }
