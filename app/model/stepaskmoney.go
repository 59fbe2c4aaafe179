package model

import (
	"fmt"
	"strings"

	"motcua"
)

func askCharge(a asking, _ values) question {
	name, amount := "Lệ phí", ""
	if n := a.d.Unpaid(); n > 0 {
		name, amount = a.d.Fees()[0].Name, moneyText(n)
	}
	return question{"Yêu cầu công dân nộp bao nhiêu?", "", []StepBox{
		need("name", "Khoản thu", "Lệ phí đăng ký").was(name).half(), need("amount", "Số tiền, đồng", "16.000").was(amount).half().plain(),
		want("deadline", "Nộp trước", "17:00 30/11/2026").plain(),
		yesNo("rests", "Thời hạn trong lúc chờ", "Tạm dừng tính", "Vẫn tính", true), want("note", "Ghi chú", ""),
	}}
}

func askPay(a asking, v values) question {
	name, amount, intro := "Lệ phí", "", "Số biên lai lấy từ quyển biên lai của cơ quan thuế."
	if n := a.d.Unpaid(); n > 0 {
		name, amount = a.d.Fees()[0].Name, moneyText(n)
		intro = "Còn phải nộp " + amount + " đ. " + intro
	}
	method := choose("method", "Cách nộp", string(motcua.PayCash), Choice{Key: string(motcua.PayCash), Text: "Tiền mặt"},
		Choice{Key: string(motcua.PayTransfer), Text: "Chuyển khoản"}, Choice{Key: string(motcua.PayOnline), Text: "Cổng DVC"})
	receipt := want("receipt", "Số biên lai", "0001234").half().plain()
	receipt.Needed = v["method"] != string(motcua.PayOnline)
	collector := need("collector", "Người thu", "").was(a.actor).half()
	return question{"Đã thu bao nhiêu?", intro, []StepBox{
		method, need("name", "Khoản thu", "").was(name).half(), need("amount", "Số tiền, đồng", "16.000").was(amount).half().plain(),
		receipt, want("book", "Ký hiệu biên lai", "").half().plain(), collector, want("payer", "Người nộp tiền", "").half(),
	}}
}

func askVoid(a asking, _ values) question {
	pick := StepBox{Key: "payment", Label: "Khoản đã ghi thu", Kind: BoxPick, Needed: true}
	for _, p := range counting(a.d) {
		text := moneyText(motcua.Sum(p.Items)) + " đ"
		if p.Receipt != "" {
			text += ", biên lai " + strings.TrimSpace(p.Book+" "+p.Receipt)
		}
		pick.Options = append(pick.Options, Choice{Key: p.Event, Text: text, Note: DayHour(p.At, a.now)})
	}
	if len(pick.Options) > 0 {
		pick.Value = pick.Options[0].Key
	}
	return question{"Hủy khoản đã ghi thu nào?", "Khoản thu vẫn nằm trong nhật ký, đánh dấu đã hủy.", []StepBox{pick, need("reason", "Lý do", "Biên lai viết sai, trả lại tiền")}}
}

func askResult(a asking, v values) question {
	denied := v["result"] == string(motcua.ResultDenied)
	name := a.d.Received.Procedure.Name
	if r := a.d.Received.Procedure.Results; len(r) > 0 {
		name = r[0].Name
	}
	note := want("note", "Ghi chú", "")
	if denied {
		note = need("note", "Lý do không chấp thuận", "")
	}
	return question{"Kết quả giải quyết là gì?", "Hồ sơ chuyển sang chờ trả kết quả cho công dân.", []StepBox{
		choose("result", "Kết quả", string(motcua.ResultGranted), Choice{Key: string(motcua.ResultGranted), Text: "Chấp thuận"}, Choice{Key: string(motcua.ResultDenied), Text: "Không chấp thuận"}),
		need("name", "Tên kết quả", "").was(name),
		want("number", "Số, ký hiệu", "").half().plain(), want("date", "Ngày văn bản", "30/11/2026").was(Date(a.now)).half().plain(),
		want("signer", "Người ký", "").half(), want("copies", "Số bản trao", "1").was("1").half().plain(), note,
	}}
}

func askHandOver(a asking, v values) question {
	in := a.d.Received.Intake
	to := choose("to", "Ai nhận", string(motcua.TakerOwner), Choice{Key: string(motcua.TakerOwner), Text: "Chủ hồ sơ"})
	if in.Owner() != in.Applicant.Name {
		to.Options = append(to.Options, Choice{Key: string(motcua.TakerApplicant), Text: "Người nộp"})
	}
	to.Options = append(to.Options, Choice{Key: string(motcua.TakerAuthorised), Text: "Người được ủy quyền"}, Choice{Key: string(motcua.TakerPost), Text: "Bưu chính"})
	if in.ResultBy == motcua.ChannelPost {
		to.Value = string(motcua.TakerPost)
	}
	taker := v["to"]
	if taker == "" {
		taker = to.Value
	}
	boxes := []StepBox{to}
	name := need("name", "Họ tên người nhận", "")
	switch motcua.Taker(taker) {
	case motcua.TakerPost:
		return askedHandOver(a, append(boxes, name.was(in.Applicant.Name), need("item", "Số hiệu bưu gửi", "CP123456789VN").plain(), want("note", "Ghi chú", "")))
	case motcua.TakerOwner:
		name.Value = in.Owner()
	case motcua.TakerApplicant:
		name.Value = in.Applicant.Name
	}
	boxes = append(boxes, name,
		need("identity", "Giấy tờ tùy thân đã xem", "Căn cước, hộ chiếu").half(), want("idNumber", "Số giấy tờ", "").half().plain())
	if taker == string(motcua.TakerAuthorised) {
		boxes = append(boxes, need("authority", "Giấy ủy quyền", "Số, ngày, nơi chứng thực"))
	}
	return askedHandOver(a, append(boxes, yesNo("signed", "Ký nhận", "Đã ký nhận", "Chưa ký", true), want("note", "Ghi chú", "")))
}

