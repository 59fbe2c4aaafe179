package motcua

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// qrAlphanumeric is the alphanumeric mode of QR codes (ISO/IEC 18004, 7.4.4),
// which makes the code on a receipt small enough to be read by old phones.
var qrAlphanumeric = regexp.MustCompile(`^[0-9A-Z $%*+\-./:]+$`)

// CheckPublic returns CodeInvalid with field "public" where an address cannot
// stand before the token in a receipt's QR code: it is http or https, a name
// or an IPv4 address that a phone can reach, perhaps a port, and nothing else.
// A slash at its end does no harm.
func CheckPublic(address string) error {
	bad := func(detail string, cause error) error {
		return &Error{Code: CodeInvalid, Field: "public", Detail: detail, Cause: cause}
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
		return bad("not an address", err)
	}
	if strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return bad("more than a host", nil)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.IsUnspecified() {
		return bad("an address that nobody can reach", nil)
	}
	if strings.Contains(u.Host, "[") {
		return bad("IPv6 literal", nil)
	}
	if !qrAlphanumeric.MatchString(strings.ToUpper(address)) {
		return bad("not QR alphanumeric", nil)
	}
	return nil
}
