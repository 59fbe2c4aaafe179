package wire

import (
	"slices"
	"testing"

	"motcua"
)

func ask() motcua.BlockRequest {
	return motcua.BlockRequest{ID: "01930000-0000-7000-8000-000000000001", Agency: "H57.19.789", Days: []string{"2026-11-20", "2026-11-21"}}
}

func TestAnAnswerThatWasNotAskedForIsABadAnswer(t *testing.T) {
	b := func(day string, from, to int) motcua.Block {
		return motcua.Block{Agency: "H57.19.789", Day: day, From: from, To: to}
	}
	good := []motcua.Block{b("2026-11-21", 1000, 1049), b("2026-11-20", 4999, 4999)}
	for _, list := range [][]motcua.Block{nil, good[:1], good} {
		if err := (BlocksResponse{list}).Check(ask()); err != nil {
			t.Error(list, err)
		}
	}
	other := good[0]
	other.Agency = "H57.19.790"
	for name, x := range map[string]motcua.Block{
		"another agency": other, "another day": b("2026-11-22", 1, 2), "a day twice": b("2026-11-21", 1, 2),
		"too many": b("2026-11-20", 1, 51), "none": b("2026-11-20", 2, 1), "no number": b("2026-11-20", 0, 1),
	} {
		wantCode(t, name, BlocksResponse{[]motcua.Block{good[0], x}}.Check(ask()), motcua.CodeBadAnswer, "blocks")
	}
}

// What passes Check can be printed from: inside the space, of the days asked
// for, without two blocks that share a number.
func FuzzBlocksAnswer(f *testing.F) {
	f.Add([]byte(`{"blocks":[{"agency":"H57.19.789","day":"2026-11-20","from":1000,"to":1049}]}`))
	f.Add([]byte(`{"blocks":[{"agency":"H57.19.789","day":"2026-11-20","from":-1,"to":99999999999999999999}]}`))
	f.Add([]byte(`{"blocks":null}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var a BlocksResponse
		if Unmarshal(body, &a) != nil || a.Check(ask()) != nil {
			return
		}
		for i, b := range a.Blocks {
			if b.From < 1 || b.To > 9999 || b.Count() < 1 || b.Count() > motcua.BlockSize || !slices.Contains(ask().Days, b.Day) || slices.ContainsFunc(a.Blocks[:i], b.Overlaps) {
				t.Fatalf("%v", a.Blocks)
			}
		}
	})
}

// A request that passes Check comes back the same from its journey.
func FuzzBlocksRequest(f *testing.F) {
	f.Add([]byte(`{"id":"01930000-0000-7000-8000-000000000001","agency":"H57.19.789","days":["2026-11-20"]}`))
	f.Add([]byte(`{"id":"","agency":"H57","days":["2026-02-30","0000-00-00"]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var r, again motcua.BlockRequest
		if Unmarshal(body, &r) != nil || r.Check() != nil {
			return
		}
		b, err := Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := Unmarshal(b, &again); err != nil || again.Agency != r.Agency || !slices.Equal(again.Days, r.Days) || len(r.Days) > motcua.BlockDays {
			t.Fatalf("%+v %+v %v", r, again, err)
		}
	})
}
