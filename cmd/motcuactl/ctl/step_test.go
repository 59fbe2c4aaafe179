package ctl

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
)

func TestStepsStopAtTheFirstThatIsNotAllowedAndKeepWhatTheySaid(t *testing.T) {
	c := &counter{dir: filepath.Join(t.TempDir(), "q"), now: time.Date(2026, 11, 20, 8, 0, 0, 0, motcua.Local)}
	if _, err := c.run(t, "", &stationInitCmd{Data: c.dir, Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999}); err != nil {
		t.Fatal(err)
	}
	const one = `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`
	if _, err := c.run(t, one+one+one, &intakeCmd{Data: c.dir, File: "-"}); err != nil {
		t.Fatal(err)
	}
	const a, b, d = "H57.19.789-261120-0001", "H57.19.789-261120-0002", "H57.19.789-261120-0003"
	step := func(to int, want motcua.ErrorCode, field, moved string, codes ...string) {
		t.Helper()
		out, err := c.run(t, "", &stepCmd{Data: c.dir, To: to, Codes: codes, Note: "Chuyển chuyên môn", Actor: "Cán bộ Thử"})
		if motcua.CodeOf(err) != want || motcua.FieldOf(err) != field {
			t.Errorf("%v to %d: %v", codes, to, err)
		}
		if want != "" && (exitCode(err) != exitUsage || !strings.Contains(sentence(err), codes[len(codes)-1])) {
			t.Errorf("exit %d, %q", exitCode(err), sentence(err))
		}
		var said []string
		for l := range strings.Lines(out) {
			var v stepped
			if err := json.Unmarshal([]byte(l), &v); err != nil || int(v.Status) != to || v.ID == "" {
				t.Errorf("%q, %v", l, err)
			}
			said = append(said, string(v.Code))
		}
		if strings.Join(said, " ") != moved {
			t.Errorf("it said %q, want %q", said, moved)
		}
	}
	step(4, "", "", a, a)
	step(4, motcua.CodeConflict, "to", b, b, a)
	step(9, motcua.CodeConflict, "to", "", d)
	step(11, motcua.CodeInvalid, "to", "", d)
	step(4, motcua.CodeInvalid, "code", "", "12")
	step(4, motcua.CodeUnknown, "code", "", "H57.19.789-261120-0009")
	step(5, "", "", a+" "+b, a, b)
	got, err := c.run(t, "", &dossiersCmd{Data: c.dir, JSON: true, Limit: 9})
	if err != nil || strings.Count(got, `"status":5`) != 2 || strings.Count(got, `"status":2`) != 1 {
		t.Errorf("%s, %v", got, err)
	}
	day := strings.Split(local(c.now), " ")[1]
	for _, x := range []struct {
		cmd  dossiersCmd
		want int
	}{
		{dossiersCmd{Status: []motcua.Status{5}}, 2}, {dossiersCmd{Status: []motcua.Status{2, 5}}, 3}, {dossiersCmd{From: day, To: day}, 3},
		{dossiersCmd{To: "1/1/2026"}, 0}, {dossiersCmd{From: day, Status: []motcua.Status{2}, Query: "vi du"}, 1},
	} {
		x.cmd.Data, x.cmd.JSON, x.cmd.Limit = c.dir, true, 9
		if got, err := c.run(t, "", &x.cmd); err != nil || strings.Count(got, "\n") != x.want {
			t.Errorf("%+v: %s, %v", x.cmd, got, err)
		}
	}
	for _, bad := range []dossiersCmd{{From: "30/02/2026"}, {To: "hôm nay"}, {Status: []motcua.Status{11}}} {
		bad.Data, bad.Limit = c.dir, 9
		if _, err := c.run(t, "", &bad); motcua.CodeOf(err) != motcua.CodeInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := c.run(t, "", &verifyCmd{Data: c.dir}); err != nil {
		t.Error(err)
	}
}
