package model

import (
	"regexp"
	"strconv"
	"strings"

	"motcua"
)

// Field is one box of the form, named by its JSON path in motcua.Intake, the
// same name that errors and warnings carry.
type Field string

// The boxes of the form.
const (
	FieldProcedure    Field = "procedure"
	FieldCase         Field = "case"
	FieldChannel      Field = "channel"
	FieldSets         Field = "sets"
	FieldID           Field = "applicant.idNumber"
	FieldName         Field = "applicant.name"
	FieldBirth        Field = "applicant.birthDate"
	FieldGender       Field = "applicant.gender"
	FieldPhone        Field = "applicant.phone"
	FieldEmail        Field = "applicant.email"
	FieldProvince     Field = "applicant.address.province"
	FieldWard         Field = "applicant.address.ward"
	FieldStreet       Field = "applicant.address.street"
	FieldResultBy     Field = "resultBy"
	FieldOwnerID      Field = "authoriser.idNumber"
	FieldOwnerName    Field = "authoriser.name"
	FieldOwnerBirth   Field = "authoriser.birthDate"
	FieldOwnerGender  Field = "authoriser.gender"
	FieldOwnerPhone   Field = "authoriser.phone"
	FieldOwnerPaper   Field = "authoriser.document"
	FieldOrgName      Field = "organisation.name"
	FieldOrgTax       Field = "organisation.taxCode"
	FieldOrgStreet    Field = "organisation.address.street"
	FieldLimit        Field = "limit"
	FieldPapers       Field = "papers"
	FieldKind         Field = "kind"
	FieldAuthoriser   Field = "authoriser"
	FieldOrganisation Field = "organisation"
	FieldResolver     Field = "resolver.unit"
	FieldFeePages     Field = "fee.pages"
	FieldFeeCount     Field = "fee.count"
	FieldFeeExempt    Field = "fee.exemption"
	FieldFeeAmount    Field = "payment.items"
	FieldFeeMethod    Field = "payment.method"
	FieldFeeReceipt   Field = "payment.receipt"
	FieldFeeCollector Field = "payment.collector"
)

// labels are the words over the boxes; sentences about a field use them too.
var labels = map[Field]string{
	FieldProcedure:    "Thủ tục",
	FieldCase:         "Trường hợp",
	FieldChannel:      "Cách nộp",
	FieldSets:         "Số bộ",
	FieldID:           "Số định danh cá nhân",
	FieldName:         "Họ, chữ đệm, tên",
	FieldBirth:        "Ngày sinh",
	FieldGender:       "Giới tính",
	FieldPhone:        "Điện thoại",
	FieldEmail:        "Thư điện tử (nếu có)",
	FieldProvince:     "Tỉnh, thành phố",
	FieldWard:         "Phường, xã, đặc khu",
	FieldStreet:       "Số nhà, đường, tổ, thôn",
	FieldResultBy:     "Nhận kết quả",
	FieldOwnerID:      "Số định danh người ủy quyền",
	FieldOwnerName:    "Họ tên người ủy quyền",
	FieldOwnerBirth:   "Ngày sinh",
	FieldOwnerGender:  "Giới tính",
	FieldOwnerPhone:   "Điện thoại",
	FieldOwnerPaper:   "Giấy tờ ủy quyền",
	FieldOrgName:      "Tên tổ chức, hộ kinh doanh",
	FieldOrgTax:       "Mã số thuế",
	FieldOrgStreet:    "Địa chỉ trụ sở",
	FieldLimit:        "Thời hạn (ngày làm việc)",
	FieldPapers:       "Giấy tờ",
	FieldKind:         "Người nộp",
	FieldAuthoriser:   "Người ủy quyền",
	FieldOrganisation: "Tổ chức",
	FieldResolver:     "Nơi giải quyết",
	FieldFeePages:     "Số trang",
	FieldFeeCount:     "Số lượng",
	FieldFeeExempt:    "Diện miễn",
	FieldFeeAmount:    "Số tiền (đồng)",
	FieldFeeMethod:    "Cách thu",
	FieldFeeReceipt:   "Số biên lai",
	FieldFeeCollector: "Người thu",
}

// Label returns the words over a box.
func Label(f Field) string { return labels[f] }

