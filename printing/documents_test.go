package printing_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/printing"
)

func unit() printing.Unit { return printing.Unit{Name: "Phường Thuận Hoá, Thành phố Huế"} }

func issue() printing.Issue {
	return printing.Issue{Unit: unit(), Number: "12", Day: at(20, 9, 30)}
}

func kase(t *testing.T) printing.Case {
	t.Helper()
	return printing.Case{
		Code: "H57.19.789-261120-0007", Owner: "Nguyễn Thị Ví Dụ", IDNumber: "046190000017",
		Address: "12 đường Không Có, Phường Thuận Hoá, Thành phố Huế", Phone: "0900000017",
		Procedure: "Thủ tục đăng ký khai sinh", Received: at(20, 9, 5), Due: at(23, 16, 30), URL: url(t, "H57.19.789-261120-0007"),
	}
}

// documents are all papers but the receipt, as a counter prints them on a usual
// day.
func documents(t *testing.T) map[string]printing.Document {
	t.Helper()
	k, i := kase(t), issue()
	return map[string]printing.Document{
		"supplement": printing.SupplementData{Issue: i, Case: k, Reason: "Giấy tờ nộp chưa đủ thành phần theo quy định", Clerk: "Trần Văn Mẫu", ContactPhone: "0234000001",
			Items: []string{"Bản chính Giấy chứng sinh", "Tờ khai đăng ký khai sinh ghi đủ phần nơi cư trú của cha, mẹ"}},
		"refusal": printing.RefusalData{Issue: i, Case: k, Clerk: "Trần Văn Mẫu",
			Reason: "Hồ sơ không thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường; đề nghị Ông/Bà nộp hồ sơ tại cơ quan đã cấp giấy."},
		"extension": printing.ExtensionData{Issue: i, Case: k, Agency: "Ủy ban nhân dân phường Thuận Hoá", Reason: "cần xác minh thêm nơi cư trú.",
			NewDue: at(27, 16, 30), Head: "Phạm Thị Giả Định", Copies: []string{"Văn phòng Ủy ban nhân dân phường", "Lưu hồ sơ"}},
		"stop": printing.StopData{Issue: i, Case: k, Requested: at(21, 8, 15), Channel: "trực tiếp tại quầy", Stage: "đang thẩm định", Officer: "Trần Văn Mẫu"},
		"control": printing.ControlData{Issue: i, Case: k, Agency: "Ủy ban nhân dân phường Thuận Hoá", Partner: "Công an phường Thuận Hoá", Steps: []printing.ControlStep{
			{From: "Bộ phận TN&TKQ", To: "Công chức Tư pháp - Hộ tịch", Giver: "Trần Văn Mẫu", Taker: "Lê Thị Thử", At: at(20, 10, 0), Result: "Trước hạn"},
			{From: "Công chức Tư pháp - Hộ tịch", To: "Lãnh đạo Ủy ban nhân dân phường", Giver: "Lê Thị Thử", Taker: "Phạm Thị Giả Định", At: at(23, 9, 0), Result: "Đúng hạn", Note: "Trình ký"},
		}},
		"register": printing.RegisterData{Issue: i, Sector: "Hộ tịch", Book: "02/2026", From: at(1, 0, 0), To: at(30, 0, 0), Entries: entries(6)},
		"certification": printing.CertificationData{Issue: i, Case: k, Clerk: "Trần Văn Mẫu", Items: []printing.CertificationItem{
			{Name: "Bằng tốt nghiệp trung học phổ thông", Pages: 1, Copies: 5, Fee: 10000}, {Name: "Sổ hộ tịch", Pages: 12, Copies: 2, Fee: 34000}}},
		"transfer": printing.TransferData{Issue: i, Case: k, Limit: "01 ngày làm việc", From: "Trung tâm Phục vụ hành chính công", To: "Công chức Tư pháp - Hộ tịch",
			Giver: "Trần Văn Mẫu", Taker: "Lê Thị Thử", Papers: []string{"Tờ khai đăng ký khai sinh (01 bản chính)", "Giấy chứng sinh (01 bản chính)"}},
		"resultlist": printing.ResultListData{Issue: i, From: "Văn phòng Ủy ban nhân dân phường", To: "Trung tâm Phục vụ hành chính công", Giver: "Lê Thị Thử", Taker: "Trần Văn Mẫu",
			Results: results(5)},
		"resultreceipt": printing.ResultReceiptData{Issue: i, Case: k, Giver: printing.Contact{Name: "Trần Văn Mẫu", Phone: "0234000001"},
			Taker: printing.Contact{Name: "Nguyễn Thị Ví Dụ", Phone: "0900000017"}, Type: "Giấy khai sinh", ResultNumber: "113/2026", Summary: "Khai sinh cho trẻ", Returned: at(23, 15, 40)},
		"separator": printing.SeparatorData{Code: "H57.19.789-261120-0007", Component: "Giấy chứng sinh", Position: 2, Of: 3, Mark: "MOTCUA:S:H57.19.789-261120-0007:P2", Made: at(20, 9, 6)},
		"cash": printing.CashData{Issue: i, Counter: "Quầy 01", Clerk: "Trần Văn Mẫu", Lines: cash(4), Books: []string{"Số 0001213 đến 0001216, 4 biên lai"},
			Sums: map[motcua.PayMethod]int64{motcua.PayCash: -8000, motcua.PayTransfer: 8001, motcua.PayOnline: 8002}, Total: 8003},
		"recovery": printing.RecoveryData{Unit: i.Unit, Counter: "Quầy 01", Administrator: "Trần Văn Bình", Login: "binh.tv", Code: "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z", Made: at(20, 9, 5)},
		"shift": printing.ShiftData{Issue: i, Counter: "Quầy 01", Counted: 41, Saved: 42, Sent: 42, Received: 41, Taken: 40, Returned: 12, Supplements: 1, Refused: 1, Pages: 230, Money: 316000, Until: at(20, 16, 45),
			Differs: []string{"261120-0007, đã gửi, chờ biên nhận"}, Reason: "Một bì gửi lên Tư pháp lúc 16:40", Giver: "Trần Văn Mẫu", Taker: "Lê Thị Thử"},
		"uncollected": printing.UncollectedData{Issue: i, Counter: "Quầy 01", Clerk: "Trần Văn Mẫu", Until: at(20, 16, 45), Lines: uncollected(5)},
	}
}

