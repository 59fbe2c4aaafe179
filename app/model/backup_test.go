package model_test

import (
	"context"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// saved is a list whose station is backed up.
type saved struct {
	rows
	state motcua.BackupState
	err   error
}

func (s saved) LastBackup(context.Context) (motcua.BackupState, bool, error) {
	return s.state, s.state != motcua.BackupState{}, s.err
}

func TestTheBarSaysWhenTheLastProvenBackupWas(t *testing.T) {
	at := func(d time.Duration) motcua.BackupState {
		return motcua.BackupState{At: friday.Add(d), Recoverable: true}
	}
	for name, c := range map[string]struct {
		state motcua.BackupState
		want  string
		late  bool
	}{
		"never":         {motcua.BackupState{}, "Chưa sao lưu", false},
		"today":         {at(-2 * time.Hour), "Sao lưu 08:42, đã thử đọc lại", false},
		"yesterday":     {at(-17 * time.Hour), "Sao lưu 17:42 hôm qua, đã thử đọc lại", false},
		"days ago":      {at(-48 * time.Hour), "Sao lưu 10:42 ngày 18/11, đã thử đọc lại", false},
		"a week ago":    {at(-7 * 24 * time.Hour), "Sao lưu 10:42 ngày 13/11, đã thử đọc lại", true},
		"none worked":   {motcua.BackupState{Failed: motcua.CodeDiskFull, FailedAt: friday}, "Sao lưu chưa được", true},
		"failed since":  {motcua.BackupState{At: friday.Add(-time.Hour), Failed: motcua.CodeIO}, "Sao lưu 09:42, đã thử đọc lại · lần sau đó chưa được", true},
		"pages missing": {motcua.BackupState{At: friday.Add(-time.Hour), Missing: 3}, "Sao lưu 09:42, đã thử đọc lại · thiếu 3 tệp", true},
		"only here":     {motcua.BackupState{At: friday.Add(-time.Hour)}, "Sao lưu 09:42, đã thử đọc lại · chưa có khóa khôi phục", false},
	} {
		m := model.NewStatus(saved{rows: rows{{}}, state: c.state}, nil, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
		m.Look()
		if s := m.State(); s.Backup != c.want || s.BackupLate != c.late {
			t.Errorf("%s: %q, late %v", name, s.Backup, s.BackupLate)
		}
	}
}

func TestNothingIsSaidOfBackupsThatNobodyKnowsOf(t *testing.T) {
	for _, src := range []model.Dossiers{rows{{}}, saved{rows: rows{{}}, err: &motcua.Error{Code: motcua.CodeBusy}}} {
		m := model.NewStatus(src, nil, &modeltest.Tasks{}, &modeltest.Clock{At: friday})
		m.Look()
		if s := m.State(); s.Backup != "" || s.BackupLate {
			t.Errorf("%+v", s)
		}
	}
}
