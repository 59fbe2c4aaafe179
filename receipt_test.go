package motcua_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"motcua"
)

func token(t testing.TB, code motcua.Code) (motcua.Token, string, ed25519.PrivateKey) {
	t.Helper()
	key := keyOf("station")
	tok := motcua.Token{Station: motcua.StationID(public(key)), Code: code, Secret: []byte("0123456789")}
	text, err := tok.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	return tok, text, key
}

// shapes are codes of every kind that a receipt may carry.
var shapes = []motcua.Code{"H57.19.789-261120-0007", "G09.20-20260609-0092637", "000.19.29.H57-210312-0001"}

func TestAReceiptsTokenIsReadHoweverItArrives(t *testing.T) {
	for _, code := range shapes {
		want, text, key := token(t, code)
		for _, s := range []string{text, strings.ToLower(text), "HTTPS://HUB.VN/T/" + text, "https://hub.vn/t/" + text, "HTTPS://HUB.VN:8443/X/T/" + text, "\r\n " + text + "\t"} {
			got, signed, err := motcua.ReadToken(s)
			if err != nil || got.Station != want.Station || got.Code != code || !bytes.Equal(got.Secret, want.Secret) {
				t.Errorf("%.40s: %+v %v", s, got, err)
				continue
			}
			if err := signed.Verify(public(key)); err != nil {
				t.Errorf("%.40s: %v", s, err)
			}
			if err := signed.Verify(public(keyOf("other"))); motcua.CodeOf(err) != motcua.CodeForged {
				t.Errorf("another station's key: %v", err)
			}
		}
	}
}

func TestATokenSuitsTheAlphanumericModeOfAQR(t *testing.T) {
	_, text, _ := token(t, shapes[0])
	if i := strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", r) }); i >= 0 {
		t.Errorf("%q at %d", text[i], i)
	}
	if len(text) > 200 {
		t.Errorf("%d characters", len(text))
	}
}

func TestOneFlippedCharacterIsAlwaysRefused(t *testing.T) {
	const kinds = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" + "0189=/ -.ſ\x00"
	for _, code := range shapes {
		_, text, key := token(t, code)
		for i := range text {
			for _, r := range kinds {
				if rune(text[i]) == r {
					continue
				}
				bad := text[:i] + string(r) + text[i+1:]
				if _, signed, err := motcua.ReadToken(bad); err == nil && signed.Verify(public(key)) == nil {
					t.Fatalf("%q at %d passed", r, i)
				}
			}
		}
		for i := range text { // one missing, one doubled, two swapped
			for _, bad := range []string{text[:i] + text[i+1:], text[:i+1] + text[i:], text[:i] + "\n" + text[i:]} {
				if i == 0 && strings.TrimSpace(bad) == text {
					continue
				}
				if _, signed, err := motcua.ReadToken(bad); err == nil && signed.Verify(public(key)) == nil {
					t.Fatalf("a changed length at %d passed", i)
				}
			}
		}
	}
}

func TestWhatIsNoTokenIsCorrupt(t *testing.T) {
	_, text, _ := token(t, shapes[0])
	for _, s := range []string{"", "HTTPS://HUB/T/", "hồ sơ", "046190000001||Nguyễn Văn Thử|01011990|Nam|Huế|01012021", strings.Repeat("A", 401), strings.Repeat("A", 1<<20), text + "?x=1", "AE", text[:40]} {
		if got, _, err := motcua.ReadToken(s); motcua.CodeOf(err) != motcua.CodeCorrupt {
			t.Errorf("%.30q: %+v %v", s, got, err)
		}
	}
	if err := (motcua.Signed{}).Verify(public(keyOf("a"))); motcua.CodeOf(err) != motcua.CodeForged {
		t.Errorf("nothing verified: %v", err)
	}
}

func TestATokenThatNobodyCouldReadIsNotSigned(t *testing.T) {
	good, _, key := token(t, shapes[0])
	for name, change := range map[string]func(*motcua.Token){
		"code":    func(x *motcua.Token) { x.Code = "H57" },
		"secret":  func(x *motcua.Token) { x.Secret = x.Secret[1:] },
		"station": func(x *motcua.Token) { x.Station = "S" + x.Station[1:] },
		"other":   func(x *motcua.Token) { x.Station = motcua.StationID(public(keyOf("b"))) },
	} {
		bad := good
		change(&bad)
		if text, err := bad.Sign(key); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%s: %q %v", name, text, err)
		}
	}
}

