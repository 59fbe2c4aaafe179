package printing

import (
	"fmt"
	"strings"

	"motcua"
)

// receiptForm writes form 01. The order and the words are those of TT
// 03/2025/TT-VPCP, Phụ lục I.
type receiptForm struct {
	data ReceiptData
	in   motcua.Intake
	set  setter
}

func (f receiptForm) office() string {
	if o := clean(f.data.Office); o != "" {
		return o
	}
	return defaultOffice
}

// whole returns the office with its unit, as running text names it.
func (f receiptForm) whole() string {
	_, running := unitWords(f.data.Station.UnitName)
	return strings.TrimSpace(f.office() + " " + strings.Join(running, ", "))
}

// here returns the office with its commune.
func (f receiptForm) here() string {
	_, running := unitWords(f.data.Station.UnitName)
	return strings.TrimSpace(f.office() + " " + running[0])
}

func (f receiptForm) strips() []strip {
	out := []strip{f.heading(), f.numberAndDate()}
	out = append(out, f.title()...)
	out = append(out, f.people()...)
	out = append(out, f.papers()...)
	out = append(out, f.times()...)
	return append(out, f.signatures())
}

func (f receiptForm) heading() strip {
	commune, _ := unitWords(f.data.Station.UnitName)
	superior := clean(f.data.Superior)
	if superior == "" {
		superior = strings.TrimSpace("UBND " + strings.ToUpper(commune))
	}
	left := column{
		{text: superior, size: f.set.sheet.head},
		{text: strings.ToUpper(f.office()), style: bold, size: f.set.sheet.head, balance: true},
		{rule: 0.35},
	}
	right := column{
		{text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style: bold, size: f.set.sheet.head, fit: true},
		{text: "Độc lập - Tự do - Hạnh phúc", style: bold, size: f.set.sheet.head + 1, fit: true},
		{rule: 1},
	}
	return f.set.columns(left, right, f.set.sheet.split, 0)
}

func (f receiptForm) numberAndDate() strip {
	rec := f.data.Dossier.Received
	code := string(rec.Code)
	number := code[strings.LastIndex(code, "-")+1:]
	place := clean(f.data.Place)
	if place == "" {
		commune, _ := unitWords(f.data.Station.UnitName)
		place = withoutKind(commune)
	}
	day := dateWords(rec.Appointment.Received)
	if place != "" {
		day = place + ", " + day
	}
	size := f.set.sheet.head
	left := column{{text: glue("Số: " + number + "/ -TTPVHCC (BPTNTKQ)"), size: size, fit: true}}
	right := column{{text: glue(day), style: italic, size: size + 0.5, fit: true}}
	return f.set.columns(left, right, f.set.sheet.split, f.set.sheet.line*0.3)
}

func (f receiptForm) title() []strip {
	s := f.set
	out := s.paragraph(para{align: centre, size: s.sheet.title, before: s.sheet.line * 0.9, glued: true},
		run{"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", bold})
	return append(out, s.paragraph(para{align: centre, after: s.sheet.line * 0.5, glued: true},
		run{"Mã hồ sơ: ", regular}, run{string(f.data.Dossier.Received.Code), bold})...)
}

func (f receiptForm) people() []strip {
	s := f.set
	owner, id, addr := glue(clean(f.in.Applicant.Name)), f.in.Applicant.IDNumber, f.in.Applicant.Address
	if f.in.Kind == motcua.ApplicantOrganisation && f.in.Organisation != nil {
		owner, id, addr = clean(f.in.Organisation.Name), f.in.Organisation.TaxCode, f.in.Organisation.Address
	}
	out := s.paragraph(para{}, run{f.whole(), regular})
	out = append(out, s.paragraph(para{}, run{"Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức: ", regular}, run{orLeader(owner), bold})...)
	out = append(out, s.pair("Số định danh cá nhân/tổ chức: ", orLeader(id))...)
	out = append(out, s.pair("Địa chỉ: ", addressWords(addr))...)
	out = append(out, s.pairs("Số điện thoại: ", orLeader(f.in.Applicant.Phone), "Email: ", orLeader(f.in.Applicant.Email))...)
	if a := f.in.Authoriser; f.in.Kind == motcua.ApplicantAuthorised && a != nil {
		out = append(out, s.paragraph(para{}, run{"Người ủy quyền: ", regular}, run{glue(orLeader(a.Name)), bold})...)
		out = append(out, s.pair("Địa chỉ: ", addressWords(a.Address))...)
		out = append(out, s.pair("Số định danh cá nhân: ", orLeader(a.IDNumber))...)
		out = append(out, s.pairs("Số điện thoại: ", orLeader(a.Phone), "Email: ", orLeader(a.Email))...)
		out = append(out, s.pair("Giấy tờ ủy quyền: ", orLeader(a.Document))...)
	}
	request := f.in.Request
	if clean(request) == "" {
		request = f.data.Dossier.Received.Procedure.Name
	}
	return append(out, s.pair("Nội dung yêu cầu giải quyết: ", orLeader(request))...)
}