func uncollected(n int) []printing.UncollectedLine {
	var out []printing.UncollectedLine
	for i := range n {
		out = append(out, printing.UncollectedLine{Code: fmt.Sprintf("H57.19.789-261113-%04d", i+1), Owner: "Nguyễn Thị Ví Dụ", Phone: "0900000017",
			Procedure: "Thủ tục đăng ký khai sinh", Done: at(20, 9, 0).AddDate(0, 0, -i), By: []motcua.Channel{motcua.ChannelDirect, motcua.ChannelPost}[i%2]})
	}
	return out
}

func cash(n int) []printing.CashLine {
	var out []printing.CashLine
	for i := range n {
		l := printing.CashLine{At: at(20, 8, 0).Add(time.Duration(i) * time.Minute), Code: fmt.Sprintf("H57.19.789-261120-%04d", i+1), Payer: "Nguyễn Thị Ví Dụ",
			Items: []string{"Phí chứng thực bản sao", "Bản sao trích lục"}, Receipt: fmt.Sprintf("%07d", 1213+i), Method: []motcua.PayMethod{motcua.PayCash, motcua.PayTransfer, motcua.PayOnline}[i%3], Collector: "Lê Thị Thử", Amount: int64(8000 + i)}
		if i == 3 {
			l.Amount, l.Note = -16000, "Hủy khoản thu ngày 19/11/2026: ghi nhầm biên lai"
		}
		out = append(out, l)
	}
	return out
}

func entries(n int) []printing.RegisterEntry {
	var out []printing.RegisterEntry
	for i := range n {
		e := printing.RegisterEntry{
			Code: fmt.Sprintf("H57.19.789-261120-%04d", i+1), Procedure: "Thủ tục đăng ký khai sinh", Owner: "Nguyễn Thị Ví Dụ",
			Contact: "12 đường Không Có, Phường Thuận Hoá; 0900000017", Agency: "Ủy ban nhân dân phường Thuận Hoá",
			Received: at(20, 8, 0).Add(time.Duration(i) * time.Minute), Due: at(23, 16, 30), By: "Trực tiếp",
		}
		if i%2 == 0 {
			e.Returned = at(23, 15, 0)
		}
		out = append(out, e)
	}
	return out
}

func results(n int) []printing.ResultEntry {
	var out []printing.ResultEntry
	for i := range n {
		out = append(out, printing.ResultEntry{
			Code: fmt.Sprintf("H57.19.789-261120-%04d", i+1), Request: "Thủ tục đăng ký khai sinh", Result: "Giấy khai sinh", Owner: "Nguyễn Thị Ví Dụ",
			Address: "12 đường Không Có, Phường Thuận Hoá, Thành phố Huế", Fee: i == 1, ByPost: i == 2,
		})
	}
	return out
}

