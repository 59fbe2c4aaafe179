package model

import "motcua"

// Doubt is a warning in words: a headline for the list of checks, the same in
// two or three words for the label of its box, and what to do about it.
type Doubt struct {
	Field Field
	Head  string
	Short string
	Now   string
}

// warningWords tells each code of desk (its Warn constants; a test in
// cmd/station holds the two together).
var warningWords = map[string]Doubt{
	"id-birth-year":    {Head: "Năm sinh không khớp số định danh", Short: "không khớp số định danh", Now: "Xem lại thẻ, sửa nếu gõ nhầm."},
	"id-gender":        {Head: "Giới tính không khớp số định danh", Short: "không khớp số định danh", Now: "Xem lại thẻ, sửa nếu gõ nhầm."},
	"id-province":      {Head: "Ba số đầu không phải mã tỉnh", Short: "mã tỉnh lạ", Now: "Xem lại số trên thẻ."},
	"id-old":           {Head: "Số CMND cũ, 9 chữ số", Short: "CMND cũ", Now: "Hỏi thẻ căn cước mới nếu có."},
	"id-missing":       {Head: "Chưa có số định danh", Short: "còn trống", Now: "Nhập nếu người nộp có thẻ."},
	"phone-shape":      {Head: "Số điện thoại trông chưa đúng", Short: "xem lại", Now: "Số di động có 10 chữ số, đầu 03, 05, 07, 08, 09."},
	"tax-code":         {Head: "Mã số thuế trông chưa đúng", Short: "xem lại", Now: "Gồm 10, 13 hoặc 12 chữ số, có số kiểm tra."},
	"paper-missing":    {Head: "Thiếu giấy tờ phải nộp", Short: "còn thiếu", Now: "Nhận thêm, hoặc sửa số bản."},
	"limit-unverified": {Head: "Thời hạn chưa kiểm chứng", Short: "chưa kiểm chứng", Now: "Đối chiếu với quyết định công bố."},
	"limit-missing":    {Head: "Danh mục chưa có thời hạn", Short: "chưa có", Now: "Ghi số ngày trong ô Thời hạn."},
}

// WarningWords tells a warning. A code that this table does not know is still
// shown, by the name of its box.
func WarningWords(w motcua.Warning) Doubt {
	d, ok := warningWords[w.Code]
	if !ok {
		d = Doubt{Head: "Cần xem lại", Short: "xem lại", Now: "Đối chiếu với giấy tờ."}
		if l := Label(Field(w.Field)); l != "" {
			d.Head = "Cần xem lại: " + l
		}
	}
	d.Field = Field(w.Field)
	return d
}