// addressWords returns an address as it was stored: made from its parts at
// intake, or as the card writes it. A later list of units changes nothing.
func addressWords(a motcua.Address) string {
	for _, s := range []string{a.Text, a.Street} {
		if s = clean(s); s != "" {
			return s
		}
	}
	return leader
}

func (f receiptForm) papers() []strip {
	s := f.set
	out := s.paragraph(para{glued: true}, run{"Thành phần hồ sơ nộp gồm:", regular})
	n := 0
	for _, c := range f.data.Dossier.Components {
		text, ok := paperWords(c)
		if !ok {
			continue
		}
		n++
		number := fmt.Sprintf("%d.", n)
		out = append(out, s.paragraph(para{bullet: number}, run{text, regular})...)
	}
	if n == 0 {
		out = append(out, s.paragraph(para{bullet: "1."}, run{leader, regular})...)
	}
	return out
}

func (f receiptForm) times() []strip {
	s, rec := f.set, f.data.Dossier.Received
	limit := []run{{"Thời gian giải quyết hồ sơ theo quy định là: ", regular}, {limitWords(rec.Appointment.Limit), regular}}
	if rec.Appointment.Limit.Unverified {
		limit = append(limit, run{" (thời hạn chưa kiểm chứng trên Cổng Dịch vụ công quốc gia)", small})
	}
	due := unknownTime
	if !rec.Appointment.Due.IsZero() {
		due = timeWords(rec.Appointment.Due)
	}
	out := s.pair("Số lượng hồ sơ: ", glue(fmt.Sprintf("%02d (bộ)", max(f.in.Sets, 1))))
	out = append(out, s.paragraph(para{}, limit...)...)
	signed := s.pair("Thời gian nhận hồ sơ: ", timeWords(rec.Appointment.Received))
	signed = append(signed, s.paragraph(para{}, run{"Thời gian trả kết quả giải quyết hồ sơ: ", regular}, run{due, bold})...)
	signed = append(signed, s.pair("Đăng ký nhận kết quả tại: ", f.resultPlace())...)
	signed = append(signed, s.paragraph(para{}, run{"Vào Sổ theo dõi hồ sơ, " +
		glue("Quyển số "+short(f.in.RegisterBook)) + " " + glue("Số thứ tự "+short(f.in.RegisterEntry)) + " " + glue("(nếu có)"), regular})...)
	// What is promised stands on the page that is signed.
	for i := range signed {
		signed[i].glued = true
	}
	return append(out, signed...)
}

func short(s string) string {
	if s = clean(s); s == "" {
		return "………"
	}
	return s
}

func (f receiptForm) resultPlace() string {
	place := clean(f.in.ResultPlace)
	switch {
	case f.in.ResultBy == motcua.ChannelPost && place != "":
		return "Qua dịch vụ bưu chính công ích: " + place
	case f.in.ResultBy == motcua.ChannelPost:
		return "Qua dịch vụ bưu chính công ích"
	case place != "":
		return place
	}
	return f.here()
}

// signatures is one strip, so that no page break ever parts a name from its
// line.
func (f receiptForm) signatures() strip {
	sh := f.set.sheet
	sign := textLine{text: "(Ký và ghi rõ họ tên)", style: italic, size: sh.body - 0.5}
	left := column{
		{text: "NGƯỜI NỘP HỒ SƠ", style: bold, size: sh.body}, sign,
		{space: sh.sign}, {text: glue(clean(f.in.Applicant.Name)), style: bold, size: sh.body},
	}
	right := column{
		{text: "NGƯỜI TIẾP NHẬN HỒ SƠ", style: bold, size: sh.body}, sign,
		{text: "(Chữ ký số của người tiếp nhận hồ sơ nếu là biểu mẫu điện tử)", style: italic, size: sh.small, balance: true},
		{space: sh.sign}, {text: glue(clean(f.data.Dossier.Received.Clerk)), style: bold, size: sh.body},
	}
	return f.set.columns(left, right, 0.5, sh.line*0.6)
}
