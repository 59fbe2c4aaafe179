package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"iter"
	"slices"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"motcua"
	"motcua/sync/wire"
)

// Events is a run of events that is read once, in order.
type Events = iter.Seq2[motcua.Event, error]

// Contents is what a bundle is made of.
type Contents struct {
	// Manifest as far as the caller knows it: ID, Kind, From, To, Station,
	// Made, and for a station Cursor, Receipt and Peers. Write fills the rest.
	Manifest Manifest
	Events   Events
	// OpenFile opens a file that an event names; nil where none does.
	OpenFile func(sha string) (motcua.File, error)
	Sign     func(message []byte) []byte
}

type opener = func(sha string) (motcua.File, error)

// Write seals c for Manifest.To and returns the manifest as it was signed. It
// stops before the first event that no longer fits and then sets More. The
// caller makes w durable before he believes that anything was sent.
func Write(w io.Writer, c Contents) (Manifest, error) {
	to, err := age.ParseX25519Recipient(c.Manifest.To)
	if err != nil {
		return Manifest{}, &motcua.Error{Code: motcua.CodeInvalid, Field: "recipient", Cause: err}
	}
	sealed, err := age.Encrypt(w, to)
	if err != nil {
		return Manifest{}, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	m, err := writeFrame(sealed, c)
	if err != nil {
		return Manifest{}, err
	}
	if err := sealed.Close(); err != nil {
		return Manifest{}, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	return m, nil
}

// writeFrame writes what is inside the seal.
func writeFrame(w io.Writer, c Contents) (Manifest, error) {
	m := c.Manifest
	packed, err := pack(&m, c.Events, c.OpenFile, bounds{MaxEvents, MaxFiles, MaxPacked, MaxUnpacked})
	if err != nil {
		return Manifest{}, err
	}
	m.Version = Version
	m.EventsSize, m.EventsSHA256 = int64(len(packed)), sha256.Sum256(packed)
	if err := m.check(); err != nil {
		return Manifest{}, err
	}
	raw, err := wire.Marshal(m)
	if err != nil {
		return Manifest{}, err
	}
	if len(raw) > MaxManifest {
		return Manifest{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "manifest"}
	}
	f := &frame{w: w, sum: sha256.New()}
	f.text(magic)
	f.bytes(binary.BigEndian.AppendUint32(nil, uint32(len(raw))))
	f.bytes(raw)
	f.bytes(c.Sign(signedBytes(raw)))
	f.bytes(packed)
	for _, file := range m.Files {
		if err := f.file(file, c.OpenFile); err != nil {
			return Manifest{}, err
		}
	}
	f.end()
	return m, f.err
}

// bounds is how much goes into one bundle.
type bounds struct{ events, files, packed, unpacked int }

// pack writes events as packed lines and notes in m what they are and which
// files they name. It stops before an event whose file cannot be opened any
// more, unless that is the first: then a human must act before anything goes.
func pack(m *Manifest, events Events, open opener, most bounds) ([]byte, error) {
	var out bytes.Buffer
	z, err := zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	files, total := map[string]int64{}, 0
	for e, err := range events {
		if err != nil {
			return nil, err
		}
		line, err := wire.Marshal(e)
		if err != nil {
			return nil, err
		}
		refs, err := carried(e, open)
		if err != nil && m.Events == 0 {
			return nil, err
		}
		if err != nil {
			m.More = true
			break
		}
		// Packing never grows a section by more than this, so what is kept
		// back always leaves room for the line.
		if m.Events == most.events || len(files)+len(refs) > most.files ||
			total+len(line) >= most.unpacked || out.Len()+len(line)+1<<20 > most.packed {
			m.More = true
			break
		}
		for _, r := range refs {
			files[r.SHA256] = r.Size
		}
		total += len(line) + 1
		if m.Events == 0 {
			m.FromSeq = e.Seq
		}
		m.Through = e.Seq
		m.Events++
		if _, err := z.Write(append(line, '\n')); err != nil {
			return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
		}
	}
	if err := z.Close(); err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	for sha, size := range files {
		m.Files = append(m.Files, File{sha, size})
	}
	slices.SortFunc(m.Files, func(a, b File) int { return strings.Compare(a.SHA256, b.SHA256) })
	return out.Bytes(), nil
}

// carried returns the files that must go with an event, after a look whether
// they are there. A body that cannot be read here is unreadable at the hub
// too, which will say so.
func carried(e motcua.Event, open opener) ([]motcua.FileRef, error) {
	refs, err := motcua.FilesOf(e)
	if err != nil {
		return nil, nil
	}
	refs = slices.DeleteFunc(refs, func(f motcua.FileRef) bool { return !wire.Carriable(f) })
	for _, f := range refs {
		if open == nil {
			return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Detail: f.SHA256}
		}
		src, err := open(f.SHA256)
		if err != nil {
			return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: f.SHA256, Cause: err}
		}
		if err := src.Close(); err != nil {
			return nil, &motcua.Error{Code: motcua.CodeIO, Field: "file", Cause: err}
		}
	}
	return refs, nil
}

// frame writes and sums; after the first error it does neither.
type frame struct {
	w   io.Writer
	sum hash.Hash
	err error
}

func (f *frame) bytes(b []byte) {
	if f.err != nil {
		return
	}
	f.sum.Write(b)
	if _, err := f.w.Write(b); err != nil {
		f.err = &motcua.Error{Code: motcua.CodeIO, Field: "bundle", Cause: err}
	}
}

func (f *frame) text(s string) { f.bytes([]byte(s)) }

// file copies one file and makes sure that it still is what its name says.
func (f *frame) file(file File, open opener) error {
	if f.err != nil {
		return f.err
	}
	src, err := open(file.SHA256)
	if err != nil {
		return err
	}
	defer src.Close()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(f.w, f.sum, sum), io.LimitReader(src, file.Size+1))
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "file", Cause: err}
	}
	if n != file.Size || hex.EncodeToString(sum.Sum(nil)) != file.SHA256 {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: file.SHA256}
	}
	return nil
}

func (f *frame) end() {
	sum := f.sum.Sum(nil)
	f.text(endMark)
	f.bytes(sum)
}
