package model

import (
	"context"
	"strconv"
	"time"

	"motcua"
)

// Backups tells when the station's data was last saved elsewhere and read
// back. A Dossiers that is one too has its backups shown in the status bar.
type Backups interface {
	// LastBackup returns false where none was ever tried.
	LastBackup(ctx context.Context) (motcua.BackupState, bool, error)
}

// staleBackup is the age from which a backup is painted as late: a long
// weekend, and a day.
const staleBackup = 4 * 24 * time.Hour

// lookBackup asks for the last backup where the source knows of any.
func (m *Status) lookBackup(ctx context.Context) (b motcua.BackupState, known bool) {
	src, ok := m.src.(Backups)
	if !ok {
		return b, false
	}
	b, _, err := src.LastBackup(ctx)
	return b, err == nil
}

// backupWords says in one sentence when the last proven backup was made and
// what is wrong with it.
func (m *Status) backupWords(s *StatusState) {
	if !m.backupKnown {
		return
	}
	b, now := m.backup, m.clock.Now()
	switch {
	case b.At.IsZero() && b.Failed == "":
		s.Backup = "Chưa sao lưu"
		return
	case b.At.IsZero():
		s.Backup, s.BackupLate = "Sao lưu chưa được", true
		return
	}
	s.Backup = "Sao lưu " + backupDay(b.At, now) + ", đã thử đọc lại"
	switch {
	case b.Failed != "":
		s.Backup, s.BackupLate = s.Backup+" · lần sau đó chưa được", true
	case now.Sub(b.At) > staleBackup:
		s.BackupLate = true
	case b.Missing > 0:
		s.Backup, s.BackupLate = s.Backup+" · thiếu "+strconv.Itoa(b.Missing)+" tệp", true
	case !b.Recoverable:
		s.Backup += " · chưa có khóa khôi phục"
	}
}

// backupDay writes "17:05", "17:05 hôm qua" or "17:05 ngày 19/11".
func backupDay(at, now time.Time) string {
	if SameDay(at, now.AddDate(0, 0, -1)) {
		return Hour(at) + " hôm qua"
	}
	return DayHour(at, now)
}
