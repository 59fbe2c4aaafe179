package model

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"motcua"
)

// asking is what a sheet is made for.
type asking struct {
	d     motcua.Dossier
	now   time.Time
	actor string
	to    string // where the internal process leads to from here; "" where it does not say
	units Units  // nil where no places are known
}

// question is what a step asks before it is done.
type question struct {
	title string // the question
	intro string // what will happen
	boxes []StepBox
}

// stepAsks make the sheet of each step. v is what was chosen so far: some
// boxes are there for some answers only.
var stepAsks = map[StepKey]func(asking, values) question{
	StepAccept: askAccept, StepRefuse: askRefuse, StepSupplement: askSupplement, StepTakeSupplement: askTakeSupplement,
	StepPause: askPause, StepResume: askResume, StepExtend: askExtend, StepStop: askStop, StepForward: askForward,
	StepTakeOver: askTakeOver, StepCharge: askCharge, StepPay: askPay, StepVoid: askVoid, StepResult: askResult,
	StepHandOver: askHandOver, StepCorrect: askCorrect, StepNote: askNote, StepUndo: askUndo,
}

func askAccept(asking, values) question {
	return question{"Tiếp nhận hồ sơ này?", "Thời hạn được tính từ bây giờ và máy in giấy hẹn.", []StepBox{want("note", "Ghi chú", "")}}
}

func askRefuse(asking, values) question {
	return question{"Từ chối tiếp nhận hồ sơ này?", "Máy sẽ in Mẫu 03. Việc từ chối được ghi lại và không xóa được.", []StepBox{
		need("reasons", "Lý do từ chối", "Không thuộc thẩm quyền của phường"),
		want("basis", "Căn cứ pháp lý", "Điều, khoản, văn bản"),
		want("contact.name", "Ai hướng dẫn thêm", "").half(), want("contact.phone", "Điện thoại của người ấy", "").half().plain(),
	}}
}

func askSupplement(a asking, _ values) question {
	missing := StepBox{Key: "missing", Label: "Giấy tờ còn thiếu hoặc cần nộp lại", Kind: BoxTicks}
	lacking := lackingPapers(a.d)
	for _, c := range a.d.Components {
		if c.Rule.Note {
			continue
		}
		note, _ := paperNote(c, pagesOf(c), false)
		if a.d.Received.Code == "" { // nobody could scan yet
			note = strings.TrimSuffix(strings.TrimSuffix(note, noScan), " · ")
		}
		missing.Options = append(missing.Options, Choice{Key: c.Rule.Key, Text: paperName(c.Rule), Note: note})
	}
	missing.Value = ticksIn(missing.Options, lacking)
	intro := "Thời hạn tạm dừng tính cho đến khi giấy tờ đến. Máy in Mẫu 02."
	if a.d.Status == motcua.StatusRegistered {
		intro = "Hồ sơ chưa được tiếp nhận, chờ đủ giấy tờ. Máy in Mẫu 02."
	}
	return question{"Yêu cầu bổ sung giấy tờ nào?", intro, []StepBox{
		missing,
		want("other", "Giấy tờ khác, nội dung cần hoàn thiện", "Ghi rõ thứ cần nộp hoặc cần sửa"),
		need("reason", "Lý do", "Vì sao cần bổ sung"),
		want("basis", "Căn cứ pháp lý", "Điều, khoản, văn bản").half(), want("deadline", "Nộp trước", "17:00 30/11/2026").half().plain(),
	}}
}

// lackingPapers returns the papers that everyone must bring and that are not
// there, as the form says before a dossier is taken in; what is asked for in
// some cases only, or only looked at, the clerk ticks.
func lackingPapers(d motcua.Dossier) []string {
	in := d.Received.Intake
	var counts []motcua.PaperCount
	filed := map[string]bool{}
	for _, c := range d.Components {
		counts = append(counts, c.Count)
		filed[c.Rule.Key] = pagesOf(c) > 0 || c.Rule.PresentOnly
	}
	keys := d.Received.Procedure.Missing(in.Case, in.Channel, in.Kind == motcua.ApplicantAuthorised, counts)
	return slices.DeleteFunc(keys, func(k string) bool { return filed[k] })
}

