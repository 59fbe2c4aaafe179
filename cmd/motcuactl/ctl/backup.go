package ctl

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

type backupCmd struct {
	Data           string `required:"" help:"Thư mục dữ liệu của quầy; quầy vẫn tiếp nhận bình thường trong lúc sao lưu."`
	To             string `required:"" help:"Thư mục chứa bản sao lưu, phải có sẵn, tốt nhất ở ổ đĩa khác. Mỗi quầy có thư mục con riêng; giữ 7 ngày và 4 tuần gần nhất."`
	PassphraseFile string `type:"existingfile" help:"Tệp có mật khẩu ở dòng đầu: bản này mở được trên máy khác bằng mật khẩu ấy."`
	JSON           bool   `name:"json" help:"In kết quả dạng JSON."`
}

// Help says what a backup needs to be of use on another machine.
func (*backupCmd) Help() string {
	return `Bản sao lưu gồm cơ sở dữ liệu, mọi tệp đã lưu và các tệp khóa của quầy, tất cả đã mã hóa,
và chỉ được tính sau khi motcua đã đọc lại và so khớp.

Ai mở được một bản sao lưu:
  - chính máy này, bằng tệp bundle.key và root.key trong thư mục dữ liệu;
  - khóa khôi phục, nếu đã lập bằng: motcuactl station recovery-key (in ra, cất trong két);
  - mật khẩu, nếu có --passphrase-file.
Máy hỏng mà không có khóa khôi phục và không có mật khẩu thì không ai mở được bản sao lưu.`
}

// openForBackup lets a schedule make copies that the station's own keys open;
// whoever sets a passphrase can read the copy, and must be who looks after
// accounts.
func (e *env) openForBackup(dir string, readable bool) (*station.Station, error) {
	if !readable {
		return e.open(dir, "")
	}
	s, _, err := e.enter(dir, "", motcua.PowerPeople)
	return s, err
}

func (c *backupCmd) Run(e *env) error {
	pass, err := passphrase(c.PassphraseFile)
	if err != nil {
		return err
	}
	s, err := e.openForBackup(c.Data, pass != "")
	if err != nil {
		return err
	}
	defer s.Close()
	beside, err := c.there()
	if err != nil {
		return err
	}
	r, err := s.Store.Backup(e.ctx, store.BackupConfig{Folder: c.To, MustExist: !beside, Passphrase: pass})
	if err != nil {
		return backupTold(err)
	}
	if !r.Recoverable {
		fmt.Fprint(e.Err, "motcuactl: bản này chỉ mở được bằng khóa trên chính máy này. Lập khóa khôi phục: motcuactl station recovery-key\n")
	}
	if r.Missing > 0 {
		fmt.Fprintf(e.Err, "motcuactl: %d tệp đã mất hoặc hỏng trên máy này từ trước, không có trong bản sao lưu. Chạy motcuactl verify để biết tệp nào.\n", r.Missing)
	}
	if c.JSON {
		return e.line(r)
	}
	_, err = fmt.Fprintf(e.Out, "Đã sao lưu và đọc lại: %d sự kiện, %d hồ sơ, %d tệp (%d tệp mới), %s\n", r.Events, r.Dossiers, r.Files, r.Copied, r.File)
	return err
}

// there refuses a folder that is not there: a disk that is not plugged in must
// not become a folder on this one. Only the folder beside the station's own,
// which the window makes, is made.
func (c *backupCmd) there() (beside bool, err error) {
	own, err := station.BackupBeside(c.Data)
	if err != nil {
		return false, err
	}
	to, err := filepath.Abs(c.To)
	if err != nil {
		return false, &motcua.Error{Code: motcua.CodeInvalid, Field: "to", Cause: err}
	}
	if to == own || station.Outside(c.Data, to) != nil { // the store refuses one inside
		return true, nil
	}
	if info, err := os.Stat(to); err != nil || !info.IsDir() {
		return false, told{&motcua.Error{Code: motcua.CodeUnknown, Field: "to", Cause: err},
			"không có thư mục sao lưu này. Chưa sao lưu gì, các bản trước còn nguyên; cắm ổ đĩa rồi chạy lại, hoặc tự tạo thư mục ấy trước nếu đúng là chỗ mới"}
	}
	return false, nil
}

type restoreCmd struct {
	From           string `required:"" type:"existingfile" help:"Bản sao lưu (.motcua-backup); thư mục files-… phải nằm cạnh nó."`
	Data           string `required:"" help:"Thư mục dữ liệu mới; phải chưa có hoặc trống."`
	Key            string `type:"existingfile" help:"Tệp có khóa khôi phục, hoặc tệp bundle.key của máy cũ, có root.key nằm cạnh."`
	PassphraseFile string `type:"existingfile" help:"Tệp có mật khẩu ở dòng đầu, nếu bản sao lưu có đặt mật khẩu."`
	JSON           bool   `name:"json" help:"In kết quả dạng JSON."`
}

// Help says what is needed and what to do afterwards.
func (*restoreCmd) Help() string {
	return `Cần một trong hai: --key (khóa khôi phục đã in ra, hoặc bundle.key của máy cũ, có root.key nằm cạnh) hay --passphrase-file.
Khôi phục xong là chính quầy ấy, cùng khóa, cùng dải số: đừng chạy cả máy cũ lẫn máy mới.
Quầy đã đăng ký Trung tâm thì đồng bộ trước khi tiếp nhận (motcuactl sync --once): những gì
Trung tâm đã nhận sau bản sao lưu sẽ được lấy về, số đã in không bị cấp lại.`
}

