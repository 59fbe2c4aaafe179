//go:build !race

package store_test

const (
	manyDossiers = 2000
	rapidChecks  = 40
)
