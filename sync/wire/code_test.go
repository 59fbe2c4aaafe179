package wire

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"

	"motcua"
)

func TestACodeIsReadAsPeopleTypeItAndItsNameTellsNothing(t *testing.T) {
	want, err := ReadEnrolCode("ABCDE23456")
	if err != nil || len(want.Name) != 64 || len(want.Secret) != 32 {
		t.Fatalf("%+v %v", want, err)
	}
	for _, typed := range []string{"abcde23456", " ABCDE-23456\n", "abc de2 34-56"} {
		if got, err := ReadEnrolCode(typed); err != nil || got.Name != want.Name || !bytes.Equal(got.Secret, want.Secret) {
			t.Errorf("%q is another code: %v", typed, err)
		}
	}
	other, err := ReadEnrolCode("ABCDE23457")
	if err != nil || other.Name == want.Name || bytes.Equal(other.Secret, want.Secret) || strings.Contains(want.Name, "ABCDE") {
		t.Errorf("%+v %v", other, err)
	}
}

func TestAProofIsOfOneCodeOneHubAndOneStation(t *testing.T) {
	code, err := ReadEnrolCode("ABCDE23456")
	if err != nil {
		t.Fatal(err)
	}
	other, err := ReadEnrolCode("ABCDE23457")
	if err != nil {
		t.Fatal(err)
	}
	key := testKey().Public().(ed25519.PublicKey)
	r := EnrolResponse{Hub: motcua.HubInfo{Key: key}, Proof: EnrolProof(code.Secret, key, "s1")}
	if err := r.Verify(code, "s1"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "another station", r.Verify(code, "s2"), motcua.CodeForged, "code")
	wantCode(t, "another code", r.Verify(other, "s1"), motcua.CodeForged, "code")
	r.Hub.Key = append([]byte{1}, key[1:]...)
	wantCode(t, "another hub", r.Verify(code, "s1"), motcua.CodeForged, "code")
	wantCode(t, "no proof", EnrolResponse{Hub: r.Hub}.Verify(code, "s1"), motcua.CodeForged, "code")
}