func (c *restoreCmd) Run(e *env) error {
	cfg := store.RestoreConfig{From: c.From, Dir: c.Data, Now: e.now, Rand: rand.Reader}
	var err error
	if cfg.Passphrase, err = passphrase(c.PassphraseFile); err != nil {
		return err
	}
	if c.Key != "" {
		id, err := store.ReadIdentity(c.Key, station.KeysFromEnv())
		if err != nil {
			return err
		}
		cfg.Identities = []age.Identity{id}
	}
	r, err := store.Restore(e.ctx, cfg)
	if err != nil {
		return backupTold(err)
	}
	if c.JSON {
		err = e.line(r)
	} else {
		_, err = fmt.Fprintf(e.Out, "Đã khôi phục %s tại %s, như lúc %s: %d sự kiện, %d tệp.\n", r.Name, r.Dir, local(r.Made), r.Events, r.Files)
		if err == nil {
			_, err = fmt.Fprintf(e.Out, "Đã đăng ký với Trung tâm thì quầy làm việc lại sau khi hỏi Trung tâm: motcuactl sync --once --data %[1]s. Chưa đăng ký thì tìm số của giấy tiếp nhận sau cùng in hôm nay, rồi: motcuactl station proceed --last 0123 --data %[1]s (0 nếu hôm nay chưa in); trước đó quầy chưa tiếp nhận được.\n", r.Dir)
		}
	}
	if err != nil {
		return err
	}
	if len(r.Missing) > 0 {
		for _, sum := range r.Missing {
			fmt.Fprintf(e.Err, "THIẾU: tệp %s\n", sum)
		}
		fmt.Fprintf(e.Err, "motcuactl: bản sao lưu thiếu %d tệp; mọi thứ khác đã khôi phục. Đừng xóa bản sao lưu; gọi người hỗ trợ.\n", len(r.Missing))
		return exit(exitWrong)
	}
	return nil
}

// passphrase reads the first line of a file; "" where no file is named.
func passphrase(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", &motcua.Error{Code: motcua.CodeIO, Field: "passphrase-file", Cause: err}
	}
	line, _, _ := bytes.Cut(text, []byte{'\n'})
	pass := motcua.NFC(string(bytes.TrimSpace(line)))
	if len(pass) < 8 {
		return "", told{&motcua.Error{Code: motcua.CodeInvalid, Field: "passphrase-file"}, "mật khẩu ở dòng đầu của tệp phải dài ít nhất 8 ký tự. Chưa có gì được làm"}
	}
	return pass, nil
}

// told is an error with a sentence of its own, where its code alone would say
// too little.
type told struct {
	error
	text string
}

func (t told) Unwrap() error { return t.error }

// backupTold says what a failure means to backups.
func backupTold(err error) error {
	text := map[motcua.ErrorCode]string{
		motcua.CodeConflict: "thư mục đích đã có dữ liệu. Chọn thư mục chưa có hoặc trống; không có gì bị ghi đè",
		motcua.CodeDenied:   "khóa hoặc mật khẩu này không mở được bản sao lưu. Không có gì được ghi",
		motcua.CodeCorrupt:  "bản sao lưu hỏng hoặc thiếu. Không có gì được tính là đã sao lưu hay khôi phục; hãy dùng bản khác",
		motcua.CodeDiskFull: "ổ đĩa sao lưu đã đầy. Các bản sao lưu trước còn nguyên; giải phóng chỗ rồi làm lại",
		motcua.CodeReadOnly: "không ghi được vào thư mục sao lưu. Các bản sao lưu trước còn nguyên; kiểm tra quyền ghi",
		motcua.CodeBusy:     "một chương trình khác đang sao lưu quầy này. Hãy đợi nó xong",
	}[motcua.CodeOf(err)]
	if motcua.CodeOf(err) == motcua.CodeInvalid && motcua.FieldOf(err) == "folder" {
		text = "thư mục sao lưu phải nằm ngoài thư mục dữ liệu. Chưa có gì được sao lưu"
	}
	if text == "" {
		return err
	}
	return told{err, text}
}

type stationRecoveryCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy."`
	Replace bool   `help:"Thay khóa cũ; bản sao lưu trước đó vẫn mở bằng khóa cũ."`
}

// Help says what the key is for.
func (*stationRecoveryCmd) Help() string {
	return `In ra khóa khôi phục: ai có nó mở được mọi bản sao lưu làm từ bây giờ, trên bất kỳ máy nào.
Khóa chỉ hiện một lần và không được giữ lại trên máy này. Ghi ra giấy, cất trong két, đừng để cạnh
ổ đĩa sao lưu.`
}

func (c *stationRecoveryCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	defer s.Close()
	key, err := s.Store.RecoveryKey(e.ctx, c.Replace)
	if motcua.CodeOf(err) == motcua.CodeConflict {
		return told{err, "quầy đã có khóa khôi phục. Nếu đã mất khóa ấy, lập khóa mới bằng --replace"}
	}
	if err != nil {
		return err
	}
	fmt.Fprint(e.Err, "motcuactl: khóa khôi phục chỉ hiện một lần này. Ghi ra giấy, cất trong két, rồi chạy motcuactl backup.\n")
	_, err = fmt.Fprintln(e.Out, key)
	return err
}
