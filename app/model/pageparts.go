package model

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"motcua"
)

// story tells what happened, newest first.
func story(d motcua.Dossier, now time.Time) []StoryLine {
	var out []StoryLine
	for _, s := range d.Steps {
		out = append(out, storyLine(s, now))
	}
	for _, s := range d.Exceptions {
		l := storyLine(s, now)
		l.What, l.Odd, l.Icon, l.Bold = "Bước bị từ chối: "+l.What, true, "error", false
		out = append(out, l)
	}
	at := func(i int) time.Time {
		if i < len(d.Steps) {
			return d.Steps[i].At
		}
		return d.Exceptions[i-len(d.Steps)].At
	}
	order := make([]int, len(out))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return at(b).Compare(at(a)) })
	sorted := make([]StoryLine, len(out))
	for i, j := range order {
		sorted[i] = out[j]
	}
	return sorted
}

// storyWords name the steps that are more than a change of status.
var storyWords = map[motcua.EventKind]string{
	motcua.EventAccepted: "Được tiếp nhận", motcua.EventRefused: "Từ chối tiếp nhận", motcua.EventSupplementRequested: "Yêu cầu bổ sung giấy tờ",
	motcua.EventSupplementReceived: "Nhận giấy tờ bổ sung", motcua.EventPaused: "Tạm dừng để xác minh", motcua.EventResumed: "Đã có trả lời xác minh",
	motcua.EventPaymentRequested: "Yêu cầu nộp phí, lệ phí", motcua.EventPaymentReceived: "Đã thu phí, lệ phí", motcua.EventPaymentVoided: "Hủy khoản đã thu",
	motcua.EventExtended: "Xin lỗi và hẹn lại", motcua.EventStopped: "Dừng giải quyết", motcua.EventForwarded: "Chuyển xử lý",
	motcua.EventTakenOver: "Đã nhận bàn giao", motcua.EventResultRecorded: "Ghi kết quả", motcua.EventHandedOver: "Trả kết quả",
	motcua.EventCorrected: "Đính chính", motcua.EventNoted: "Ghi chú", motcua.EventRevoked: "Hoàn tác bước trước",
}

func storyLine(s motcua.Step, now time.Time) StoryLine {
	l := StoryLine{When: DayHour(s.At, now), Who: s.Actor, Icon: "history"}
	if SameDay(s.At, now) {
		l.When = "Hôm nay " + l.When
	} else {
		l.When = ShortDate(s.At) + " " + Hour(s.At)
	}
	switch s.Kind {
	case motcua.EventReceived:
		l.What, l.Icon, l.Bold = "Được tiếp nhận", "inbox", true
	case motcua.EventFileAdded:
		l.What, l.Icon = "Thêm bản điện tử", "document_scanner"
		if s.Note != "" {
			l.What += " " + s.Note
		}
	case motcua.EventErased:
		l.What, l.Icon = "Xóa thông tin cá nhân theo quy định", "block"
	case motcua.EventStatusChanged:
		l.What, l.Bold = s.To.Name(), true
		l.Icon = kioskWords[s.To].icon
	default:
		l.What = "Ghi nhận khác"
		if words, ok := storyWords[s.Kind]; ok {
			l.What = words
		} else if s.To.Valid() {
			l.What = s.To.Name()
		}
		if s.To.Valid() && s.To != s.From {
			l.Bold, l.Icon = true, kioskWords[s.To].icon
		}
	}
	if s.Note != "" && s.Kind != motcua.EventFileAdded {
		l.Who = join(l.Who, s.Note)
	}
	if s.Detail == "clock" {
		l.Who, l.Odd = join(l.Who, "giờ ghi không đáng tin"), true
	}
	return l
}

// owedWords says what is left to pay; "" where nothing is.
func owedWords(d motcua.Dossier) string {
	if n := d.Unpaid(); n > 0 && d.Status != motcua.StatusRefused && !d.Erased {
		return " Còn " + Dong(n) + " phí, lệ phí chưa thu."
	}
	return ""
}

func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

