package sync

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"motcua"
)

// EnrolOption changes how a station enrols.
type EnrolOption func(*enrolment)

type enrolment struct{ insecureHTTP bool }

// InsecureHTTP lets a station enrol over plain http with a hub on another
// machine: everyone on the way can then read what travels.
func InsecureHTTP() EnrolOption { return func(e *enrolment) { e.insecureHTTP = true } }

// baseURL cleans the address that a person typed.
func (e enrolment) baseURL(s string) (string, error) {
	bad := func(detail string, cause error) (string, error) {
		return "", &motcua.Error{Code: motcua.CodeInvalid, Field: "hub", Detail: detail, Cause: cause}
	}
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return bad("not an address", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return bad("not an address", nil)
	}
	if u.Scheme == "http" && !e.insecureHTTP && !loopback(u.Hostname()) {
		return bad("plain http", nil)
	}
	return strings.TrimSuffix(u.String(), "/"), nil
}

// loopback reports whether what goes to host stays on this machine.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && net.IP(ip.AsSlice()).IsLoopback()
}
