package motcua

import "testing"

func TestOnlyAnAddressThatFitsASmallQRCodeStandsOnAReceipt(t *testing.T) {
	for _, good := range []string{"https://hub.example.vn", "https://HUB.example.vn/", "http://127.0.0.1:8321", "https://mot-cua.example.vn:8443"} {
		if err := CheckPublic(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "hub", "ftp://hub.vn", "https://", "https://:80", "https://a:b@hub.vn", "https://hub.vn/motcua", "https://hub.vn/?a", "https://hub.vn?",
		"https://hub.vn/#a", "http://0.0.0.0:8321", "http://[::]:8321", "http://[::1]:8321", "http://[2001:db8::1]", "https://huế.vn", "https://hub_1.vn", "https://hub.vn%2f",
	} {
		if err := CheckPublic(bad); CodeOf(err) != CodeInvalid || FieldOf(err) != "public" {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
