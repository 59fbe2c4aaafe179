package store

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"motcua"
)

func TestASnapshotReadOnceReadsLikeTheWholeBody(t *testing.T) {
	var b bodyReader
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "a", `"`, `\`, `\"`, `{"procedure":{}}`, `}`, `]`, `,`, "Đăng ký\n", "\u2028<>"})
		r := motcua.Received{
			Code: "H57.19.789-261123-0001", Secret: []byte("0123456789"), Unit: text.Draw(t, "unit"),
			Intake: motcua.Intake{Request: text.Draw(t, "request")},
			Procedure: motcua.Procedure{Code: text.Draw(t, "code"), Name: text.Draw(t, "name"),
				Groups: []motcua.PaperGroup{{Case: text.Draw(t, "case")}}},
			Warnings: []motcua.Warning{{Code: text.Draw(t, "warning")}},
		}
		body, err := motcua.SaltedBody([]byte("salt"), r)
		if err != nil {
			t.Fatal(err)
		}
		same(t, &b, body)
		if _, _, ok := snapshotIn(body); !ok {
			t.Errorf("the long way for %s", body)
		}
	})
}

func TestABodyOfAnotherShapeIsReadTheLongWay(t *testing.T) {
	var b bodyReader
	for _, body := range []string{
		`{"data":{"code":"a","procedure":{"name":"x"},"Procedure":{"name":"y"}},"salt":""}`,
		`{"data":{"code":"a","procedure":{"name":"x"},"procedure":{"code":"y"}},"salt":""}`,
		`{"data":{"procedure":{"name":"x"},"proced\u0075re":{"name":"y"}},"salt":""}`,
		`{"data":{"procedure":{"name":"x"}},"data":{"code":"b"},"salt":""}`,
		`{"data":{"procedure":{"name":"x"}},"salt":"","data":{"code":"b"}}`,
		`{"data":{"procedure":{"name":"x"}},"salt":"","DATA":{"code":"b"}}`,
		`{"data":{"procedure":null},"salt":""}`, `{"data":{"procedure":{"name":1}},"salt":""}`,
		`{"data":{"procedure":{"name":}},"salt":""}`, `{"data":{"procedure":{]}},"salt":""}`,
		`{"data":{"code":1,"procedure":{}},"salt":""}`, `{"data":{},"salt":""}`, `{"data":null}`, `{}`, `x`, ``,
		`{"data":{"procedure":{"groups":[]}},"salt":""}`, `{"salt":"","data":{"procedure":{"name":"x"}}}`,
		`{"data":{"procedure":{"name":"x"}},"salt":"`, `{"data":{"procedure":{"name":"x"}`, `{"data":{"a`, `{"data":{"a":`, `{"data":{"a\\":"\`,
	} {
		same(t, &b, []byte(body))
		same(t, &b, []byte(body)) // and from what is remembered
	}
}

func FuzzEveryBodyReadsLikeTheWhole(f *testing.F) {
	f.Add([]byte(`{"data":{"code":"a","procedure":{"name":"x"}},"salt":"AAA"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if json.Valid(body) || strings.Contains(string(body), "procedure") {
			same(t, new(bodyReader), body)
		}
	})
}

type failer interface {
	Helper()
	Errorf(string, ...any)
}

func same(t failer, b *bodyReader, body []byte) {
	t.Helper()
	e := motcua.Event{Kind: motcua.EventReceived, Body: body}
	var want motcua.Received
	wantErr := e.DecodeBody(&want)
	got, err := b.received(e)
	if motcua.CodeOf(err) != motcua.CodeOf(wantErr) || err == nil && !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v, %v\nwant %+v, %v", body, got, err, want, wantErr)
	}
}
