package ctl

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"motcua"
	"motcua/cmd/station"
	"motcua/desk"
	"motcua/store/filedir"
)

type resultCmd struct {
	onCmd
	Name   string `help:"Tên kết quả; theo danh mục nếu bỏ trống."`
	Number string `help:"Số, ký hiệu."`
	Date   string `help:"Ngày của văn bản: 30/11/2026."`
	Agency string `help:"Cơ quan ban hành."`
	Signer string `help:"Người ký."`
	Denied bool   `help:"Không đồng ý giải quyết; nêu lý do ở --note."`
	Copies int    `help:"Số bản trao cho công dân."`
	File   string `help:"Tệp kết quả đã số hóa: PDF, JPEG, PNG, TIFF."`
	Note   string `help:"Ghi chú; lý do khi không đồng ý."`
}

func (c *resultCmd) Run(e *env) error {
	date, err := day(c.Date, "date")
	if err != nil {
		return err
	}
	b := motcua.ResultRecorded{
		Result: motcua.ResultGranted, Name: c.Name, Number: c.Number, Date: date, Agency: c.Agency, Signer: c.Signer, Copies: c.Copies, Note: c.Note,
	}
	if c.Denied {
		b.Result = motcua.ResultDenied
	}
	var file io.Reader
	if c.File != "" {
		f, err := os.Open(c.File)
		if err != nil {
			return filedir.Named(err)
		}
		defer f.Close()
		file = f
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) { return d.RecordResult(e.ctx, on, b, file) })
}

type handoverCmd struct {
	onCmd
	To        string `default:"owner" enum:"owner,applicant,authorised,post" help:"owner: chủ hồ sơ; applicant: người nộp; authorised: người được ủy quyền; post: bưu chính."`
	Name      string `help:"Người nhận."`
	Identity  string `help:"Giấy tờ tùy thân đã kiểm tra: CCCD …"`
	IDNumber  string `name:"id-number" help:"Số giấy tờ tùy thân."`
	Authority string `help:"Giấy tờ ủy quyền."`
	Item      string `help:"Số hiệu bưu gửi."`
	Signed    bool   `help:"Đã ký nhận."`
	Copies    int    `help:"Số bản đã trao."`
	Note      string `help:"Ghi chú."`
}

func (c *handoverCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.HandOver(e.ctx, on, motcua.HandedOver{
			To: motcua.Taker(c.To), Name: c.Name, Identity: c.Identity, IDNumber: c.IDNumber,
			Authority: c.Authority, Item: c.Item, Signed: c.Signed, Copies: c.Copies, Note: c.Note,
		})
	})
}

type correctCmd struct {
	onCmd
	Set    []string `required:"" sep:"none" help:"Mục và giá trị đúng, như applicant.phone=0912000009; nhiều lần."`
	Reason string   `required:"" help:"Lý do đính chính."`
}

// Help lists what may be corrected.
func (correctCmd) Help() string {
	in := motcua.Intake{Authoriser: new(motcua.Person), Organisation: new(motcua.Organisation), Papers: []motcua.PaperCount{{Key: "p1"}}}
	return "Đính chính được: " + strings.Join(in.CorrectableFields(), ", ") + " (p1, p2 … là các giấy tờ của hồ sơ). Mã hồ sơ, thời gian, thủ tục, trường hợp giữ như đã in."
}

func (c *correctCmd) Run(e *env) error {
	var changes []motcua.Change
	for i, s := range c.Set {
		field, value, ok := strings.Cut(s, "=")
		if !ok {
			return &motcua.Error{Code: motcua.CodeInvalid, Field: fmt.Sprintf("changes[%d]", i), Detail: "not like applicant.phone=…"}
		}
		changes = append(changes, motcua.Change{Field: field, New: value})
	}
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) {
		return d.Correct(e.ctx, on, changes, c.Reason)
	})
}

type noteCmd struct {
	onCmd
	Text string `required:"" help:"Nội dung."`
}

func (c *noteCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) { return d.Note(e.ctx, on, c.Text) })
}

type undoCmd struct {
	onCmd
	Reason string `help:"Lý do."`
}

func (c *undoCmd) Run(e *env) error {
	return c.do(e, func(d *desk.Desk, on desk.On) (motcua.Dossier, error) { return d.Undo(e.ctx, on, c.Reason) })
}

type showCmd struct {
	onCmd
	URL bool `name:"url" help:"Chỉ in địa chỉ tra cứu có trong mã QR của giấy tiếp nhận."`
}

func (c *showCmd) Run(e *env) error {
	return c.at(e, func(s *station.Station, d motcua.Dossier) error {
		if c.URL {
			url, err := s.Store.ReceiptURL(d)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(e.Out, url)
			return err
		}
		return e.line(storied{steppedOf(d), d.Course, lines(d.Steps), lines(d.Exceptions)})
	})
}

// storied is the line of `show`: the state with its story.
type storied struct {
	stepped
	Course     motcua.Course `json:"course"`
	Steps      []storyLine   `json:"steps"`
	Exceptions []storyLine   `json:"exceptions,omitempty"`
}

// storyLine is one step of the story.
type storyLine struct {
	Event   string           `json:"event"`
	Kind    motcua.EventKind `json:"kind"`
	At      time.Time        `json:"at"`
	Actor   string           `json:"actor,omitempty"`
	To      motcua.Status    `json:"to,omitempty"`
	Note    string           `json:"note,omitempty"`
	Slip    string           `json:"slip,omitempty"`
	Revoked bool             `json:"revoked,omitempty"`
	Detail  string           `json:"detail,omitempty"` // why it does not count
}

func lines(steps []motcua.Step) []storyLine {
	var out []storyLine
	for _, s := range steps {
		l := storyLine{s.Event, s.Kind, s.At, s.Actor, s.To, s.Note, "", s.Revoked, s.Detail}
		if s.Slip.Number > 0 {
			l.Slip = s.Slip.Text()
		}
		out = append(out, l)
	}
	return out
}

type earlierCmd struct {
	Data   string `required:"" help:"Thư mục dữ liệu của quầy."`
	Number string `arg:"" help:"Số định danh, CMND hoặc mã số thuế."`
}

func (c *earlierCmd) Run(e *env) error {
	s, _, err := e.enter(c.Data, "", motcua.PowerServe)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.Store.Earlier(e.ctx, c.Number, 50)
	if err != nil {
		return err
	}
	e.note(motcua.AccessSearched, "", "")
	for _, x := range list {
		if err := e.line(x); err != nil {
			return err
		}
	}
	return nil
}

type reuseCmd struct {
	onCmd
	Paper string `arg:"" help:"Giấy tờ của hồ sơ này: p1, p2 …"`
	From  string `required:"" help:"Mã hồ sơ trước."`
	File  string `required:"" help:"SHA-256 của tệp, như earlier in ra."`
}

func (c *reuseCmd) Run(e *env) error {
	from, err := motcua.ParseCode(c.From)
	if err != nil {
		return err
	}
	return c.at(e, func(s *station.Station, d motcua.Dossier) error {
		source, err := s.Store.ByCode(e.ctx, from)
		if err != nil {
			return err
		}
		d, err = s.Desk.ReuseFile(e.ctx, desk.On{Dossier: d.ID, Seen: c.Seen}, c.Paper, source.ID, c.File)
		if err != nil {
			return err
		}
		return e.line(steppedOf(d))
	})
}
