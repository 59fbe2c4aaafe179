package station

import (
	"bytes"
	"os"

	"motcua"
	"motcua/store"
)

// Environment of every program that opens a station. Secrets do not belong on
// a command line, where every user of the machine reads them.
const (
	passphraseEnv = "MOTCUA_PASSPHRASE_FILE" // file whose first line is the passphrase
	keystoreEnv   = "MOTCUA_KEYSTORE"        // "1": new root keys go into the keystore of the session
)

// KeysFromEnv says where root keys are kept. A file is the default: commands
// also run from schedules and on servers, where no session opens a keystore.
func KeysFromEnv() store.Keys {
	k := store.Keys{InKeystore: os.Getenv(keystoreEnv) == "1"}
	if path := os.Getenv(passphraseEnv); path != "" {
		k.Passphrase = func() ([]byte, error) {
			b, err := os.ReadFile(path)
			if err != nil {
				return nil, &motcua.Error{Code: motcua.CodeDenied, Field: "passphrase", Cause: err}
			}
			line, _, _ := bytes.Cut(b, []byte("\n"))
			return bytes.TrimSuffix(line, []byte("\r")), nil
		}
	}
	return k
}
