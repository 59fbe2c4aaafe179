// Package ctl is the command line of motcuactl: flags to calls, results to
// lines, errors to sentences and exit codes.
package ctl

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"motcua"
	"motcua/cmd/station"
	"motcua/store"
)

// Exit codes, relied on by scripts.
const (
	exitDone  = 0
	exitWrong = 1 // looked, and found something wrong
	exitUsage = 2 // bad usage or input; a sentence on Err names the field
)

// IO is where a command reads and writes.
type IO struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// env is what every command gets.
type env struct {
	IO
	ctx context.Context
	now func() time.Time
	// watch notes what whoever has logged in looks at; nil where nobody did.
	watch *station.Watch
}

type cli struct {
	Station  stationCmd  `cmd:"" help:"Lập quầy mới, đăng ký quầy với Trung tâm."`
	Hub      hubCmd      `cmd:"" help:"Chạy và quản lý hệ thống Trung tâm."`
	Intake   intakeCmd   `cmd:"" help:"Tiếp nhận hồ sơ từ tệp JSON."`
	Dossiers dossiersCmd `cmd:"" help:"Liệt kê, tìm hồ sơ."`
	Attach   attachCmd   `cmd:"" help:"Đưa tệp PDF, JPEG, PNG, TIFF vào một giấy tờ của hồ sơ."`
	Step     stepCmd     `cmd:"" help:"Chuyển trạng thái hồ sơ tại quầy."`
	actionCmds
	printCmds
	Erase      eraseCmd      `cmd:"" help:"Xóa dữ liệu cá nhân của một hồ sơ theo quy định; không lấy lại được."`
	Procedures proceduresCmd `cmd:"" help:"Tìm thủ tục; xem trường hợp và giấy tờ của một thủ tục."`
	Calendar   calendarCmd   `cmd:"" help:"Bảng ngày nghỉ, ngày làm bù: xem, kiểm tra, nhập năm mới."`
	Receipt    receiptCmd    `cmd:"" help:"Ghi giấy tiếp nhận và hẹn trả kết quả ra tệp PDF."`
	Paper      paperCmd      `cmd:"" help:"Ghi giấy của một bước (Mẫu 02 đến 06, giấy biên nhận) ra tệp PDF."`
	DayPaper   dayPaperCmd   `cmd:"" help:"Ghi bảng kê thu, biên bản bàn giao ca hoặc danh sách kết quả chưa trả của một ngày ra tệp PDF."`
	Sync       syncCmd       `cmd:"" help:"Gửi lên Trung tâm và lấy thay đổi về."`
	Bundle     bundleCmd     `cmd:"" help:"Gói niêm phong cho USB."`
	Backup     backupCmd     `cmd:"" help:"Sao lưu quầy sang ổ đĩa khác, mã hóa, đọc lại để chắc chắn."`
	Restore    restoreCmd    `cmd:"" help:"Khôi phục quầy từ bản sao lưu vào một thư mục mới."`
	Verify     verifyCmd     `cmd:"" help:"Kiểm tra chuỗi sự kiện, tệp và cơ sở dữ liệu."`
	People     peopleCmd     `cmd:"" help:"Tài khoản của người làm việc ở quầy."`
	Access     accessCmd     `cmd:"" help:"Ai đã mở, tìm, in, xuất hồ sơ nào."`
	Demo       demoCmd       `cmd:"" help:"Điền một tuần hồ sơ thí dụ (người và số đều đặt ra)."`
}

// exit ends a command with a code after its message was printed.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// Main runs one command line and returns the process's exit code.
func Main(ctx context.Context, args []string, io IO) int {
	var c cli
	code := -1
	parser, err := kong.New(&c,
		kong.Name("motcuactl"),
		kong.Description("motcua không màn hình: quầy tiếp nhận, Trung tâm, gói USB."),
		kong.Writers(io.Out, io.Err),
		kong.Exit(func(n int) { code = n }),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintf(io.Err, "motcuactl: %v\n", err)
		return exitUsage
	}
	k, err := parser.Parse(args)
	if code >= 0 { // --help has printed
		return code
	}
	if err != nil {
		fmt.Fprintf(io.Err, "motcuactl: lệnh chưa đúng: %v. Xem motcuactl --help.\n", err)
		return exitUsage
	}
	err = k.Run(&env{IO: io, ctx: ctx, now: time.Now})
	var e exit
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &e):
		return int(e)
	}
	// Joined errors stand on lines of their own; a refusal is one line.
	fmt.Fprintf(io.Err, "motcuactl: %s\n", strings.ReplaceAll(sentence(err), "\n", "; "))
	return exitCode(err)
}

// exitCode is 2 for what the user can put right in his words or input and 1
// for what is wrong with data, disk or the other side.
func exitCode(err error) int {
	switch motcua.CodeOf(err) {
	case motcua.CodeInvalid, motcua.CodeUnknown, motcua.CodeTooLarge, motcua.CodePresentOnly, motcua.CodeConflict:
		return exitUsage
	}
	return exitWrong
}

// open opens the station of a command.
func (e *env) open(dir, actor string) (*station.Station, error) {
	return station.Open(e.ctx, station.Config{Dir: dir, Actor: actor, Now: e.now, Keys: station.KeysFromEnv()})
}

// openStore opens the file of a command that needs neither catalogue nor road.
func (e *env) openStore(dir string) (*store.Store, error) {
	return store.Open(e.ctx, dir, store.Config{Now: e.now, Rand: rand.Reader, Keys: station.KeysFromEnv()})
}

// line prints v as one JSON line.
func (e *env) line(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s\n", b)
	return err
}

// local writes a time as people read it: 17:00 30/11/2026.
func local(t time.Time) string {
	if t.IsZero() {
		return "chưa định"
	}
	return t.In(motcua.Local).Format("15:04 02/01/2006")
}