func pagesOf(c motcua.Component) int {
	n := 0
	for _, f := range c.Files {
		n += f.File.Pages
	}
	return n
}

func askTakeSupplement(a asking, _ values) question {
	papers := StepBox{Key: "papers", Label: "Giấy tờ vừa nhận", Kind: BoxTicks}
	wanted, words := wantedPapers(a.d)
	for _, c := range a.d.Components {
		if c.Rule.Note || c.Rule.PresentOnly && !slices.Contains(wanted, c.Rule.Key) {
			continue
		}
		note := ""
		if slices.Contains(wanted, c.Rule.Key) {
			note = "đã yêu cầu"
		}
		papers.Options = append(papers.Options, Choice{Key: c.Rule.Key, Text: paperName(c.Rule), Note: note})
	}
	slices.SortStableFunc(papers.Options, func(a, b Choice) int { return strings.Compare(b.Note, a.Note) }) // asked for first
	papers.Value = ticksIn(papers.Options, wanted)
	intro := "Nhận đủ thì thời hạn được tính tiếp, ngày hẹn lùi đúng thời gian đã chờ."
	if words != "" {
		intro = "Đã yêu cầu: " + words + ". " + intro
	}
	return question{"Đã nhận giấy tờ bổ sung nào?", intro, []StepBox{
		papers, yesNo("complete", "Đã đủ chưa", "Đã đủ", "Còn thiếu, chờ tiếp", true), want("note", "Ghi chú", ""),
	}}
}

// allCame answers whether every paper that was asked for is ticked.
func allCame(d motcua.Dossier, v values) string {
	wanted, _ := wantedPapers(d)
	came := v.ticks("papers")
	for _, w := range wanted {
		if !slices.Contains(came, w) {
			return "no"
		}
	}
	return "yes"
}

// ticksIn joins those of keys that a list has, in the order of the list.
func ticksIn(options []Choice, keys []string) string {
	var out []string
	for _, o := range options {
		if slices.Contains(keys, o.Key) {
			out = append(out, o.Key)
		}
	}
	return strings.Join(out, ",")
}

// wantedPapers returns the papers of the list that were last asked for, and in
// words what else was.
func wantedPapers(d motcua.Dossier) (keys []string, other string) {
	n := len(d.Course.Supplements)
	if n == 0 {
		return nil, ""
	}
	var words []string
	for _, m := range d.Course.Supplements[n-1].Missing {
		if m.Paper != "" {
			keys = append(keys, m.Paper)
		} else {
			words = append(words, m.Text)
		}
	}
	return keys, strings.Join(words, "; ")
}

func askPause(asking, values) question {
	return question{"Tạm dừng thời hạn để xác minh?", "Thời gian gửi đi và chờ trả lời không tính vào thời hạn.", []StepBox{
		need("with", "Cơ quan được hỏi", "Công an phường, UBND xã …"),
		need("reason", "Nội dung xác minh", ""),
		want("document", "Số, ngày văn bản hỏi", "").half(), want("until", "Dự kiến có trả lời", "17:00 30/11/2026").half().plain(),
		want("basis", "Căn cứ pháp lý", "Điều, khoản, văn bản"),
	}}
}

func askResume(asking, values) question {
	return question{"Đã có trả lời xác minh?", "Thời hạn được tính tiếp, ngày hẹn lùi đúng thời gian đã chờ.", []StepBox{
		want("document", "Số, ngày văn bản trả lời", ""), want("note", "Ghi chú", ""),
	}}
}

func askExtend(a asking, _ values) question {
	return question{"Xin lỗi và hẹn lại ngày nào?", "Hẹn hiện tại " + momentText(a.d.Due) + ". Chỉ được hẹn lại một lần. Máy in Mẫu 04.", []StepBox{
		need("due", "Hẹn lại", "17:00 30/11/2026").plain(), need("reason", "Lý do chậm", ""),
		want("agency", "Cơ quan làm chậm", "để trống nếu là đơn vị này").half(), want("signer", "Người ký", "").half(),
	}}
}

