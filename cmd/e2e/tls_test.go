package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes a certificate for 127.0.0.1 and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, b := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestAHubServesWithACertificateAndAStationChecksIt(t *testing.T) {
	cert, key := certificate(t)
	h, station := startHub(t, "--cert", cert, "--key", key, "--behind-proxy"), newStation(t)
	if !strings.HasPrefix(h.url, "https://127.0.0.1:") {
		t.Fatal(h.url)
	}
	code := strings.TrimSpace(must(t, "hub", "enrol-code", "--data", h.dir, "--unit", "46-19789"))
	r := ctl(t, "station", "enrol", "--data", station, "--hub", h.url, "--code", code)
	if r.code != 1 || !strings.Contains(r.err, "certificate") {
		t.Errorf("a certificate that nobody vouches for: exit %d, said %q", r.code, r.err)
	}
	t.Setenv("SSL_CERT_FILE", cert)
	must(t, "station", "enrol", "--data", station, "--hub", h.url, "--code", code)
	takeIn(t, station, 1)
	if got := must(t, "sync", "--data", station, "--once"); !strings.Contains(got, "refused 0") {
		t.Error(got)
	}
	r = ctl(t, "hub", "serve", "--data", h.dir, "--listen", "127.0.0.1:0", "--cert", cert)
	if r.code != 2 || !strings.Contains(r.err, "--key") {
		t.Errorf("without a key: exit %d, said %q", r.code, r.err)
	}
}
