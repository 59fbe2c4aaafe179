package sync

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"motcua"
	"motcua/sync/wire"
)

// client makes single requests; it never repeats one.
type client struct {
	held    bool // the hub has said what it holds of this log, and all of it is here
	http    *http.Client
	base    string
	key     ed25519.PublicKey // of the hub; nil while enrolling
	timeout time.Duration
	now     func() time.Time
	me      wire.Credential
}

// request is one request and what came of it.
type request struct {
	method, path, query string
	header              http.Header
	body                []byte
	left                atomic.Bool // every byte was handed to the network
	answered            bool
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// refusal is a Problem that the hub answered.
type refusal struct {
	wire.Problem
	status int
}

func (r *refusal) Error() string { return "hub: " + strconv.Itoa(r.status) + ": " + r.Err().Error() }
func (r *refusal) Unwrap() error { return r.Err() }

// call sends in, where it is not nil, and reads the hub's signed answer to out.
func (c *client) call(ctx context.Context, r *request, in, out any) error {
	r.header = http.Header{"Accept-Encoding": {"zstd"}}
	if in != nil {
		var err error
		if r.body, err = wire.Pack(in, r.header, true); err != nil {
			return err
		}
	}
	a, req, err := c.do(ctx, r)
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return c.refused(a, req)
	}
	if c.key != nil {
		if err := c.verify(a, req); err != nil {
			return err
		}
	}
	if err := wire.Unpack(a.body, a.header, out); err != nil {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: r.path, Cause: err}
	}
	if e, ok := out.(*wire.EnrolResponse); ok && c.key == nil {
		if len(e.Hub.Key) != ed25519.PublicKeySize {
			return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "hub"}
		}
		c.key = e.Hub.Key
		return c.verify(a, req)
	}
	return nil
}

// verify tells a page of some other server from an answer of another hub.
func (c *client) verify(a answer, req *http.Request) error {
	err := wire.VerifyAnswer(a.header, req, a.status, a.body, c.key)
	if err == nil {
		return nil
	}
	if a.header.Get("Signature") == "" {
		return &motcua.Error{Code: motcua.CodeBadAnswer, Field: "signature", Cause: err}
	}
	return &motcua.Error{Code: motcua.CodeForged, Field: "hub", Cause: err}
}

func (c *client) do(ctx context.Context, r *request) (answer, *http.Request, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		WroteRequest: func(i httptrace.WroteRequestInfo) {
			if i.Err == nil {
				r.left.Store(true)
			}
		},
	})
	url := strings.TrimSuffix(c.base, "/") + r.path
	if r.query != "" {
		url += "?" + r.query
	}
	req, err := http.NewRequestWithContext(ctx, r.method, url, bytes.NewReader(r.body))
	if err != nil {
		return answer{}, nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "url", Cause: err}
	}
	if r.header != nil {
		req.Header = r.header
	}
	c.me.SignRequest(req, r.body, c.now())
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, nil, netError(err)
	}
	defer resp.Body.Close()
	body, err := wire.ReadAll(resp.Body, wire.MaxPacked)
	if err != nil {
		var own *motcua.Error
		if errors.As(err, &own) {
			r.answered = true // at length
			return answer{}, nil, &motcua.Error{Code: motcua.CodeBadAnswer, Field: "body", Cause: err}
		}
		return answer{}, nil, netError(err)
	}
	r.answered = true
	return answer{resp.StatusCode, resp.Header, body}, req, nil
}

// refused reads why. A server that is in trouble is the same as one that does
// not answer; what is no Problem, or is not signed, did not come from a hub,
// and nobody else can stop the road.
func (c *client) refused(a answer, req *http.Request) error {
	var p wire.Problem
	known := wire.Unpack(a.body, a.header, &p) == nil && p.Code != ""
	status := "status " + strconv.Itoa(a.status)
	switch {
	case a.status == http.StatusTooManyRequests:
		return &motcua.Error{Code: motcua.CodeBusy, Detail: status}
	case a.status >= 500:
		return &motcua.Error{Code: motcua.CodeUnreachable, Detail: status}
	case a.status >= 400 && known:
		if c.key != nil {
			if err := c.verify(a, req); err != nil {
				return err
			}
		}
		return &refusal{p, a.status}
	}
	return &motcua.Error{Code: motcua.CodeBadAnswer, Detail: status}
}

// netError names what kept an answer away. A certificate that does not verify
// needs a human; anything else mends itself.
func netError(err error) error {
	var cert *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	if errors.As(err, &cert) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid) {
		return &motcua.Error{Code: motcua.CodeForged, Field: "certificate", Cause: err}
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return &motcua.Error{Code: motcua.CodeUnreachable, Cause: err}
}
