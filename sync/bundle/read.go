package bundle

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"motcua"
)

// maxLine bounds one event as a JSON line: its body and a generous header.
const maxLine = motcua.MaxBody + 64<<10

// Reader says who reads a bundle and whom he believes.
type Reader struct {
	Kind      Kind   // the direction that is read here
	Recipient string // who reads
	// Unseal opens the seal with the reader's age identity.
	Unseal func(io.Reader) (io.Reader, error)
	// Key returns the public key of the sender, or why nothing of him is read.
	Key func(from string) (ed25519.PublicKey, error)
	// Dir is where files wait until all is checked; "" where none may come.
	Dir string
}

// Unsealer returns an Unseal for an age identity.
func Unsealer(id age.Identity) func(io.Reader) (io.Reader, error) {
	return func(r io.Reader) (io.Reader, error) { return age.Decrypt(r, id) }
}

// Opened is a bundle of which every byte was checked.
type Opened struct {
	Manifest Manifest
	packed   []byte
	dir      string
}

// Read reads one whole bundle. Whatever is wrong with it, nothing of it is
// given out: CodeDenied where it is for someone else, CodeForged where a
// signature does not hold, CodeCorrupt where it is torn, flipped or followed
// by anything, CodeTooLarge over a bound. The caller closes what he gets.
func Read(src io.Reader, r Reader) (*Opened, error) {
	inner, err := r.Unseal(src)
	if err != nil {
		var other *age.NoIdentityMatchError
		if errors.As(err, &other) {
			return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "recipient", Cause: err}
		}
		return nil, damaged("seal", err)
	}
	return readFrame(inner, r)
}

// readFrame reads what is inside the seal.
func readFrame(inner io.Reader, r Reader) (_ *Opened, err error) {
	in := &summed{r: bufio.NewReaderSize(inner, 64<<10), sum: sha256.New()}
	m, err := readManifest(in, r)
	if err != nil {
		return nil, err
	}
	o := &Opened{Manifest: m}
	defer func() {
		if err != nil {
			err = errors.Join(err, o.Close())
		}
	}()
	if o.packed, err = in.take(m.EventsSize); err != nil {
		return nil, damaged("events", err)
	}
	if motcua.Hash(sha256.Sum256(o.packed)) != m.EventsSHA256 {
		return nil, damaged("events", nil)
	}
	if err := o.stage(in, r.Dir); err != nil {
		return nil, err
	}
	want := in.sum.Sum(nil)
	tail, err := in.take(int64(len(endMark) + sha256.Size))
	if err != nil || string(tail[:len(endMark)]) != endMark || !bytes.Equal(tail[len(endMark):], want) {
		return nil, damaged("end", err)
	}
	if _, err := in.r.ReadByte(); !errors.Is(err, io.EOF) {
		return nil, damaged("trailing", err)
	}
	key, err := r.Key(m.From)
	if err != nil {
		return nil, err
	}
	if err := o.checkEvents(key); err != nil {
		return nil, err
	}
	return o, nil
}

func readManifest(in *summed, r Reader) (Manifest, error) {
	head, err := in.take(int64(len(magic) + 4))
	if err != nil {
		return Manifest{}, damaged("magic", err)
	}
	if string(head[:len(magic)]) != magic {
		return Manifest{}, damaged("magic", nil)
	}
	n := binary.BigEndian.Uint32(head[len(magic):])
	if n > MaxManifest {
		return Manifest{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "manifest"}
	}
	raw, err := in.take(int64(n))
	if err != nil {
		return Manifest{}, damaged("manifest", err)
	}
	sig, err := in.take(ed25519.SignatureSize)
	if err != nil {
		return Manifest{}, damaged("manifest", err)
	}
	var m Manifest
	if err := json.Unmarshal(raw, &m); err != nil {
		return Manifest{}, damaged("manifest", err)
	}
	if err := m.check(); err != nil {
		return Manifest{}, err
	}
	key, err := r.Key(m.From)
	if err != nil {
		return Manifest{}, err
	}
	if err := verifyManifest(m, raw, sig, key); err != nil {
		return Manifest{}, err
	}
	if m.Kind != r.Kind || m.To != r.Recipient {
		return Manifest{}, &motcua.Error{Code: motcua.CodeDenied, Field: "recipient", Detail: "meant for someone else"}
	}
	return m, nil
}