func askedHandOver(a asking, boxes []StepBox) question {
	intro := "Máy in giấy biên nhận để người nhận ký. Trả rồi thì không hoàn tác được."
	if r := a.d.Course.Result; r != nil {
		intro = fmt.Sprintf("Kết quả: %s. %s", join(r.Name, r.Number), intro)
	}
	if n := a.d.Unpaid(); n > 0 {
		intro = fmt.Sprintf("Còn %s đ chưa nộp. %s", moneyText(n), intro)
	}
	return question{"Trả kết quả cho ai?", intro, boxes}
}

func askCorrect(a asking, v values) question {
	in := a.d.Received.Intake
	pick := StepBox{Key: "field", Label: "Mục ghi nhầm", Kind: BoxPick, Needed: true, Holder: "Chọn mục"}
	for _, f := range in.CorrectableFields() {
		if a.units != nil && strings.HasSuffix(f, ".province") {
			continue // chosen together with its ward
		}
		pick.Options = append(pick.Options, Choice{Key: f, Text: correctWords(a.d, f), Note: a.asWritten(f)})
	}
	fresh := need("new", "Viết đúng là", "")
	if f := v["field"]; f != "" {
		fresh.Label = "Viết đúng là, đang để trống"
		if old := a.asWritten(f); old != "" {
			fresh.Label = "Viết đúng là, thay cho “" + old + "”"
		}
		if fresh.Options = a.correctChoices(f, v["province"]); fresh.Options != nil {
			fresh.Kind, fresh.Holder = BoxPick, "Chọn trong danh sách"
		}
	}
	boxes := []StepBox{pick}
	if a.units != nil && strings.HasSuffix(v["field"], ".ward") {
		boxes = append(boxes, StepBox{Key: "province", Label: "Tỉnh, thành phố", Kind: BoxPick, Needed: true,
			Options: places(a.units.Provinces()), Value: a.provinceOf(v["field"])})
	}
	return question{"Đính chính mục nào?", "Mã, thủ tục và thời gian đứng như đã in. Nhật ký giữ cả chữ cũ và chữ mới.",
		append(boxes, fresh, need("reason", "Lý do", "Gõ nhầm"))}
}

// provinceOf returns the province that stands beside a ward.
func (a asking) provinceOf(ward string) string {
	p, _ := a.d.Received.Intake.Value(strings.TrimSuffix(ward, "ward") + "province")
	return p
}

// correctChoices returns what a field can be corrected to where that is one of
// a list, wards those of a province, the one there is where it is empty; nil
// where it is written.
func (a asking) correctChoices(field, province string) []Choice {
	switch at := field[strings.LastIndexByte(field, '.')+1:]; {
	case at == "gender":
		return genders
	case at == "resultBy":
		return resultWays
	case a.units == nil:
	case at == "ward" && province == "":
		return places(a.units.Wards(a.provinceOf(field)))
	case at == "ward":
		return places(a.units.Wards(province))
	}
	return nil
}

// asWritten returns what a field says now, in words.
func (a asking) asWritten(field string) string {
	old, _ := a.d.Received.Intake.Value(field)
	for _, c := range a.correctChoices(field, "") {
		if c.Key == old {
			return c.Text
		}
	}
	return old
}

// correctable field names in words; what stands before the dot says whose.
var (
	whoseWords = map[string]string{"applicant": "người nộp", "authoriser": "người ủy quyền", "organisation": "tổ chức"}
	fieldWords = map[string]string{
		"name": "Họ tên", "idNumber": "Số định danh", "birthDate": "Ngày sinh", "gender": "Giới tính", "phone": "Điện thoại", "email": "Thư điện tử",
		"address.province": "Tỉnh, thành phố", "address.ward": "Phường, xã", "address.street": "Số nhà, đường", "address.text": "Địa chỉ đầy đủ",
		"document": "Giấy ủy quyền", "taxCode": "Mã số thuế", "request": "Nội dung yêu cầu", "sets": "Số bộ", "resultBy": "Cách nhận kết quả",
		"resultPlace": "Nơi nhận kết quả", "registerBook": "Quyển số", "registerEntry": "Số thứ tự trong sổ",
	}
)

func correctWords(d motcua.Dossier, field string) string {
	if w, ok := fieldWords[field]; ok {
		return w
	}
	who, rest, _ := strings.Cut(field, ".")
	if whose, ok := whoseWords[who]; ok {
		if who == "organisation" && rest == "name" {
			return "Tên tổ chức"
		}
		return fieldWords[rest] + " của " + whose
	}
	key, what, _ := strings.Cut(rest, ".")
	name := map[string]string{"originals": "Số bản chính", "copies": "Số bản sao"}[what]
	for _, c := range d.Components {
		if c.Rule.Key == key {
			return name + ": " + paperName(c.Rule)
		}
	}
	return name + " " + key
}
