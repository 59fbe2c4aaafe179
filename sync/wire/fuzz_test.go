package wire_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"motcua"
	"motcua/sync/wire"
)

func FuzzAnyAnswerIsReadOrRefusedByName(f *testing.F) {
	f.Add([]byte(`{"through":1}`), "application/json", "")
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd, 0, 0, 1, 0, 0}, "application/json; charset=utf-8", "zstd")
	f.Add([]byte(`{}{}`), "text/html", "gzip")
	f.Fuzz(func(t *testing.T, body []byte, contentType, encoding string) {
		h := http.Header{"Content-Type": {contentType}, "Content-Encoding": {encoding}}
		var v json.RawMessage
		err := wire.Unpack(body, h, &v)
		switch motcua.CodeOf(err) {
		case "":
			if !json.Valid(v) {
				t.Errorf("%q is no JSON", v)
			}
		case motcua.CodeBadAnswer, motcua.CodeTooLarge:
		default:
			t.Errorf("refused without a name: %v", err)
		}
		var r motcua.HubReceipt
		if err := wire.Unmarshal(body, &r); err == nil && r.Verify(make([]byte, 32)) == nil {
			t.Error("a receipt verified by chance")
		}
	})
}