// stage puts the files aside, each under its sum.
func (o *Opened) stage(in *summed, dir string) error {
	if len(o.Manifest.Files) == 0 {
		return nil
	}
	if dir == "" {
		return &motcua.Error{Code: motcua.CodeDenied, Field: "files", Detail: "none may come here"}
	}
	var err error
	if o.dir, err = os.MkdirTemp(dir, "bundle-"); err != nil {
		return diskError(err)
	}
	for _, f := range o.Manifest.Files {
		if err := o.stageFile(in, f); err != nil {
			return err
		}
	}
	return nil
}

func (o *Opened) stageFile(in *summed, f File) error {
	dst, err := os.OpenFile(filepath.Join(o.dir, f.SHA256), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return diskError(err)
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(dst, sum), io.LimitReader(in, f.Size))
	if cerr := dst.Close(); cerr != nil && err == nil {
		err = cerr
	}
	var path *fs.PathError
	if errors.As(err, &path) && path.Path == dst.Name() {
		return diskError(err)
	}
	if err != nil || n != f.Size || hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return damaged("file", err)
	}
	return nil
}

// checkEvents walks the events once: their number, order and chain, and the
// signature of the newest, which vouches for those before it. The hub's own
// events come without those in between, so each must show its signature.
func (o *Opened) checkEvents(key ed25519.PublicKey) error {
	m, last, n := o.Manifest, motcua.Event{}, 0
	for e, err := range o.Events() {
		if err != nil {
			return err
		}
		switch {
		case e.Station != m.From:
			return &motcua.Error{Code: motcua.CodeForged, Field: "station", Detail: "event of another station"}
		case n == 0 && e.Seq != m.FromSeq, n > 0 && e.Seq <= last.Seq:
			return damaged("seq", nil)
		}
		err := e.VerifyBody()
		if err == nil && n > 0 && m.Kind == ToHub {
			err = e.Follows(last.Seq, last.Hash())
		}
		if err == nil && (m.Kind == ToStation || n == m.Events-1) {
			err = e.Verify(key)
		}
		if err != nil {
			return err
		}
		last = e
		n++
	}
	if n != m.Events || last.Seq != m.Through {
		return damaged("events", nil)
	}
	return nil
}

// Events gives the events in order; it may be walked more than once.
func (o *Opened) Events() Events {
	return func(yield func(motcua.Event, error) bool) {
		z, err := zstd.NewReader(bytes.NewReader(o.packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxUnpacked))
		if err != nil {
			yield(motcua.Event{}, &motcua.Error{Code: motcua.CodeIO, Cause: err})
			return
		}
		defer z.Close()
		lines := bufio.NewScanner(io.LimitReader(z, MaxUnpacked+1))
		lines.Buffer(nil, maxLine)
		total := 0
		for lines.Scan() {
			var e motcua.Event
			if total += len(lines.Bytes()) + 1; total > MaxUnpacked {
				yield(motcua.Event{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "events"})
				return
			}
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
				yield(motcua.Event{}, damaged("events", err))
				return
			}
			if !yield(e, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(motcua.Event{}, damaged("events", err))
		}
	}
}

// OpenFile opens a file of the bundle.
func (o *Opened) OpenFile(sha string) (*os.File, error) {
	for _, f := range o.Manifest.Files {
		if f.SHA256 == sha {
			src, err := os.Open(filepath.Join(o.dir, sha))
			if err != nil {
				return nil, diskError(err)
			}
			return src, nil
		}
	}
	return nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "file"}
}

// Close removes what was put aside.
func (o *Opened) Close() error {
	if o.dir == "" {
		return nil
	}
	if err := os.RemoveAll(o.dir); err != nil {
		return diskError(err)
	}
	return nil
}

// summed reads and sums.
type summed struct {
	r   *bufio.Reader
	sum hash.Hash
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.sum.Write(p[:n])
	return n, err
}

// take reads exactly n bytes. It grows with what arrives, not with what a
// header promises.
func (s *summed) take(n int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(s, n))
	if err == nil && int64(len(b)) != n {
		err = io.ErrUnexpectedEOF
	}
	return b, err
}

func damaged(field string, cause error) error {
	return &motcua.Error{Code: motcua.CodeCorrupt, Field: field, Detail: "bundle", Cause: cause}
}

func diskError(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return &motcua.Error{Code: motcua.CodeDiskFull, Cause: err}
	}
	return &motcua.Error{Code: motcua.CodeIO, Cause: err}
}
