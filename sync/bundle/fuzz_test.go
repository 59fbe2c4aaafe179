package bundle

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"motcua"
)

// coded wants that whatever is refused is refused by name, and leaves nothing.
func coded(t *testing.T, err error, dir string) {
	t.Helper()
	switch motcua.CodeOf(err) {
	case motcua.CodeCorrupt, motcua.CodeDenied, motcua.CodeForged, motcua.CodeTooLarge, motcua.CodeNewer, motcua.CodeInvalid:
	default:
		t.Errorf("refused without a name: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("%d things left behind, %v", len(left), err)
	}
}

func FuzzOnlyTheFrameThatWasSignedIsRead(f *testing.F) {
	m := make1(f, "hub")
	whole := m.frame(f)
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add(append(bytes.Clone(whole), 0))
	f.Add([]byte(magic))
	f.Add(append([]byte(magic), 0xff, 0xff, 0xff, 0xff))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := m.reader(t, "hub")
		o, err := readFrame(bytes.NewReader(data), r)
		if err != nil {
			coded(t, err, r.Dir)
			return
		}
		if !bytes.Equal(data, whole) {
			t.Errorf("%d bytes that nobody signed were read", len(data))
		}
		m.same(t, o)
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
}

// Behind a manifest that verifies everything else is still a stranger's: here
// the sender himself signs nonsense.
func FuzzASenderWhoSignsNonsenseIsRefusedByName(f *testing.F) {
	m := make1(f, "hub")
	whole := m.frame(f)
	head := len(magic) + 4
	n := int(binary.BigEndian.Uint32(whole[len(magic):head]))
	f.Add(whole[head:head+n], whole[head+n+64:])
	f.Add([]byte(`{"v":1}`), []byte{})
	f.Add([]byte(`null`), []byte("x"))
	f.Fuzz(func(t *testing.T, manifest, rest []byte) {
		var b bytes.Buffer
		b.WriteString(magic)
		var size [4]byte
		binary.BigEndian.PutUint32(size[:], uint32(len(manifest)))
		b.Write(size[:])
		b.Write(manifest)
		b.Write(m.contents.Sign(signedBytes(manifest)))
		b.Write(rest)
		r := m.reader(t, "hub")
		o, err := readFrame(&b, r)
		if err != nil {
			coded(t, err, r.Dir)
			return
		}
		for _, file := range o.Manifest.Files {
			if file.SHA256 != filepath.Base(file.SHA256) {
				t.Errorf("a file called %q", file.SHA256)
			}
		}
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
}
