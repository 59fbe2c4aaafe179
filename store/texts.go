package store

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"motcua/store/sqlitedb"
)

// maxTexts bounds what is remembered of the dictionary: more than the
// procedures of a commune.
const maxTexts = 1_000

// texts remembers the dictionary. It only saves time: what it forgets is read
// again. The zero value is empty. Safe for concurrent use.
type texts struct {
	mu   sync.Mutex
	byID map[uint64][]byte // true whatever is committed: the id is made of the text
	kept map[string]keptText
}

// keptText says where a text is known to be in the file.
type keptText struct {
	id uint64
	tx *sqlitedb.Tx // the transaction that put it there; nil where that is committed
}

// id returns the id of a text that is in the file as tx sees it.
func (t *texts) id(text []byte, tx *sqlitedb.Tx) (uint64, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	k, ok := t.kept[string(text)]
	return k.id, ok && (k.tx == nil || k.tx == tx)
}

// keep notes that a text is in the file, as tx put it there or, where tx is
// nil, for good. text is not to be changed any more.
func (t *texts) keep(id uint64, text []byte, tx *sqlitedb.Tx) {
	t.remember(id, text)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil || len(t.kept) >= maxTexts {
		t.kept = map[string]keptText{}
	}
	t.kept[string(text)] = keptText{id, tx}
}

func (t *texts) text(id uint64) ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text, ok := t.byID[id]
	return text, ok
}

func (t *texts) remember(id uint64, text []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byID == nil || len(t.byID) >= maxTexts {
		t.byID = map[uint64][]byte{}
	}
	t.byID[id] = text
}

// textID names a text by its content.
func textID(text []byte) uint64 {
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8]) >> 1 // SQLite's integers are signed
}
