package store

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestTheSkeletonThatBodiesArePackedWithIsFrozen(t *testing.T) {
	sum := sha256.Sum256([]byte(skeleton))
	if got := hex.EncodeToString(sum[:8]); got != "6ee7afc0828ae2da" {
		t.Errorf("%s: another skeleton needs another number beside cutBody, or old bodies do not open", got)
	}
}