// Choice is one line of a pick list.
type Choice struct {
	Key  string
	Text string
	Note string
}

var genders = []Choice{{Key: "Nam", Text: "Nam"}, {Key: "Nữ", Text: "Nữ"}}

var resultWays = []Choice{
	{Key: string(motcua.ChannelDirect), Text: "Tại Trung tâm"},
	{Key: string(motcua.ChannelPost), Text: "Qua bưu chính"},
}

// clean is a text as it is handed to the desk: composed, without spaces at
// the ends, inner runs of spaces as one. Control characters stay, so that the
// desk refuses them by name.
func clean(s string) string {
	return motcua.NFC(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\u00a0' }), " "))
}

var (
	dateDigits = regexp.MustCompile(`^(\d{2})(\d{2})(\d{4})$`)
	dateLoose  = regexp.MustCompile(`^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$`)
)

// tidyDate writes dates typed as 15081990, 15-8-1990 or 15.8.1990 as
// 15/08/1990 and leaves everything else alone.
func tidyDate(s string) string {
	m := dateDigits.FindStringSubmatch(s)
	if m == nil {
		m = dateLoose.FindStringSubmatch(s)
	}
	if m == nil {
		return s
	}
	two := func(x string) string {
		if len(x) == 1 {
			return "0" + x
		}
		return x
	}
	return two(m[1]) + "/" + two(m[2]) + "/" + m[3]
}

// tidy is the form a text takes when its box is left.
func tidy(f Field, s string) string {
	s = clean(s)
	switch f {
	case FieldBirth, FieldOwnerBirth:
		return tidyDate(s)
	case FieldID, FieldOwnerID, FieldOrgTax:
		return strings.ReplaceAll(s, " ", "")
	}
	return s
}

// texts are what the clerk typed, box by box, untouched.
type texts map[Field]string

func (t texts) get(f Field) string { return tidy(f, t[f]) }

// intake builds what the desk takes from what was typed.
func (t texts) intake(id, procedure, caseName string, channel motcua.Channel, kind motcua.ApplicantKind, papers []motcua.PaperCount) motcua.Intake {
	in := motcua.Intake{
		ID: id, Procedure: procedure, Case: caseName, Channel: channel, Kind: kind,
		Sets: number(t.get(FieldSets), 1),
		Applicant: motcua.Person{
			Name: t.get(FieldName), IDNumber: t.get(FieldID), BirthDate: t.get(FieldBirth),
			Gender: t.get(FieldGender), Phone: phone(t.get(FieldPhone)), Email: t.get(FieldEmail),
			Address: motcua.Address{Province: t.get(FieldProvince), Ward: t.get(FieldWard), Street: t.get(FieldStreet)},
		},
		Papers:   papers,
		ResultBy: motcua.Channel(t.get(FieldResultBy)),
	}
	switch kind {
	case motcua.ApplicantAuthorised:
		in.Authoriser = &motcua.Person{
			Name: t.get(FieldOwnerName), IDNumber: t.get(FieldOwnerID), BirthDate: t.get(FieldOwnerBirth),
			Gender: t.get(FieldOwnerGender), Phone: phone(t.get(FieldOwnerPhone)), Document: t.get(FieldOwnerPaper),
		}
	case motcua.ApplicantOrganisation:
		in.Organisation = &motcua.Organisation{
			Name: t.get(FieldOrgName), TaxCode: t.get(FieldOrgTax),
			Address: motcua.Address{Street: t.get(FieldOrgStreet)},
		}
	}
	if name, agency := strings.CutPrefix(t[FieldResolver], agencyMark); agency {
		in.Resolver = &motcua.Place{Name: name}
	} else if name != "" {
		in.Resolver = &motcua.Place{Unit: name}
	}
	if s := t.get(FieldLimit); s != "" {
		in.Limit = &motcua.Limit{Unit: motcua.LimitWorkDays, Count: number(s, -1)}
	}
	return in
}

// number reads a whole number; what is none becomes -1, which the desk
// refuses, and an empty text becomes empty.
func number(s string, empty int) int {
	if s == "" {
		return empty
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

// phone drops the spaces and dots people put between groups of digits.
func phone(s string) string {
	return strings.NewReplacer(" ", "", ".", "", "-", "").Replace(s)
}
