package store

import (
	"bytes"
	"reflect"

	"github.com/segmentio/encoding/json"

	"motcua"
)

// bodyReader reads the bodies of events that take dossiers in. Nine tenths of
// such a body are the snapshot of a procedure that thousands of others hold
// too: it is decoded once for all that have the same bytes. Not safe for
// concurrent use, and what it returns shares the snapshot.
type bodyReader struct {
	snapshots map[uint64]motcua.Procedure // by textID
	rest      []byte                      // room for what is not a snapshot
	env       struct {
		Data motcua.Received `json:"data"`
	}
}

// clip says which part of a body is a snapshot; the zero value: none.
type clip struct {
	start, end int
	text       uint64 // textID of that part
}

// received returns what DecodeBody would.
func (b *bodyReader) received(e motcua.Event) (motcua.Received, error) {
	start, end, ok := snapshotIn(e.Body)
	if !ok {
		return b.clipped(e, clip{})
	}
	return b.clipped(e, clip{start, end, textID(e.Body[start:end])})
}

// clipped is received where it is known which part of the body is the
// snapshot. Whatever is not exactly of the shape that this program writes goes
// the long way.
func (b *bodyReader) clipped(e motcua.Event, c clip) (motcua.Received, error) {
	if c.end == 0 {
		return wholly(e)
	}
	snapshot, ok := b.snapshot(c.text, e.Body[c.start:c.end])
	if !ok {
		return wholly(e)
	}
	// What is decoded points into it: it is not written twice.
	if need := len(e.Body) - (c.end - c.start) + len("null"); cap(b.rest)-len(b.rest) < need {
		b.rest = make([]byte, 0, max(need, 64<<10))
	}
	from := len(b.rest)
	b.rest = append(append(append(b.rest, e.Body[:c.start]...), "null"...), e.Body[c.end:]...)
	b.env.Data = motcua.Received{}
	left, err := json.Parse(b.rest[from:], &b.env, json.ZeroCopy)
	if err != nil || len(left) > 0 || !reflect.ValueOf(&b.env.Data.Procedure).Elem().IsZero() {
		return wholly(e)
	}
	b.env.Data.Procedure = snapshot
	return b.env.Data, nil
}

func wholly(e motcua.Event) (motcua.Received, error) {
	var r motcua.Received
	err := e.DecodeBody(&r)
	return r, err
}

func (b *bodyReader) snapshot(id uint64, raw []byte) (motcua.Procedure, bool) {
	if p, ok := b.snapshots[id]; ok {
		return p, true
	}
	var p motcua.Procedure
	if json.Unmarshal(raw, &p) != nil {
		return p, false
	}
	if b.snapshots == nil || len(b.snapshots) >= maxTexts {
		b.snapshots = map[uint64]motcua.Procedure{}
	}
	b.snapshots[id] = p
	return p, true
}

// snapshotIn finds the value of data.procedure in {"data":{…},"salt":"…"}.
func snapshotIn(body []byte) (start, end int, ok bool) {
	const head, tail = `{"data":{`, `,"salt":"`
	if !bytes.HasPrefix(body, []byte(head)) {
		return 0, 0, false
	}
	at := len(head)
	for {
		key := at
		at = stringEnd(body, at)
		if at < 0 || at >= len(body) || body[at] != ':' {
			return 0, 0, false
		}
		name := body[key:at]
		at++
		from := at
		if at = valueEnd(body, at); at < 0 || at >= len(body) {
			return 0, 0, false
		}
		if string(name) == `"procedure"` && body[from] == '{' {
			if ok {
				return 0, 0, false
			}
			start, end, ok = from, at, true
		}
		if body[at] == '}' {
			break
		}
		if body[at] != ',' {
			return 0, 0, false
		}
		at++
	}
	rest := body[at+1:]
	if !ok || !bytes.HasPrefix(rest, []byte(tail)) || !bytes.HasSuffix(rest, []byte(`"}`)) ||
		bytes.IndexByte(rest[len(tail):], '"') != len(rest)-len(tail)-len(`"}`) {
		return 0, 0, false
	}
	return start, end, true
}

// stringEnd returns the index after the JSON string that begins at at, -1
// where there is none.
func stringEnd(b []byte, at int) int {
	if at >= len(b) || b[at] != '"' {
		return -1
	}
	for at++; ; {
		i := bytes.IndexByte(b[at:], '"')
		if i < 0 {
			return -1
		}
		escapes := 0
		for j := at + i - 1; b[j] == '\\'; j-- {
			escapes++
		}
		at += i + 1
		if escapes%2 == 0 {
			return at
		}
	}
}

// valueEnd returns the index after the JSON value that begins at at, -1 where
// it does not end.
func valueEnd(b []byte, at int) int {
	depth := 0
	for at < len(b) {
		switch b[at] {
		case '"':
			if at = stringEnd(b, at); at < 0 {
				return -1
			}
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return at // a number or word ended before it
			}
			if depth == 0 {
				return at + 1
			}
		case ',':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return -1
}
