package ctl

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"motcua"
)

// staffed is a station with accounts at the command line.
type staffed struct {
	*counter
	t *testing.T
}

func (s staffed) file(text string) string {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "bí mật")
	if err := os.WriteFile(path, []byte(text+"\r\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// as sets who runs the commands that follow.
func (s staffed) as(login, word string) {
	s.t.Helper()
	s.t.Setenv("MOTCUA_LOGIN", login)
	s.t.Setenv("MOTCUA_PASSWORD_FILE", s.file(word))
}

// wants runs a command that must end with a code and field.
func (s staffed) wants(code motcua.ErrorCode, field string, cmd interface{ Run(*env) error }) string {
	s.t.Helper()
	out, err := s.run(s.t, intakeOfLan, cmd)
	if motcua.CodeOf(err) != code || motcua.FieldOf(err) != field {
		s.t.Fatalf("%T: %v, want %s %s", cmd, err, code, field)
	}
	if err != nil && field != "from" && (!strings.Contains(sentence(err), "Không có gì thay đổi") || strings.HasPrefix(sentence(err), field+":")) {
		s.t.Errorf("%T: %s", cmd, sentence(err))
	}
	return out
}

const intakeOfLan = `{"procedure":"2.000815","applicant":{"name":"Nguyễn Thị Ví Dụ"}}`

func (s staffed) on(login string) peopleOn { return peopleOn{Data: s.dir, Login: login} }

func TestAccountsAtTheCommandLine(t *testing.T) {
	s := staffed{&counter{dir: filepath.Join(t.TempDir(), "q"), now: time.Date(2026, 11, 20, 8, 0, 0, 0, motcua.Local)}, t}
	s.wants("", "", &stationInitCmd{Data: s.dir, Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999})
	s.wants("", "", &intakeCmd{Data: s.dir, File: "-", Actor: "Ai cũng được"}) // no accounts yet
	const boss, first, own = "mở quầy sáng nay", "mật khẩu đầu", "cầu Trường Tiền"
	sheet := filepath.Join(t.TempDir(), "phiếu.pdf")
	add := func(login, name string, roles ...string) *peopleAddCmd {
		return &peopleAddCmd{s.on(login), name, roles, s.file(map[bool]string{true: boss, false: first}[login == "binh.tv"]), sheetFlag{sheet}}
	}
	s.wants(motcua.CodeInvalid, "roles", add("lan.nt", "Nguyễn Thị Lan", "clerk"))
	out := s.wants("", "", add("binh.tv", "Trần Văn Bình", "administrator"))
	code := strings.Fields(out)[len(strings.Fields(out))-1]
	if pdf, err := os.ReadFile(sheet); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("the recovery sheet: %v", err)
	}

	// From now on somebody must be logged in.
	s.wants(motcua.CodeDenied, "person", &intakeCmd{Data: s.dir, File: "-", Actor: "Ai cũng được"})
	s.wants(motcua.CodeDenied, "person", &dossiersCmd{Data: s.dir, Limit: 9})
	s.wants(motcua.CodeDenied, "person", add("lan.nt", "Nguyễn Thị Lan", "clerk"))
	readable := &backupCmd{Data: s.dir, To: s.t.TempDir(), PassphraseFile: s.file("mật khẩu của bản sao")}
	s.wants(motcua.CodeDenied, "person", readable)
	s.wants("", "", &backupCmd{Data: s.dir, To: s.t.TempDir()}) // by a schedule, for the station's own keys
	printer := &printersCmd{Data: s.dir, Use: "file:" + s.t.TempDir(), Copies: 1}
	s.wants(motcua.CodeDenied, "person", printer)
	s.wants(motcua.CodeDenied, "person", &verifyCmd{Data: s.dir, Rebuild: true})
	s.wants("", "", &verifyCmd{Data: s.dir})
	s.as("binh.tv", boss)
	s.wants("", "", readable)
	s.wants("", "", printer)
	s.wants("", "", &verifyCmd{Data: s.dir, Rebuild: true})
	s.wants("", "", add("lan.nt", "Nguyễn Thị Lan", "clerk"))
	s.wants(motcua.CodeConflict, "name", add("lan2", "NGUYỄN THỊ LAN", "clerk"))
	s.wants(motcua.CodeDenied, "role", &dossiersCmd{Data: s.dir, Limit: 9}) // an administrator reads no dossiers
	s.wants(motcua.CodeConflict, "administrator", &peopleDisableCmd{s.on("binh.tv")})

	// The first password is changed; then the clerk's acts bear her name.
	s.as("lan.nt", first)
	s.wants(motcua.CodeDenied, "change", &intakeCmd{Data: s.dir, File: "-"})
	s.wants(motcua.CodeDenied, "change", printer)
	s.wants(motcua.CodeInvalid, "password", &peoplePasswdCmd{s.on("lan.nt"), s.file(first)})
	s.wants("", "", &peoplePasswdCmd{s.on("lan.nt"), s.file(own)})
	s.as("lan.nt", own)
	s.wants(motcua.CodeInvalid, "pin", &peoplePINCmd{s.on("lan.nt"), s.file("123456")})
	s.wants("", "", &peoplePINCmd{s.on("lan.nt"), s.file("194507")})
	s.wants("", "", &intakeCmd{Data: s.dir, File: "-", Actor: "Người khác"})
	s.wants(motcua.CodeDenied, "role", &peopleListCmd{Data: s.dir})
	s.wants(motcua.CodeDenied, "role", &verifyCmd{Data: s.dir, Rebuild: true})
	s.wants("", "", printer)
	st, err := (&env{ctx: context.Background(), now: func() time.Time { return s.now }}).openStore(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	d, err := st.ByCode(t.Context(), "H57.19.789-261120-0002")
	if err != nil || d.Steps[0].Actor != "Nguyễn Thị Lan" {
		t.Errorf("%+v %v", d.Steps, err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	// Forgotten: a wrong word, a reset, and the list.
	s.as("lan.nt", "không phải thế")
	s.wants(motcua.CodeDenied, "password", &dossiersCmd{Data: s.dir, Limit: 9})
	s.as("binh.tv", boss)
	s.wants("", "", &peopleResetCmd{s.on("lan.nt"), s.file("mật khẩu tạm")})
	s.wants("", "", &peopleDisableCmd{s.on("lan.nt")})
	if out := s.wants("", "", &peopleListCmd{Data: s.dir}); !strings.Contains(out, "Nguyễn Thị Lan") || !strings.Contains(out, "đã khóa") || strings.Contains(out, "tạm") {
		t.Error(out)
	}
	s.as("lan.nt", "mật khẩu tạm")
	s.wants(motcua.CodeDenied, "password", &dossiersCmd{Data: s.dir, Limit: 9})

	// The administrator forgot his own.
	s.wants(motcua.CodeDenied, "recovery", &peopleRecoverCmd{s.on("binh.tv"), sheetFlag{}, s.file("AAAAA"), s.file("mới tinh khôi")})
	out = s.wants("", "", &peopleRecoverCmd{s.on("binh.tv"), sheetFlag{}, s.file(code), s.file("mới tinh khôi")})
	if strings.Contains(out, code) || strings.Contains(out, "tinh khôi") {
		t.Error(out)
	}
	s.as("binh.tv", "mới tinh khôi")
	s.wants("", "", &peopleEnableCmd{s.on("lan.nt")})
	if out := s.wants("", "", &peopleSheetCmd{Data: s.dir}); strings.Contains(out, code) || len(strings.TrimSpace(out)) != len(code) {
		t.Error(out)
	}
	s.looked(own)
}

// looked checks what is told of who came in and looked at what, and that none
// of it tells a secret or a citizen.
func (s staffed) looked(secret string) {
	s.t.Helper()
	out := s.wants("", "", &accessListCmd{Data: s.dir, Limit: 500})
	for _, w := range []string{"Nguyễn Thị Lan  đăng nhập", "Nguyễn Thị Lan  nhập sai mật khẩu", "Trần Văn Bình   đăng nhập"} {
		if !strings.Contains(out, w) {
			s.t.Errorf("%q is missing in:\n%s", w, out)
		}
	}
	for _, w := range []string{secret, "không phải thế", "Ví Dụ"} {
		if strings.Contains(out, w) {
			s.t.Errorf("%q is told:\n%s", w, out)
		}
	}
	out = s.wants("", "", &accessListCmd{Data: s.dir, Limit: 500, Login: "lan.nt", JSON: true})
	if strings.Contains(out, `"binh.tv"`) || !strings.Contains(out, `"did":"refused"`) {
		s.t.Error(out)
	}
	out = s.wants("", "", &accessListCmd{Data: s.dir, Limit: 1})
	if !strings.Contains(out, "đăng nhập") || strings.Count(out, "\n") != 2 {
		s.t.Error(out)
	}
	out = s.wants("", "", &accessListCmd{Data: s.dir, Limit: 500, From: "21/11/2026"})
	if strings.Count(out, "\n") != 1 {
		s.t.Error(out)
	}
	s.wants(motcua.CodeInvalid, "from", &accessListCmd{Data: s.dir, Limit: 1, From: "hôm qua"})
}

func TestAPauseIsWaitedOutAndSaid(t *testing.T) {
	s := staffed{&counter{dir: filepath.Join(t.TempDir(), "q"), now: time.Date(2026, 11, 20, 8, 0, 0, 0, motcua.Local)}, t}
	s.wants("", "", &stationInitCmd{Data: s.dir, Unit: "46-19789", Name: "Quầy 01", From: 1, To: 999})
	s.wants("", "", &peopleAddCmd{s.on("binh.tv"), "Trần Văn Bình", []string{"administrator"}, s.file("mở quầy sáng nay"), sheetFlag{}})
	s.as("binh.tv", "không phải thế")
	s.wants(motcua.CodeDenied, "password", &peopleListCmd{Data: s.dir})
	s.as("binh.tv", "mở quầy sáng nay")
	var said bytes.Buffer
	began := time.Now()
	err := (&peopleListCmd{Data: s.dir}).Run(&env{IO: IO{Out: &said, Err: &said}, ctx: t.Context(), now: func() time.Time { return began.AddDate(1, 0, 0) }})
	if err != nil || time.Since(began) < time.Second || !strings.Contains(said.String(), "chờ 1 giây") {
		t.Errorf("after %v: %v %s", time.Since(began), err, said.String())
	}
}
