package hub

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"motcua"
	"motcua/store/filedir"
)

// keyFile is what hub.key holds: the secrets of the hub, readable by its
// owner only.
type keyFile struct {
	Version int    `json:"v"`
	Seed    []byte `json:"seed"` // of the Ed25519 key
	Age     string `json:"age"`  // X25519 identity that bundles are opened with
}

func (h *Hub) openKeys() error {
	path := filepath.Join(h.cfg.Dir, "hub.key")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(h.dbPath()); err == nil {
			// A new key would make a second hub out of the first one's log.
			return &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Detail: "log without its key"}
		}
		if err := h.makeKeys(path); err != nil {
			return err
		}
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return filedir.Named(err)
	}
	var k keyFile
	if err := json.Unmarshal(raw, &k); err != nil || k.Version != 1 || len(k.Seed) != ed25519.SeedSize {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Cause: err}
	}
	if h.seal, err = age.ParseX25519Identity(k.Age); err != nil {
		return &motcua.Error{Code: motcua.CodeCorrupt, Field: "key", Cause: err}
	}
	h.key = ed25519.NewKeyFromSeed(k.Seed)
	h.id = motcua.StationID(h.key.Public().(ed25519.PublicKey))
	return nil
}

// makeKeys writes new keys, whole and durable; where another process was
// quicker, its keys stay.
func (h *Hub) makeKeys(path string) error {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(h.cfg.Rand, seed); err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "random", Cause: err}
	}
	raw, err := json.Marshal(keyFile{1, seed, id.String()})
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "key", Cause: err}
	}
	temp, err := os.CreateTemp(h.cfg.Dir, "key-")
	if err != nil {
		return filedir.Named(err)
	}
	_, err = temp.Write(raw)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		// A link, unlike a rename, never replaces keys that are there.
		if err = os.Link(temp.Name(), path); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	if err := errors.Join(err, os.Remove(temp.Name())); err != nil {
		return filedir.Named(err)
	}
	return filedir.SyncFolder(h.cfg.Dir)
}

// derived returns a secret for one purpose, from the hub's key.
func (h *Hub) derived(purpose string) []byte {
	m := hmac.New(sha256.New, h.key.Seed())
	m.Write([]byte("motcua hub " + purpose))
	return m.Sum(nil)
}