// momentText writes "17:00 thứ Hai 30/11/2026".
func momentText(t time.Time) string { return Hour(t) + " " + Weekday(t) + " " + Date(t) }

func askStop(a asking, v values) question {
	cause := choose("cause", "Vì sao", string(motcua.StopRequest), Choice{Key: string(motcua.StopRequest), Text: "Công dân rút"})
	for _, c := range []struct {
		cause motcua.StopCause
		text  string
	}{{motcua.StopNoPapers, "Không bổ sung"}, {motcua.StopNoPayment, "Không nộp tiền"}, {motcua.StopByLaw, "Theo quy định"}} {
		if (motcua.Stopped{Cause: c.cause}).Allows(a.d) == nil {
			cause.Options = append(cause.Options, Choice{Key: string(c.cause), Text: c.text})
		}
	}
	boxes := []StepBox{cause, need("reason", "Lý do", "")}
	if v["cause"] == "" || v["cause"] == string(motcua.StopRequest) {
		boxes = append(boxes, want("requester", "Người yêu cầu, nếu không phải chủ hồ sơ", ""))
	}
	basis := want("basis", "Căn cứ pháp lý", "Điều, khoản, văn bản").half()
	basis.Needed = v["cause"] == string(motcua.StopByLaw)
	return question{"Dừng giải quyết hồ sơ này?", "Máy sẽ in Mẫu 05. Hồ sơ kết thúc, không làm tiếp được nữa.",
		append(boxes, basis, want("signer", "Người quyết định", "").half())}
}

func askForward(a asking, _ values) question {
	return question{"Chuyển hồ sơ cho ai?", "Hồ sơ đang ở " + holderName(a.d) + ". Máy in phiếu kiểm soát (Mẫu 06).", []StepBox{
		need("to.name", "Bộ phận, đơn vị nhận", "Tư pháp – Hộ tịch").was(a.to),
		want("to.person", "Người nhận", "").half(), want("due", "Phải xong trước", "17:00 30/11/2026").half().plain(),
		yesNo("papers", "Hồ sơ giấy", "Chuyển kèm", "Không kèm", true), want("note", "Ghi chú", ""),
	}}
}

// holderName says who has a dossier.
func holderName(d motcua.Dossier) string {
	h := d.Course.Holder
	if h.Name == "" {
		return "quầy tiếp nhận"
	}
	return join(h.Name, h.Person)
}

func askTakeOver(a asking, _ values) question {
	from, to := "nơi chuyển", "nơi nhận"
	if n := len(a.d.Course.Moves); n > 0 {
		m := a.d.Course.Moves[n-1]
		from, to = m.From.Name, join(m.To.Name, m.To.Person)
	}
	return question{"Xác nhận " + to + " đã nhận hồ sơ?", "Chuyển từ " + from + ". Phiếu kiểm soát ghi giờ nhận là bây giờ.", []StepBox{want("note", "Ghi chú", "")}}
}

func askNote(asking, values) question {
	return question{"Ghi chú gì vào hồ sơ?", "Ghi chú nằm trong nhật ký, công dân không thấy.", []StepBox{need("text", "Nội dung", "")}}
}

func askUndo(a asking, _ values) question {
	what, back := "bước cuối", ""
	if n := len(a.d.Steps); n > 0 {
		s := a.d.Steps[n-1]
		what = fmt.Sprintf("“%s” lúc %s", storyLine(s, a.now).What, Hour(s.At))
		if s.From.Valid() && s.From != s.To {
			back = "Hồ sơ trở lại “" + s.From.Name() + "”. "
		}
	}
	return question{"Hoàn tác " + what + "?", back + "Nhật ký vẫn giữ cả hai bước.", []StepBox{want("reason", "Lý do", "Bấm nhầm")}}
}
