package ctl

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"motcua"
	"motcua/store/filedir"
)

// maxIntake bounds one JSON object of an intake stream, in bytes.
const maxIntake = 1 << 20

type intakeCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	File  string `required:"" help:"Tệp JSON: một đối tượng hoặc mỗi dòng một đối tượng; - là đầu vào chuẩn."`
	Actor string `help:"Người tiếp nhận."`
}

// Example is a complete intake; `motcuactl intake --help` shows it. Person
// and numbers are invented.
const Example = `{
  "procedure": "1.004884",
  "channel": "direct",
  "sets": 1,
  "kind": "authorised",
  "applicant": {
    "name": "Trần Văn Mẫu",
    "idNumber": "046205000002",
    "birthDate": "01/02/2005",
    "gender": "Nam",
    "phone": "0912000001",
    "email": "mau@example.com",
    "address": {
      "province": "46",
      "ward": "19789",
      "street": "Tổ 5, số 12 đường Thí Dụ"
    }
  },
  "authoriser": {
    "name": "Nguyễn Thị Ví Dụ",
    "idNumber": "046190000001",
    "phone": "0912000002",
    "email": "vidu@example.com",
    "address": {
      "text": "Tổ 7, Phường Thuận Hoá, Thành phố Huế"
    },
    "document": "Giấy ủy quyền ngày 18/11/2026"
  },
  "request": "Đăng ký lại khai sinh",
  "resultBy": "direct",
  "resultPlace": "Quầy 01",
  "registerBook": "01",
  "registerEntry": "7"
}`

// Help explains the object.
func (intakeCmd) Help() string {
	return `In ra mỗi hồ sơ một dòng JSON {"id", "code", "appointment", "warnings"} ngay khi hồ sơ đã nằm trên đĩa. Mục sai làm dừng lệnh với mã thoát 2; các hồ sơ đã in ra vẫn còn nguyên.

Bắt buộc: procedure, applicant.name. Mã thủ tục, trường hợp và khóa của từng giấy tờ: xem motcuactl procedures. Có thể thêm: id (UUID, gửi lại cùng id không tạo hồ sơ thứ hai), case (trường hợp), papers [{"key":"p1","originals":1,"copies":0}], organisation {"name","taxCode","address"} khi kind là organisation, limit {"unit":"working-days","count":5} khi danh mục không có thời hạn. channel: direct, online, post. kind: self, authorised, organisation.

Một đối tượng đầy đủ (người và số đều đặt ra):

` + Example
}

// taken is the line printed for each dossier.
type taken struct {
	ID          string      `json:"id"`
	Code        motcua.Code `json:"code"`
	Appointment *time.Time  `json:"appointment"` // null where no limit is known
	// Warnings are doubts that did not stop the intake.
	Warnings []motcua.Warning `json:"warnings,omitempty"`
}

func (c *intakeCmd) Run(e *env) error {
	in := e.In
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return filedir.Named(err)
		}
		defer f.Close()
		in = f
	}
	s, _, err := e.enter(c.Data, c.Actor, motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	objects := newObjects(in)
	for n := 1; ; n++ {
		var in motcua.Intake
		if err := objects.next(&in); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("hồ sơ thứ %d: %w", n, err)
		}
		d, err := s.Desk.Receive(e.ctx, in)
		if err != nil {
			return fmt.Errorf("hồ sơ thứ %d: %w", n, err)
		}
		t := taken{ID: d.ID, Code: d.Received.Code, Warnings: d.Received.Warnings}
		if due := d.Received.Appointment.Due; !due.IsZero() {
			t.Appointment = &due
		}
		if err := e.line(t); err != nil {
			return err
		}
	}
}

// objects reads a stream of JSON objects, each of at most maxIntake bytes.
type objects struct {
	dec     *json.Decoder
	src     io.Reader
	read    int64 // bytes taken from src
	objects int   // asked for
}

func newObjects(r io.Reader) *objects {
	o := &objects{src: r}
	o.dec = json.NewDecoder(o)
	o.dec.DisallowUnknownFields()
	return o
}

// Read feeds the decoder and stops it where one object grows over the bound.
func (o *objects) Read(p []byte) (int, error) {
	if o.read-o.dec.InputOffset() > maxIntake {
		return 0, &motcua.Error{Code: motcua.CodeTooLarge, Field: "object", Detail: "over 1 MiB"}
	}
	n, err := o.src.Read(p)
	o.read += int64(n)
	return n, err
}

// next reads one object. io.EOF means a clean end after at least one.
func (o *objects) next(v *motcua.Intake) error {
	err := o.dec.Decode(v)
	o.objects++
	if errors.Is(err, io.EOF) && o.objects == 1 {
		return &motcua.Error{Code: motcua.CodeInvalid, Field: "file", Detail: "empty"}
	}
	var wrongType *json.UnmarshalTypeError
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case motcua.CodeOf(err) == motcua.CodeTooLarge:
		return err
	case errors.As(err, &wrongType):
		return &motcua.Error{Code: motcua.CodeInvalid, Field: wrongType.Field, Detail: "JSON " + wrongType.Value + " here", Cause: err}
	}
	return &motcua.Error{Code: motcua.CodeInvalid, Field: "JSON", Cause: err}
}
