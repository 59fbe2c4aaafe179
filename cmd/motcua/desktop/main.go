// Package desktop wires the desktop program: one station, its windows, its
// background sync and the worker process.
package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"github.com/alecthomas/kong"

	"motcua"
	"motcua/internal/worker/fitz"
	"motcua/scan/page"
)

type cli struct {
	Counter counterCmd `cmd:"" default:"withargs" help:"Mở cửa sổ quầy tiếp nhận."`
	Kiosk   kioskCmd   `cmd:"" help:"Mở máy tra cứu toàn màn hình."`
	Demo    demoCmd    `cmd:"" help:"Mở quầy trên dữ liệu thí dụ, có Trung tâm chạy ngay trên máy này."`
	Worker  workerCmd  `cmd:"" hidden:""`
}

// env is what every command gets.
type env struct {
	ctx context.Context
	in  io.Reader
	out io.Writer
	err io.Writer
	now func() time.Time
	log *slog.Logger
	// opened is told of the counter's window; nil where nobody asks.
	opened func(fyne.Window)
}

// Hooks are what programs that test or measure this one may change.
type Hooks struct {
	Now    func() time.Time  // time.Now where nil
	Opened func(fyne.Window) // told of the counter's window once it is there; may be nil
}

// Main runs the program and returns its exit code: 0 done, 1 failed, 2 bad
// usage.
func Main(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	return MainWith(ctx, args, in, out, errw, Hooks{})
}

// MainWith is Main with hooks.
func MainWith(ctx context.Context, args []string, in io.Reader, out, errw io.Writer, h Hooks) int {
	if h.Now == nil {
		h.Now = time.Now
	}
	var c cli
	code := -1
	parser, err := kong.New(&c,
		kong.Name("motcua"),
		kong.Description("Quầy tiếp nhận hồ sơ một cửa."),
		kong.Writers(out, errw),
		kong.Exit(func(n int) { code = n }),
	)
	if err != nil {
		fmt.Fprintf(errw, "motcua: %v\n", err)
		return 2
	}
	k, err := parser.Parse(args)
	if code >= 0 { // --help has printed
		return code
	}
	if err != nil {
		fmt.Fprintf(errw, "motcua: lệnh chưa đúng: %v. Xem motcua --help.\n", err)
		return 2
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && k.Command() != "worker" {
		fmt.Fprintln(errw, "motcua: máy này không có màn hình (biến DISPLAY trống). Mở trên máy có màn hình, hoặc dùng motcuactl.")
		return 1
	}
	e := &env{ctx, in, out, errw, h.Now, slog.New(slog.NewJSONHandler(errw, nil)), h.Opened}
	if err := k.Run(e); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintf(errw, "motcua: %s\n", strings.ReplaceAll(sentence(err), "\n", "; "))
		return 1
	}
	return 0
}

// sentence says why the program cannot open: there is no window yet to say it.
func sentence(err error) string {
	s := "không mở được"
	switch motcua.CodeOf(err) {
	case motcua.CodeUnknown:
		s = "thư mục này chưa phải là một quầy. Lập quầy bằng: motcuactl station init"
		if motcua.FieldOf(err) == "root" {
			s = "không thấy tệp root.key, chìa mở dữ liệu của quầy này. Hồ sơ còn nguyên nhưng chưa đọc được; đừng xóa gì, gọi người hỗ trợ: tìm lại tệp ấy hoặc khôi phục từ bản sao lưu bằng motcuactl restore"
		}
	case motcua.CodeInvalid:
		if motcua.FieldOf(err) == "scan-folder" {
			s = "thư mục quét còn chứa thứ khác, mà tệp lấy từ đó sẽ bị xóa. Lập một thư mục riêng cho máy photo quét vào; không có gì thay đổi"
		}
	case motcua.CodeNewer:
		s = "dữ liệu do phiên bản motcua mới hơn tạo ra. Cập nhật chương trình; dữ liệu còn nguyên"
	case motcua.CodeBusy:
		s = "dữ liệu đang được chương trình khác giữ. Đóng chương trình đó rồi mở lại; dữ liệu còn nguyên"
		if motcua.FieldOf(err) == "window" {
			s = "cửa sổ quầy của thư mục này đang mở. Dùng cửa sổ đó, hoặc đóng nó rồi mở lại; dữ liệu còn nguyên"
		}
	case motcua.CodeReadOnly:
		s = "không ghi được vào thư mục dữ liệu. Kiểm tra quyền ghi; dữ liệu còn nguyên"
	case motcua.CodeDiskFull:
		s = "đĩa đã đầy. Giải phóng chỗ rồi mở lại; dữ liệu còn nguyên"
	case motcua.CodeDenied:
		s = "kho khóa của hệ điều hành không đưa khóa của quầy. Đăng nhập đúng phiên đã lập quầy rồi mở lại; dữ liệu còn nguyên"
	case motcua.CodeCorrupt:
		s = "tệp dữ liệu bị hỏng. Đừng xóa gì, gọi người hỗ trợ"
	}
	return fmt.Sprintf("%s. (%v)", s, err)
}

// workerCmd opens foreign files for the window, apart from it.
type workerCmd struct{}

func (workerCmd) Run(e *env) error { return fitz.Serve(e.in, e.out, page.Inspect) }

// selfWorker is how this program starts itself as a worker.
func selfWorker() ([]string, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "worker", Cause: err}
	}
	return []string{exe, "worker"}, nil
}
