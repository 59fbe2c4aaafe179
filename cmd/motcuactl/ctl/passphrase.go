package ctl

import (
	"crypto/rand"
	"errors"
	"fmt"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

type stationPassphraseCmd struct {
	Data    string `required:"" help:"Thư mục dữ liệu của quầy."`
	NewFile string `type:"existingfile" xor:"what" required:"" help:"Tệp có mật khẩu mới ở dòng đầu, ít nhất 8 ký tự."`
	Remove  bool   `xor:"what" required:"" help:"Bỏ mật khẩu: khóa gốc lại nằm trong thư mục của quầy."`
}

// Help says what a passphrase means.
func (stationPassphraseCmd) Help() string {
	return `Quầy đang có mật khẩu thì đặt MOTCUA_PASSPHRASE_FILE là tệp có mật khẩu hiện tại. Có mật khẩu rồi, cửa sổ quầy hỏi khi mở; lệnh chạy theo lịch đọc MOTCUA_PASSPHRASE_FILE.
Mất mật khẩu thì không ai mở được quầy này nữa; chỉ bản sao lưu có khóa khôi phục (motcuactl station recovery-key) mới mở được. Xóa tệp mật khẩu sau khi đặt.
Đóng cửa sổ quầy, máy tra cứu và motcuactl sync của thư mục này trước khi chạy.`
}

func (c *stationPassphraseCmd) Run(e *env) error {
	phrase, err := passphrase(c.NewFile)
	if err != nil {
		return err
	}
	// A folder that is no station is said to be none before it gets a lock.
	s, _, err := e.enterStore(c.Data, "", motcua.PowerPeople)
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	release, err := station.HoldWindow(c.Data)
	if motcua.CodeOf(err) == motcua.CodeBusy {
		return told{err, "cửa sổ quầy đang mở. Không có gì thay đổi; đóng cửa sổ rồi làm lại"}
	}
	if err != nil {
		return err
	}
	cfg := store.Config{Now: e.now, Rand: rand.Reader, Keys: station.KeysFromEnv()}
	if err := errors.Join(store.SetPassphrase(e.ctx, c.Data, cfg, []byte(phrase)), release()); err != nil {
		return err
	}
	said := "Đã đặt mật khẩu. Từ bây giờ không có mật khẩu này thì không mở được quầy."
	if c.Remove {
		said = "Đã bỏ mật khẩu. Ai lấy được cả thư mục này thì đọc được dữ liệu."
	}
	_, err = fmt.Fprintln(e.Out, said)
	return err
}
