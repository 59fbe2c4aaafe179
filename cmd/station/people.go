package station

import (
	"crypto/rand"
	"time"

	"motcua/people"
	"motcua/store"
)

// People returns who works at the station of a file. Pauses are counted by
// the time that the program has run: the difference of two readings of the
// system's clock that carry Go's monotonic reading.
func People(file *store.Store, now func() time.Time) *people.People {
	began := time.Now()
	return people.New(people.Config{File: file, Random: rand.Reader, Now: now, Elapsed: func() time.Duration { return time.Since(began) }})
}
