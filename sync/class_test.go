package sync

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"motcua"
	"motcua/sync/wire"
)

func TestEveryErrorHasItsClass(t *testing.T) {
	e := func(c motcua.ErrorCode, field string) error { return &motcua.Error{Code: c, Field: field} }
	for _, x := range []struct {
		err  error
		want class
	}{
		{nil, fine},
		{e(motcua.CodeUnreachable, ""), retry},
		{e(motcua.CodeBadAnswer, "body"), retry},
		{e(motcua.CodeBusy, ""), retry},
		{e(motcua.CodeDiskFull, ""), retry},
		{errors.New("anything"), retry},
		{e(motcua.CodeUnknown, "hub"), none},
		{e(motcua.CodeUnknown, "file"), retry},
		{e(motcua.CodeUnknown, "station"), stop},
		{e(motcua.CodeRevoked, "station"), stop},
		{e(motcua.CodeDenied, "station"), stop},
		{e(motcua.CodeClock, ""), stop},
		{e(motcua.CodeForged, "certificate"), stop},
		{e(motcua.CodeCorrupt, "file"), stop},
		{fmt.Errorf("wrapped: %w", &refusal{wire.Problem{Code: motcua.CodeRevoked}, 403}), stop},
	} {
		if got := classOf(x.err); got != x.want {
			t.Errorf("%v: class %d, want %d", x.err, got, x.want)
		}
	}
}

func TestACertificateNeedsAHumanAndALineDoesNot(t *testing.T) {
	for _, x := range []struct {
		err  error
		want motcua.ErrorCode
	}{
		{x509.UnknownAuthorityError{}, motcua.CodeForged},
		{x509.HostnameError{Certificate: &x509.Certificate{}}, motcua.CodeForged},
		{x509.CertificateInvalidError{Reason: x509.Expired}, motcua.CodeForged},
		{&net.OpError{Op: "dial", Err: errors.New("refused")}, motcua.CodeUnreachable},
		{io.EOF, motcua.CodeUnreachable},
		{context.DeadlineExceeded, motcua.CodeUnreachable},
	} {
		if got := motcua.CodeOf(netError(x.err)); got != x.want {
			t.Errorf("%v: %s", x.err, got)
		}
	}
}

func TestPausesAreSpreadAndCapped(t *testing.T) {
	for _, x := range []struct {
		random []byte
		pause  time.Duration
		lo, hi time.Duration
	}{
		{[]byte{0, 0}, 10 * time.Second, 5 * time.Second, 5 * time.Second},
		{[]byte{0xff, 0xff}, 10 * time.Second, 14 * time.Second, 15 * time.Second},
		{[]byte{0xff, 0xff}, maxPause, maxPause, maxPause},
		{nil, 10 * time.Second, 10 * time.Second, 10 * time.Second},
	} {
		s := New(Config{Rand: bytes.NewReader(x.random)})
		if got := s.jitter(x.pause); got < x.lo || got > x.hi {
			t.Errorf("%v: %s", x.random, got)
		}
	}
}

func TestABatchIsCutBySizeButNeverEmpty(t *testing.T) {
	big := motcua.Event{Body: make([]byte, maxBatch)}
	small := motcua.Event{Body: make([]byte, 100)}
	for _, x := range []struct {
		events []motcua.Event
		want   int
	}{
		{[]motcua.Event{big, small}, 1},
		{[]motcua.Event{small, small, big, small}, 2},
		{[]motcua.Event{small, small}, 2},
	} {
		if got := len(cut(x.events)); got != x.want {
			t.Errorf("%d, want %d", got, x.want)
		}
	}
}

func TestAPullThatDoesNotHoldTogetherIsABadAnswer(t *testing.T) {
	key := make([]byte, 32)
	for field, p := range map[string]wire.PullResponse{
		"cursor": {Cursor: "2"},                                             // behind
		"seq":    {Cursor: "5", Events: []motcua.Event{{Seq: 6}}},           // beyond its own cursor
		"peers":  {Cursor: "5", Peers: []motcua.Peer{{ID: "s1", Key: key}}}, // not the key's id
	} {
		if err := checkPull(p, "3", key); motcua.CodeOf(err) != motcua.CodeBadAnswer || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := checkPull(wire.PullResponse{Cursor: "3", More: true}, "3", key); motcua.FieldOf(err) != "cursor" {
		t.Errorf("an endless pull: %v", err)
	}
	if err := checkPull(wire.PullResponse{Cursor: "4", Events: []motcua.Event{{Seq: 4}}}, "3", key); err == nil {
		t.Error("an unsigned event is believed")
	}
}
