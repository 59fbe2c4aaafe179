package ipp_test

import (
	"testing"

	"motcua/internal/testkit/ippeve"
	"motcua/printing/ipp"
)

func printerOf(t *testing.T, m *ippeve.Machine) *ipp.Printer {
	t.Helper()
	p, err := ipp.New(ipp.Config{URI: m.URI()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}