// overlongDocuments say more than one page holds.
func overlongDocuments(t *testing.T) map[string]printing.Document {
	t.Helper()
	out := documents(t)
	long := func(what string, n int) string {
		return strings.TrimSpace(strings.Repeat(what+" ", n)) + " hết " + what
	}
	list := func(n int) []string {
		var l []string
		for i := range n {
			l = append(l, fmt.Sprintf("Mục số %d: %s", i+1, long("văn bản kèm theo", 12)))
		}
		return l
	}
	k := kase(t)
	k.Owner = "Công Tằng Tôn Nữ " + strings.TrimSpace(strings.Repeat("Thử Nghiệm ", 9))
	k.Procedure = long("thủ tục có tên gọi rất dài", 14)
	k.Address = long("thôn Tưởng Tượng", 10)
	i := issue()
	i.Reprint = 2
	s := out["supplement"].(printing.SupplementData)
	s.Issue, s.Case, s.Items, s.Reason = i, k, list(40), long("lý do", 60)
	r := out["refusal"].(printing.RefusalData)
	r.Issue, r.Case, r.Reason = i, k, long("lý do từ chối", 300)
	e := out["extension"].(printing.ExtensionData)
	e.Issue, e.Case, e.Reason = i, k, long("lý do chậm", 250)
	st := out["stop"].(printing.StopData)
	st.Issue, st.Case, st.Stage = i, k, long("giai đoạn", 300)
	c := out["control"].(printing.ControlData)
	c.Issue, c.Case = i, k
	for n := range 12 {
		c.Steps = append(c.Steps, printing.ControlStep{From: long("phòng chuyên môn", n), To: "Văn thư", Giver: k.Owner, Taker: "Lê Thị Thử", At: at(24, 9, n), Note: long("ghi chú", n*3)})
	}
	c.Steps[5].Note = long("ghi chú dài hơn một trang", 90)
	g := out["register"].(printing.RegisterData)
	g.Issue, g.Entries = i, entries(40)
	g.Entries[3].Owner, g.Entries[7].Contact = k.Owner, long("địa chỉ dài hơn một trang giấy ngang", 60)
	b := out["certification"].(printing.CertificationData)
	b.Issue, b.Case = i, k
	for range 40 {
		b.Items = append(b.Items, printing.CertificationItem{Name: long("giấy tờ", 10), Pages: 2, Copies: 3, Fee: 1234567})
	}
	tr := out["transfer"].(printing.TransferData)
	tr.Issue, tr.Case, tr.Papers = i, k, list(40)
	rl := out["resultlist"].(printing.ResultListData)
	rl.Issue, rl.Results = i, results(60)
	rl.Results[9].Result = long("kết quả", 80)
	rr := out["resultreceipt"].(printing.ResultReceiptData)
	rr.Issue, rr.Case, rr.Summary = i, k, long("trích yếu", 200)
	ca := out["cash"].(printing.CashData)
	ca.Issue, ca.Lines, ca.Books = i, cash(60), []string{long("quyển", 40)}
	ca.Lines[9].Items = []string{long("khoản thu", 80)}
	sh := out["shift"].(printing.ShiftData)
	sh.Issue, sh.Differs, sh.Reason = i, list(40), long("lý do lệch", 60)
	un := out["uncollected"].(printing.UncollectedData)
	un.Issue, un.Lines = i, uncollected(60)
	un.Lines[9].Procedure = long("thủ tục", 80)
	sp := out["separator"].(printing.SeparatorData)
	sp.Component = long("giấy tờ có tên dài", 90)
	return map[string]printing.Document{
		"supplement": s, "refusal": r, "extension": e, "stop": st, "control": c, "register": g, "certification": b,
		"transfer": tr, "resultlist": rl, "resultreceipt": rr, "separator": sp, "cash": ca, "shift": sh, "uncollected": un,
	}
}

// old are the papers of a dossier that was taken in under TT 01/2018/TT-VPCP.
func old(t *testing.T) map[string]printing.Document {
	t.Helper()
	day := time.Date(2025, 3, 14, 9, 30, 0, 0, motcua.Local)
	k, i := kase(t), issue()
	k.Received, k.Due = day, day.AddDate(0, 0, 3)
	i.Day, k.Code, k.URL = day, "000.19.30.H57-250314-0007", url(t, "000.19.30.H57-250314-0007")
	out := map[string]printing.Document{}
	d := short(t)
	d.Dossier.Received.Code, d.URL = k.Code, k.URL
	d.Dossier.Received.Appointment.Received = day
	d.Dossier.Received.Appointment.Due = day.AddDate(0, 0, 3)
	out["receipt"] = d
	for kind, doc := range documents(t) {
		switch doc := doc.(type) {
		case printing.SupplementData:
			doc.Issue, doc.Case = i, k
			out[kind] = doc
		case printing.RefusalData:
			doc.Issue, doc.Case = i, k
			out[kind] = doc
		case printing.ExtensionData:
			doc.Issue, doc.Case = i, k
			out[kind] = doc
		case printing.ControlData:
			doc.Issue, doc.Case = i, k
			out[kind] = doc
		case printing.RegisterData:
			doc.Issue = i
			out[kind] = doc
		}
	}
	return out
}
