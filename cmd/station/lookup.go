package station

import (
	"context"
	"crypto/subtle"
	"time"

	"motcua"
)

// Public answers a receipt's QR from what this machine holds, offline: the
// token must carry the signature of a station known here and not revoked, and
// the dossier's own secret. A receipt whose signature holds but whose dossier
// is not here, because another counter took it in, is CodeUnknown with field
// "dossier": only a station can make one, so that saying so gives nothing
// away. Every other case is the same CodeUnknown with field "token", so that a
// stranger learns nothing from trying. The time is that of the data.
func (s *Station) Public(ctx context.Context, token string) (motcua.Public, time.Time, error) {
	unknown := &motcua.Error{Code: motcua.CodeUnknown, Field: "token"}
	t, signed, err := motcua.ReadToken(token)
	if err != nil {
		return motcua.Public{}, time.Time{}, unknown
	}
	peer, ok, err := s.Store.Peer(ctx, t.Station)
	if err != nil {
		return motcua.Public{}, time.Time{}, err
	}
	if !ok || peer.Revoked || signed.Verify(peer.Key) != nil {
		return motcua.Public{}, time.Time{}, unknown
	}
	d, err := s.Store.ByCode(ctx, t.Code)
	if motcua.CodeOf(err) == motcua.CodeUnknown || err == nil && d.Station != t.Station {
		return motcua.Public{}, time.Time{}, &motcua.Error{Code: motcua.CodeUnknown, Field: "dossier"}
	}
	if err != nil {
		return motcua.Public{}, time.Time{}, err
	}
	if subtle.ConstantTimeCompare(d.Received.Secret, t.Secret) != 1 {
		return motcua.Public{}, time.Time{}, unknown
	}
	_, asOf, err := s.Store.Public(ctx, t.Code)
	return d.Public(), asOf, err
}
