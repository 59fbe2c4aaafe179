package sync

import (
	"context"
	"net/http"
	"time"

	"motcua"
	"motcua/sync/wire"
)

// Enrol joins the station to the hub at hubURL by a one-time code. What the
// hub grants (its key, this station's own numbers, the neighbours' keys) goes
// to the file. An address that cannot be one, or that is plain http beyond this
// machine without InsecureHTTP, is CodeInvalid with field "hub"; a hub that does
// not know the code is CodeForged with field "code".
func (s *Sync) Enrol(ctx context.Context, hubURL, code string, options ...EnrolOption) error {
	s.one.Lock()
	defer s.one.Unlock()
	var how enrolment
	for _, o := range options {
		o(&how)
	}
	base, err := how.baseURL(hubURL)
	if err != nil {
		return err
	}
	known, err := wire.ReadEnrolCode(code)
	if err != nil {
		return err
	}
	st := s.cfg.File.Station()
	ask := wire.EnrolRequest{
		Code: known.Name, Key: s.cfg.File.PublicKey(), Recipient: s.cfg.File.Recipient(),
		Unit: st.Unit, UnitName: st.UnitName, Name: st.Name, SerialFrom: st.SerialFrom, SerialTo: st.SerialTo,
	}
	ask.Proof = s.cfg.File.Sign(ask.SignedBytes())
	c := &client{
		http: s.http, base: base, timeout: s.cfg.Timeout, now: s.cfg.Now,
		me: wire.Credential{ID: st.ID, Sign: s.cfg.File.Sign},
	}
	var got wire.EnrolResponse
	if err := c.call(ctx, &request{method: http.MethodPost, path: wire.PathEnrol}, ask, &got); err != nil {
		return err
	}
	if err := got.Verify(known, st.ID); err != nil {
		return err
	}
	if err := checkEnrolment(got); err != nil {
		return err
	}
	got.Hub.URL = base
	cursor, err := s.cursorFor(ctx, st, got.Hub)
	if err != nil {
		return err
	}
	if err := s.cfg.File.Enrolled(ctx, got.Hub, got.SerialFrom, got.SerialTo); err != nil {
		return err
	}
	// Enrolment tells nothing of any dossier: it makes no word fresher.
	if err := s.cfg.File.Ingest(ctx, nil, got.Peers, cursor, time.Time{}); err != nil {
		return err
	}
	s.cfg.Log.InfoContext(ctx, "enrolled", "hub", motcua.StationID(got.Hub.Key))
	s.Wake()
	return nil
}

// cursorFor keeps the place in the log of a hub that is already known.
func (s *Sync) cursorFor(ctx context.Context, st motcua.Station, hub motcua.HubInfo) (string, error) {
	if st.Hub == nil || string(st.Hub.Key) != string(hub.Key) {
		return "", nil
	}
	return s.cfg.File.Cursor(ctx)
}

func checkEnrolment(r wire.EnrolResponse) error {
	if r.SerialFrom < 1 || r.SerialTo > 9999 || r.SerialFrom > r.SerialTo {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "serials"}
	}
	if r.Hub.Recipient == "" || r.Hub.Public == "" {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "hub"}
	}
	return checkPeers(r.Peers)
}
