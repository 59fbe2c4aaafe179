package printing

import (
	"strings"
	"time"
)

// SupplementData is what form 02 says: Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
type SupplementData struct {
	Issue
	Case
	Items        []string // what must be added or mended
	Reason       string
	Contact      string // who helps; Clerk where empty
	ContactPhone string
	Clerk        string // người hướng dẫn
}

func (d SupplementData) content() content {
	contact := clean(d.Contact)
	if contact == "" {
		contact = clean(d.Clerk)
	}
	c := d.document(d.Issue, "supplement", map[string]string{
		"reason": clean(d.Reason), "contact": glue(contact), "contactPhone": clean(d.ContactPhone), "clerk": glue(clean(d.Clerk)),
	}, "owner", "request", "items", "reason")
	c.lists = map[string][]string{"items": cleaned(d.Items)}
	return c
}

// RefusalData is what form 03 says: Phiếu từ chối tiếp nhận giải quyết hồ sơ.
// Code is empty where the dossier never got one.
type RefusalData struct {
	Issue
	Case
	Reason string
	Clerk  string
}

func (d RefusalData) content() content {
	return d.document(d.Issue, "refusal", map[string]string{
		"reason": clean(d.Reason), "clerk": glue(clean(d.Clerk)),
	}, "owner", "request", "reason")
}

// ExtensionData is what form 04 says: Phiếu xin lỗi và đề nghị gia hạn thời
// gian giải quyết. A result is promised anew once at most.
type ExtensionData struct {
	Issue
	Case
	Agency  string // that resolves the dossier; the office where empty
	AtFault string // đơn vị làm chậm; Agency where empty
	Reason  string
	NewDue  time.Time
	Title   string   // of who signs; "Thủ trưởng cơ quan, đơn vị" where empty
	Head    string   // who signs
	Copies  []string // nơi nhận
}

func (d ExtensionData) content() content {
	agency, title, fault := clean(d.Agency), clean(d.Title), clean(d.AtFault)
	if title == "" {
		title = "Thủ trưởng cơ quan, đơn vị"
	}
	c := d.document(d.Issue, "extension", map[string]string{
		"reason": clean(d.Reason), "newDue": timeOrBlank(d.NewDue), "newDueDay": dayOrBlank(d.NewDue),
		"head": glue(clean(d.Head)), "headTitle": strings.ToUpper(title),
	}, "owner", "code", "due", "reason", "newDueDay")
	if agency == "" {
		agency = c.fields["here"]
	}
	if fault == "" {
		fault = agency
	}
	c.fields["agency"], c.fields["atFault"] = agency, fault
	c.fields["receivedDayCap"] = "N" + strings.TrimPrefix(c.fields["receivedDay"], "n") // begins a sentence
	c.fields["copyLine"] = strings.Join(cleaned(append([]string{"Như trên"}, d.Copies...)), "; ")
	return c
}

// StopData is what form 05 says: Thông báo dừng giải quyết hồ sơ, on the
// applicant's request (NĐ 118/2025/NĐ-CP, Điều 21; TT 03/2025/TT-VPCP, Điều 7).
type StopData struct {
	Issue
	Case
	Requested   time.Time
	RequestedBy string // Submitter or Owner where empty
	Channel     string // how the request came: "trực tiếp", "qua bưu chính"
	Stage       string // how far the dossier had come
	Outcome     string // decision made before the request; none where empty
	Paid        string // financial duty that was done already; none where empty
	Title       string // of who signs
	Officer     string // who signs
}

func (d StopData) content() content {
	by, title, outcome, paid := clean(d.RequestedBy), clean(d.Title), clean(d.Outcome), clean(d.Paid)
	if title == "" {
		title = "Người tiếp nhận hồ sơ"
	}
	if outcome == "" {
		outcome = "chưa có quyết định hoặc kết quả giải quyết"
	}
	if paid == "" {
		paid = "chưa thực hiện"
	}
	c := d.document(d.Issue, "stop", map[string]string{
		"requested": timeOrBlank(d.Requested), "channel": clean(d.Channel), "stage": clean(d.Stage), "outcome": outcome, "paid": paid,
		"officer": glue(clean(d.Officer)), "officerTitle": strings.ToUpper(title),
	}, "owner", "code", "requested")
	if by == "" {
		by = c.fields["submitter"]
	}
	c.fields["requestedBy"] = glue(by)
	return c
}
