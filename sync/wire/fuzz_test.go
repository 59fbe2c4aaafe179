package wire

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"motcua"
)

// Whatever arrives, unpacking it ends with a value or a named error, and
// nothing that unpacks is more than the bound.
func FuzzUnpack(f *testing.F) {
	packed, err := Pack(PushRequest{Events: make([]motcua.Event, 20)}, http.Header{}, true)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed, "application/json", "zstd")
	f.Add([]byte(`{"events":[{"seq":18446744073709551615}]}`), "application/json; charset=utf-8", "")
	f.Add([]byte(`null`), "application/json", "")
	f.Add([]byte{0x28, 0xb5, 0x2f, 0xfd}, "application/json", "zstd")
	f.Fuzz(func(t *testing.T, body []byte, kind, encoding string) {
		var out PushRequest
		err := Unpack(body, http.Header{"Content-Type": {kind}, "Content-Encoding": {encoding}}, &out)
		if c := motcua.CodeOf(err); err != nil && c != motcua.CodeBadAnswer && c != motcua.CodeTooLarge {
			t.Fatal(err)
		}
	})
}

// No header that somebody makes up is taken for a signature.
func FuzzVerifyRequest(f *testing.F) {
	good := httptest.NewRequest(http.MethodGet, "/v1/pull", nil)
	credential(testKey()).SignRequest(good, nil, now)
	f.Add(good.Header.Get(headInput)+" ", good.Header.Get(headSig))
	f.Add(good.Header.Get(headInput), "sig1=:AAAA:")
	f.Add("sig1=();created=0", "")
	f.Fuzz(func(t *testing.T, input, sig string) {
		r := httptest.NewRequest(http.MethodGet, "/v1/pull", nil)
		r.Header = http.Header{headInput: {input}, headSig: {sig}, headDigest: {good.Header.Get(headDigest)}}
		same := input == good.Header.Get(headInput) && sig == good.Header.Get(headSig)
		if _, err := VerifyRequest(r, nil, now, keyOf); (err == nil) != same {
			t.Fatalf("%q %q: %v", input, sig, err)
		}
		if id := Claimed(r); id != "" && id[0] != 's' {
			t.Fatal(id)
		}
	})
}