func (m *Page) papers() ([]PagePaper, string) {
	var out []PagePaper
	pages, kept := 0, 0
	for _, c := range m.dossier.Components {
		if c.Rule.Note {
			continue
		}
		p := PagePaper{Name: paperName(c.Rule), Presented: c.Rule.PresentOnly}
		n := 0
		for _, f := range c.Files {
			n += f.File.Pages
		}
		p.Have = c.Count.Originals > 0 || c.Count.Copies > 0 || n > 0
		if p.Have && !p.Presented {
			kept++
		}
		pages += n
		p.Note, p.Missing = paperNote(c, n, m.dossier.Erased)
		if len(c.Files) > 0 {
			p.Image = m.thumbs[c.Files[0].File.SHA256]
		}
		out = append(out, p)
	}
	return out, fmt.Sprintf("%d giấy · %d trang", kept, pages)
}

const noScan = "chưa có bản điện tử"

// paperNote says what there is of a paper, and whether what should be there is
// not.
func paperNote(c motcua.Component, pages int, erased bool) (string, bool) {
	if c.Rule.PresentOnly {
		if c.Count.Shown {
			return "đã xuất trình, không quét", false
		}
		return "chỉ xuất trình, chưa ghi là đã xem", false
	}
	var parts []string
	if n := c.Count.Originals; n > 0 {
		parts = append(parts, fmt.Sprintf("%d bản chính", n))
	}
	if n := c.Count.Copies; n > 0 {
		parts = append(parts, fmt.Sprintf("%d bản sao", n))
	}
	missing := len(parts) == 0 && pages == 0 && (c.Rule.Originals > 0 || c.Rule.Copies > 0) && !erased
	if missing {
		return "chưa nộp", true
	}
	if pages > 0 {
		parts = append(parts, fmt.Sprintf("%d trang", pages))
	} else if !erased {
		parts = append(parts, noScan)
	}
	return strings.Join(parts, " · "), false
}

// Note says that it is kept who looks at numbers: a person logged in.
func (m *Page) Note() { m.noted = true }

// person says who the applicant is, numbers half hidden.
func (m *Page) person() []Pair {
	if m.dossier.Erased {
		return []Pair{{"", "Đã xóa theo quy định. Nhật ký vẫn giữ mã, thủ tục và trạng thái."}}
	}
	in := m.dossier.Received.Intake
	hide := HalfHidden
	if m.shown {
		hide = func(s string) string { return s }
	}
	var out []Pair
	add := func(name, text string) {
		if text != "" {
			out = append(out, Pair{name, text})
		}
	}
	person := func(p motcua.Person) {
		add("Số định danh", hide(p.IDNumber))
		add("Ngày sinh", p.BirthDate)
		add("Điện thoại", hide(p.Phone))
		add("Nơi ở", m.place(p.Address))
	}
	if in.Kind != motcua.ApplicantSelf && in.Kind != "" {
		add("Người nộp", in.Applicant.Name)
	}
	person(in.Applicant)
	if o := in.Authoriser; o != nil && in.Kind == motcua.ApplicantAuthorised {
		add("Ủy quyền bởi", o.Name)
		add("Giấy tờ", o.Document)
		add("Số của họ", hide(o.IDNumber))
	}
	if o := in.Organisation; o != nil && in.Kind == motcua.ApplicantOrganisation {
		add("Tổ chức", o.Name)
		add("Mã số thuế", o.TaxCode)
	}
	by := "Tại quầy"
	if in.ResultBy == motcua.ChannelPost {
		by = "Qua bưu chính"
	}
	add("Nhận tại", join(by, in.ResultPlace))
	return out
}

func (m *Page) place(a motcua.Address) string {
	if a.Text != "" {
		return a.Text
	}
	parts := []string{a.Street}
	for _, w := range m.cfg.Units.Wards(a.Province) {
		if w.Code == a.Ward {
			parts = append(parts, w.Name)
		}
	}
	for _, p := range m.cfg.Units.Provinces() {
		if p.Code == a.Province {
			parts = append(parts, p.Name)
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// HalfHidden leaves the first and last of a number: "0461 ···· 0001".
func HalfHidden(s string) string {
	r := []rune(s)
	switch n := len(r); {
	case n == 0:
		return ""
	case n >= 12:
		return string(r[:4]) + " ···· " + string(r[n-4:])
	case n >= 8:
		return string(r[:4]) + " ··· " + string(r[n-3:])
	}
	return "···"
}
