package ctl

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestAFailingDiskOrClockSaysWhatIsSafeAndWhatToDo(t *testing.T) {
	for _, code := range []motcua.ErrorCode{motcua.CodeDiskFull, motcua.CodeReadOnly, motcua.CodeIO, motcua.CodeClock} {
		err := &motcua.Error{Code: code, Cause: errors.New("cause")}
		s := sentence(err)
		if strings.Count(s, ". ") < 3 || !strings.Contains(s, "chưa được lưu") || !strings.Contains(s, "("+string(code)) {
			t.Errorf("%s: %q", code, s)
		}
		if exitCode(err) != exitWrong {
			t.Errorf("%s: exit %d", code, exitCode(err))
		}
	}
}

// counter is a station whose clock the test holds.
type counter struct {
	dir string
	now time.Time
}

func (c *counter) run(t *testing.T, in string, cmd interface{ Run(*env) error }) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := cmd.Run(&env{IO: IO{In: strings.NewReader(in), Out: &out, Err: os.Stderr}, ctx: context.Background(), now: func() time.Time { return c.now }})
	return out.String(), err
}

func TestAClockThatRanAheadIsPutRightByAPersonsWord(t *testing.T) {
	today := time.Date(2026, 11, 20, 8, 0, 0, 0, motcua.Local)
	c := &counter{dir: filepath.Join(t.TempDir(), "q"), now: today}
	if _, err := c.run(t, "", &stationInitCmd{Data: c.dir, Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999}); err != nil {
		t.Fatal(err)
	}
	const one = `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`
	intake := func(at time.Time, want motcua.ErrorCode) string {
		t.Helper()
		c.now = at
		out, err := c.run(t, one, &intakeCmd{Data: c.dir, File: "-"})
		if motcua.CodeOf(err) != want || (out == "") != (want != "") {
			t.Errorf("%v: %q, %v", at, out, err)
		}
		return out
	}
	if got := intake(today, ""); !strings.Contains(got, "-261120-0001") {
		t.Error(got)
	}
	intake(time.Unix(0, 0), motcua.CodeClock)
	intake(today.AddDate(0, 0, -2), motcua.CodeClock)
	intake(today.AddDate(2, 0, 0), "") // nobody noticed
	intake(today.Add(time.Hour), motcua.CodeClock)
	if _, err := c.run(t, "", &stationClockCmd{Data: c.dir, Actor: "Cán bộ Thử"}); err != nil {
		t.Fatal(err)
	}
	if got := intake(today.Add(2*time.Hour), ""); !strings.Contains(got, "-261120-0002") {
		t.Error(got)
	}
	if _, err := c.run(t, "", &verifyCmd{Data: c.dir}); err != nil {
		t.Error(err)
	}
}