func TestTheTokenFormatIsFrozen(t *testing.T) {
	var vectors []struct {
		Seed    string      `json:"seed"` // the key's seed is SHA-256 of this text
		Station string      `json:"station"`
		Code    motcua.Code `json:"code"`
		Secret  string      `json:"secret"` // hex
		Text    string      `json:"text"`
	}
	read(t, "token-v1.json", &vectors)
	if len(vectors) < len(shapes) {
		t.Fatalf("%d vectors", len(vectors))
	}
	for _, v := range vectors {
		secret, err := hex.DecodeString(v.Secret)
		if err != nil {
			t.Fatal(err)
		}
		key := keyOf(v.Seed)
		text, err := motcua.Token{Station: v.Station, Code: v.Code, Secret: secret}.Sign(key)
		if err != nil || text != v.Text {
			t.Errorf("%s: %s %v", v.Code, text, err)
		}
		got, signed, err := motcua.ReadToken(v.Text)
		if err != nil || got.Station != v.Station || got.Code != v.Code || hex.EncodeToString(got.Secret) != v.Secret {
			t.Errorf("%+v %v", got, err)
		}
		if err := signed.Verify(public(key)); err != nil {
			t.Error(err)
		}
	}
}

func hubReceipt(key ed25519.PrivateKey) motcua.HubReceipt {
	r := motcua.HubReceipt{
		Station: motcua.StationID(public(keyOf("station"))), Through: 17, Accepted: 3, Duplicate: 1,
		Refused: []motcua.Refusal{{Seq: 9, Code: motcua.CodeDenied}}, At: time.Date(2026, 11, 20, 8, 30, 0, 123456789, motcua.Local),
	}
	r.Hash[3] = 7
	r.Sign(key)
	return r
}

func TestAHubsReceiptVerifiesAndNoChangePasses(t *testing.T) {
	key := keyOf("hub")
	good := hubReceipt(key)
	if err := good.Verify(public(key)); err != nil {
		t.Fatal(err)
	}
	if good.At.Nanosecond() != 123000000 || good.At.Location() != time.UTC {
		t.Errorf("signed at %v", good.At)
	}
	for name, change := range map[string]func(*motcua.HubReceipt){
		"hub":       func(r *motcua.HubReceipt) { r.Hub = motcua.StationID(public(keyOf("b"))) },
		"station":   func(r *motcua.HubReceipt) { r.Station += "0" },
		"through":   func(r *motcua.HubReceipt) { r.Through++ },
		"hash":      func(r *motcua.HubReceipt) { r.Hash[0]++ },
		"accepted":  func(r *motcua.HubReceipt) { r.Accepted++ },
		"duplicate": func(r *motcua.HubReceipt) { r.Duplicate++ },
		"refused":   func(r *motcua.HubReceipt) { r.Refused = nil },
		"why":       func(r *motcua.HubReceipt) { r.Refused = []motcua.Refusal{{Seq: 9, Code: motcua.CodeForged}} },
		"at":        func(r *motcua.HubReceipt) { r.At = r.At.Add(time.Second) },
		"sig":       func(r *motcua.HubReceipt) { r.Sig = r.Sig[1:] },
	} {
		r := good
		change(&r)
		if err := r.Verify(public(key)); motcua.CodeOf(err) != motcua.CodeForged {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if err := good.Verify(public(keyOf("other"))); motcua.CodeOf(err) != motcua.CodeForged {
		t.Errorf("another hub's key: %v", err)
	}
	good.Version = 2
	if err := good.Verify(public(key)); motcua.CodeOf(err) != motcua.CodeNewer {
		t.Errorf("a version of tomorrow: %v", err)
	}
}

func TestTheFormOfAHubsReceiptIsFrozen(t *testing.T) {
	var v struct {
		Seed    string            `json:"seed"`
		Receipt motcua.HubReceipt `json:"receipt"`
		Signed  string            `json:"signed"`
	}
	read(t, "receipt-v1.json", &v)
	key := keyOf(v.Seed)
	if got := string(v.Receipt.SignedBytes()); got != v.Signed {
		t.Errorf("signed bytes\n%s", got)
	}
	if err := v.Receipt.Verify(public(key)); err != nil {
		t.Error(err)
	}
	again := v.Receipt
	again.Sign(key)
	if !bytes.Equal(again.Sig, v.Receipt.Sig) {
		t.Errorf("signs as %x", again.Sig)
	}
}

func FuzzReadTokenGivesBackWhatItRead(f *testing.F) {
	_, text, _ := token(f, shapes[0])
	f.Add(text)
	f.Add("https://hub.vn/T/" + strings.ToLower(text))
	f.Add("AE" + strings.Repeat("A", 160))
	f.Fuzz(func(t *testing.T, s string) {
		tok, signed, err := motcua.ReadToken(s)
		if err != nil {
			if motcua.CodeOf(err) != motcua.CodeCorrupt {
				t.Errorf("%v", err)
			}
			return
		}
		if _, err := motcua.ParseCode(string(tok.Code)); err != nil || len(tok.Secret) != motcua.SecretLen {
			t.Errorf("%+v %v", tok, err)
		}
		if signed.Verify(public(keyOf("nobody"))) == nil {
			t.Error("verified with a key that never signed")
		}
	})
}
