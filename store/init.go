package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"motcua"
	"motcua/store/filedir"
	"motcua/store/sqlitedb"
)

// InitConfig says what a new station is.
type InitConfig struct {
	Unit       string // "46-19789"
	UnitName   string
	Agency     string // motcua.ValidAgency
	Name       string // "Quầy 01"
	SerialFrom int    // 1 … SerialTo
	SerialTo   int    // … 9999
	Now        func() time.Time
	Rand       io.Reader
	Keys       Keys
}

// Started is the body of the event station.started.
type Started struct {
	Unit       string `json:"unit"`
	UnitName   string `json:"unitName"`
	Agency     string `json:"agency"`
	Name       string `json:"name"`
	SerialFrom int    `json:"serialFrom"`
	SerialTo   int    `json:"serialTo"`
	Key        []byte `json:"key"`       // Ed25519 public key
	Recipient  string `json:"recipient"` // age recipient
}

// Init makes a station in dir: the folder (0700), its keys, its database and
// the first event of its log. It refuses a station that is there already and a
// folder that holds anything else with CodeConflict, and finishes what an
// Init that was cut short began.
func Init(ctx context.Context, dir string, cfg InitConfig) (motcua.Station, error) {
	if err := cfg.check(); err != nil {
		return motcua.Station{}, err
	}
	if err := filedir.MakeFolder(dir); err != nil {
		return motcua.Station{}, err
	}
	if err := mayInit(dir); err != nil {
		return motcua.Station{}, err
	}
	var st motcua.Station
	err := locked(dir, func() (err error) {
		st, err = initLocked(ctx, dir, cfg)
		return err
	})
	return st, err
}

func (c InitConfig) check() error {
	bad := func(field string) error { return &motcua.Error{Code: motcua.CodeInvalid, Field: field} }
	for field, text := range map[string]string{"unit": c.Unit, "unitName": c.UnitName, "name": c.Name} {
		clean, ok := motcua.CleanText(text, false)
		if !ok || clean != text || clean == "" || len(clean) > 200 {
			return bad(field)
		}
	}
	switch {
	case c.Now == nil || c.Rand == nil:
		return bad("config")
	case !motcua.ValidAgency(c.Agency):
		return bad("agency")
	}
	return checkSerials(c.SerialFrom, c.SerialTo)
}

func checkSerials(from, to int) error {
	if from < 1 || to < from || to > 9999 {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "serials", Detail: "not inside 1 to 9999"}
	}
	return nil
}

// mayInit refuses a folder that holds what no Init left there.
func mayInit(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return filedir.Named(err)
	}
	for _, e := range entries {
		known := false
		for _, own := range []string{databaseFile, keyFile, identityFile, rootFile, lockFile, filesFolder} {
			known = known || e.Name() == own || strings.HasPrefix(e.Name(), own+"-") || strings.HasPrefix(e.Name(), own+".")
		}
		if !known {
			return &motcua.Error{Code: motcua.CodeConflict, Field: "data", Detail: "the folder is in use for something else"}
		}
	}
	return nil
}

func initLocked(ctx context.Context, dir string, cfg InitConfig) (st motcua.Station, err error) {
	db, err := openDatabase(ctx, dir, false)
	if err != nil {
		return st, err
	}
	s := &Store{cfg: Config{Now: cfg.Now, Rand: cfg.Rand, Keys: cfg.Keys}, dir: dir, db: db}
	s.vault = newVault(s, dir)
	defer func() { err = errors.Join(err, s.Close()) }()
	err = db.View(ctx, func(tx *sqlitedb.Tx) error {
		_, err := readStation(ctx, tx)
		return err
	})
	if err == nil {
		return st, &motcua.Error{Code: motcua.CodeConflict, Field: "data", Detail: "there is a station already"}
	}
	if motcua.CodeOf(err) != motcua.CodeUnknown {
		return st, err
	}
	// The keys are durable before the row that says the station exists.
	roots, err := s.ensureRoot(ctx)
	if err != nil {
		return st, err
	}
	if err := sealKeys(dir, cfg.Rand, roots[0]); err != nil {
		return st, err
	}
	if s.key, err = makeKey(dir, cfg.Rand, roots); err != nil {
		return st, err
	}
	if err := makeIdentity(dir, cfg.Rand, roots); err != nil {
		return st, err
	}
	if s.identity, err = readIdentity(dir, roots); err != nil {
		return st, err
	}
	if s.files, err = filedir.OpenSealed(filepath.Join(dir, filesFolder), ageCodec{s.identity}); err != nil {
		return st, err
	}
	st = motcua.Station{ID: s.id(), Unit: cfg.Unit, UnitName: cfg.UnitName, Agency: cfg.Agency,
		Name: cfg.Name, SerialFrom: cfg.SerialFrom, SerialTo: cfg.SerialTo}
	if err := s.start(ctx, st); err != nil {
		return motcua.Station{}, err
	}
	return st, filedir.SyncFolder(dir)
}

// start writes the station's row and its first event.
func (s *Store) start(ctx context.Context, st motcua.Station) error {
	return s.db.Write(ctx, func(tx *sqlitedb.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO station (one, id, unit, unit_name, agency, name, serial_from, serial_to)
			VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
			st.ID, st.Unit, st.UnitName, st.Agency, st.Name, st.SerialFrom, st.SerialTo)
		if err != nil {
			return err
		}
		if err := s.vault.begin(ctx, tx, st.ID); err != nil {
			return err
		}
		if err := dropPlain(ctx, tx, 2); err != nil {
			return err
		}
		_, err = s.append(ctx, tx, fact{at: s.cfg.Now(), kind: motcua.EventStationStarted, data: Started{
			Unit: st.Unit, UnitName: st.UnitName, Agency: st.Agency, Name: st.Name,
			SerialFrom: st.SerialFrom, SerialTo: st.SerialTo, Key: s.PublicKey(), Recipient: s.Recipient(),
		}})
		return err
	})
}
