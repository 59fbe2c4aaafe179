package motcua

import "time"

// BackupState is what a station says of its backups. A backup counts once it
// was read back and found equal.
type BackupState struct {
	At      time.Time // of the last proven backup; zero where there is none
	File    string    // where it lies
	Size    int64     // bytes of that file, without the content files beside it
	Events  int
	Files   int
	Missing int // content files that the station itself had lost or damaged
	// Recoverable is set where it opens without the machine it was made on: by
	// a recovery key or a passphrase.
	Recoverable bool
	// Failed is why the newest try after that did not succeed; "" where it did.
	Failed   ErrorCode
	FailedAt time.Time
}
