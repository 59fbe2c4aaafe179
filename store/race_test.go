//go:build race

package store_test

// SQLite is Go here, and the race detector makes it twenty times slower.
const (
	manyDossiers = 240
	rapidChecks  = 6
)
