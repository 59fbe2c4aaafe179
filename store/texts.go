package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"github.com/klauspost/compress/s2"

	"motcua/store/sqlitedb"
)

// maxTexts bounds what is remembered of the dictionary: more than the
// procedures of a commune.
const maxTexts = 1_000

// texts remembers the dictionary. It only saves time: what it forgets is read
// again. The zero value is empty. Safe for concurrent use.
type texts struct {
	mu   sync.Mutex
	byID map[uint64]text // true whatever is committed: the id is made of the text
	kept map[string]keptText
}

// text is a text of the dictionary, ready to pack with.
type text struct {
	bytes []byte
	dict  *s2.Dict
}

// skeleton stands behind each text where a body is packed: what the rest of a
// body repeats besides. It is part of the format of cutBody, as it is.
const skeleton = `{"data":{"code":"H57.19.789-26","secret":"==","intake":{"id":"019","procedure":"1.00","case":"","channel":"direct",` +
	`"sets":1,"kind":"authorised","kind":"organisation","kind":"self","applicant":{"name":"Nguyễn Thị Văn ","idNumber":"0",` +
	`"birthDate":"/19","gender":"Nữ","gender":"Nam","phone":"09","email":"","address":{"province":"","ward":"",` +
	`"street":" đường tổ dân phố thôn xã phường "}},"authoriser":{"name":"","organisation":{"name":"","taxCode":"","request":"",` +
	`"papers":[{"key":"p1","originals":1,"copies":0,"shown":true},{"key":"p2","originals":0,"copies":1},` +
	`{"key":"p3","originals":0,"copies":0}],"resultBy":"direct","registerBook":"","registerEntry":""},"procedure":,` +
	`"catalogue":"20","appointment":{"received":"20T07:00:00+07:00","due":"20T17:00:00+07:00","limit":{"count":,` +
	`"unit":"work-days","unverified":true,"source":""},"skipped":["20"],"weekend":true,"afterCutoff":true,` +
	`"calendar":"20/computed"},"warnings":[{"code":"","field":"intake."}],"unit":"","agency":"H57.19.789",` +
	`"counter":"Quầy 0","clerk":"Quầy 0"},"salt":"=="}`

func newText(b []byte) text {
	b = bytes.Clone(b)
	like := append(append([]byte{}, b[:min(len(b), s2.MaxDictSize-len(skeleton))]...), skeleton...)
	return text{b, s2.MakeDict(like, nil)}
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
// nil, for good.
func (t *texts) keep(id uint64, b []byte, tx *sqlitedb.Tx) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil || len(t.kept) >= maxTexts {
		t.kept = map[string]keptText{}
	}
	t.kept[string(b)] = keptText{id, tx}
}

// get returns a text; read reads it where it is not remembered.
func (t *texts) get(id uint64, read func() ([]byte, error)) (text, error) {
	t.mu.Lock()
	x, ok := t.byID[id]
	t.mu.Unlock()
	if ok {
		return x, nil
	}
	b, err := read()
	if err != nil {
		return text{}, err
	}
	x = newText(b)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byID == nil || len(t.byID) >= maxTexts {
		t.byID = map[uint64]text{}
	}
	t.byID[id] = x
	return x, nil
}

// textID names a text by its content.
func textID(text []byte) uint64 {
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8]) >> 1 // SQLite's integers are signed
}
