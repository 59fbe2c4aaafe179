// Package hub is the centre: it takes stations in, holds their logs and files,
// answers with signed receipts, keeps a log of its own for what is decided
// here, and shows citizens where their dossier stands.
//
// The hub is a station too: its events are signed by its own key, chained and
// numbered, and travel back to the stations by the same roads.
package hub

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"embed"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Config says where a hub lives and what it is called.
type Config struct {
	Dir    string // its folder; made where it is not there
	Public string // base address printed in receipts, "https://hub.example.vn"
	Name   string // for people, "Trung tâm Phục vụ hành chính công …"
	Phone  string // of the centre, for the citizen's page; no button where empty
	// BehindProxy is set where a reverse proxy on this machine hands requests
	// on and names the client in X-Forwarded-For.
	BehindProxy bool
	Now         func() time.Time // time.Now where nil
	Rand        io.Reader        // crypto/rand where nil
	Log         *slog.Logger     // discarded where nil
}

// Hub is an open hub. Several processes may have one folder open: one serves,
// others make codes or read bundles.
type Hub struct {
	cfg   Config
	db    *sqlitedb.DB
	files *filedir.Dir
	key   ed25519.PrivateKey
	seal  *age.X25519Identity
	id    string // station id of key

	handler http.Handler
}

// Open opens the hub in cfg.Dir and makes its key and tables the first time.
// It is CodeInvalid with field "public" where that is no address that can stand
// on a receipt (motcua.CheckPublic), and
// CodeCorrupt with field "key" where there is a log but not its key.
func Open(ctx context.Context, cfg Config) (*Hub, error) {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if err := motcua.CheckPublic(cfg.Public); err != nil {
		return nil, err
	}
	cfg.Public = strings.TrimRight(cfg.Public, "/")
	h := &Hub{cfg: cfg}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *Hub) open(ctx context.Context) error {
	for _, dir := range []string{h.cfg.Dir, h.uploads(), h.staging()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return filedir.Named(err)
		}
	}
	if err := h.openKeys(); err != nil {
		return err
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	if h.db, err = sqlitedb.Open(ctx, h.dbPath(), sqlitedb.Config{Migrations: sub}); err != nil {
		return err
	}
	if h.files, err = filedir.Open(filepath.Join(h.cfg.Dir, "files")); err != nil {
		return err
	}
	if err := h.sweep(); err != nil {
		return err
	}
	h.handler, err = h.newHandler()
	return err
}

// Close lets go of the files.
func (h *Hub) Close() error {
	var errs []error
	if h.files != nil {
		errs = append(errs, h.files.Close())
	}
	if h.db != nil {
		errs = append(errs, h.db.Close())
	}
	return errors.Join(errs...)
}

func (h *Hub) dbPath() string  { return filepath.Join(h.cfg.Dir, "hub.db") }
func (h *Hub) uploads() string { return filepath.Join(h.cfg.Dir, "uploads") }
func (h *Hub) staging() string { return filepath.Join(h.cfg.Dir, "staging") }

// oldUpload is how long a half-sent file waits for its rest.
const oldUpload = 14 * 24 * time.Hour

// sweep removes half-sent files and half-read bundles that nobody came back for.
func (h *Hub) sweep() error {
	for _, dir := range []string{h.uploads(), h.staging()} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			return filedir.Named(err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // another process was quicker
			}
			if err != nil {
				return filedir.Named(err)
			}
			if h.cfg.Now().Sub(info.ModTime()) > oldUpload {
				if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
					return filedir.Named(err)
				}
			}
		}
	}
	return nil
}

// Info returns what a station keeps of this hub; URL is the public address.
func (h *Hub) Info() motcua.HubInfo {
	return motcua.HubInfo{
		URL: h.cfg.Public, Public: h.cfg.Public, Name: h.cfg.Name,
		Key: h.key.Public().(ed25519.PublicKey), Recipient: h.seal.Recipient().String(),
	}
}

func (h *Hub) now() time.Time { return h.cfg.Now().UTC().Truncate(time.Millisecond) }

func (h *Hub) sign(message []byte) []byte { return ed25519.Sign(h.key, message) }
