package station

import (
	"context"
	"fmt"
	"strings"

	"motcua"
	"motcua/printing"
)

// paperTitles begin the names of print jobs and their files:
// "phieu-bo-sung-H57.19.789-261120-0007".
var paperTitles = map[motcua.PrintForm]string{
	motcua.PrintReceipt: "giay-hen", motcua.PrintSupplement: "phieu-bo-sung", motcua.PrintRefusal: "phieu-tu-choi", motcua.PrintExtension: "phieu-hen-lai",
	motcua.PrintStop: "thong-bao-dung", motcua.PrintControl: "phieu-kiem-soat", motcua.PrintResult: "giay-bien-nhan",
}

// Paper makes a paper of a dossier from what is stored, as PDF on the sheet
// that its form names first. Where a step was taken more than once, it is the
// newest. A paper that the dossier has no step for is CodeUnknown with field
// "form"; an erased dossier has none (CodeConflict, "dossier").
func (s *Station) Paper(ctx context.Context, id string, form motcua.PrintForm) ([]byte, error) {
	_, doc, err := s.paper(ctx, id, form, 0)
	if err != nil {
		return nil, err
	}
	return s.Press.PDF("", doc)
}

// paper returns what stands on a paper of a dossier, and the title of its job.
func (s *Station) paper(ctx context.Context, id string, form motcua.PrintForm, reprint int) (string, printing.Document, error) {
	d, err := s.Store.Dossier(ctx, id)
	if err != nil {
		return "", nil, err
	}
	if d.Erased {
		return "", nil, &motcua.Error{Code: motcua.CodeConflict, Field: "dossier", Detail: "erased"}
	}
	title := paperTitles[form] + "-" + string(d.Received.Code)
	if form == motcua.PrintReceipt {
		doc, err := receiptData(s.Store, d, reprint)
		return title, doc, err
	}
	url, err := s.Store.ReceiptURL(d)
	if err != nil {
		return "", nil, err
	}
	w := writer{s: s, d: d, Case: kase(d, url), reprint: reprint}
	doc := w.document(form)
	if doc == nil {
		return "", nil, &motcua.Error{Code: motcua.CodeUnknown, Field: "form", Detail: string(form)}
	}
	return title, doc, nil
}

// kase is the dossier as every paper names it.
func kase(d motcua.Dossier, url string) printing.Case {
	in, r := d.Received.Intake, d.Received
	c := printing.Case{
		Code: r.Code, Owner: in.Owner(), IDNumber: in.OwnerNumber(), Phone: in.Applicant.Phone, Email: in.Applicant.Email,
		Request: in.Request, Procedure: r.Procedure.Name, Submitter: in.Applicant.Name, Received: r.Appointment.Received, Due: d.Due, URL: url,
	}
	at := in.Applicant.Address
	switch {
	case in.Kind == motcua.ApplicantOrganisation && in.Organisation != nil:
		at = in.Organisation.Address
	case in.Kind == motcua.ApplicantAuthorised && in.Authoriser != nil:
		at = in.Authoriser.Address
	}
	if c.Address = at.Text; c.Address == "" {
		c.Address = at.Street
	}
	return c
}

// writer fills in the papers of one dossier.
type writer struct {
	s       *Station
	d       motcua.Dossier
	reprint int
	printing.Case
}

// document fills a form in; nil where the dossier has no step for it.
func (w writer) document(form motcua.PrintForm) printing.Document {
	c := w.d.Course
	switch {
	case form == motcua.PrintSupplement && len(c.Supplements) > 0:
		return w.supplement(c.Supplements[len(c.Supplements)-1])
	case form == motcua.PrintRefusal && c.Refusal != nil:
		return w.refusal(*c.Refusal)
	case form == motcua.PrintExtension && c.Extension != nil:
		return w.extension(*c.Extension)
	case form == motcua.PrintStop && c.Stop != nil:
		return w.stop(*c.Stop)
	case form == motcua.PrintControl && len(c.Moves) > 0:
		return w.control()
	case form == motcua.PrintResult && c.HandOver != nil:
		return w.result(*c.HandOver)
	}
	return nil
}

// issue says who issues a paper, under which number and when: that of the step
// that bears the number.
func (w writer) issue(slip motcua.Slip) (printing.Issue, motcua.Step) {
	var step motcua.Step
	for _, s := range w.d.Steps {
		if s.Slip == slip && slip.Number > 0 {
			step = s
		}
	}
	number, _, _ := strings.Cut(slip.Text(), "/")
	return printing.Issue{Unit: printing.Unit{Name: w.s.Store.Station().UnitName}, Number: number, Day: step.At, Reprint: w.reprint}, step
}

func (w writer) supplement(b motcua.SupplementRequested) printing.Document {
	issue, step := w.issue(b.Slip)
	out := printing.SupplementData{Issue: issue, Case: w.Case, Reason: cited(b.Reason, b.Basis), Contact: b.Contact.Name, ContactPhone: b.Contact.Phone, Clerk: step.Actor}
	for _, m := range b.Missing {
		out.Items = append(out.Items, w.inFull(m))
	}
	if !b.Deadline.IsZero() {
		out.Reason += ". Nộp trước " + b.Deadline.In(motcua.Local).Format("15:04 ngày 02/01/2006")
	}
	return out
}

// inFull says a missing paper as it was published where the screen, which has
// less room, said only how that begins: on paper nothing is cut off.
func (w writer) inFull(m motcua.MissingPaper) string {
	for _, c := range w.d.Components {
		if c.Rule.Key == m.Paper && strings.HasPrefix(c.Rule.Name, strings.TrimSuffix(m.Text, "…")) {
			return c.Rule.Name
		}
	}
	return m.Text
}

// cited writes a reason with its legal basis.
func cited(reason, basis string) string {
	if basis == "" {
		return reason
	}
	return strings.TrimSuffix(reason, ".") + " (căn cứ: " + basis + ")"
}

func (w writer) refusal(b motcua.Refused) printing.Document {
	issue, step := w.issue(b.Slip)
	return printing.RefusalData{Issue: issue, Case: w.Case, Reason: cited(strings.Join(b.Reasons, "; "), b.Basis), Clerk: step.Actor}
}

// extension says in Due the appointment that was not kept.
func (w writer) extension(b motcua.Extended) printing.Document {
	issue, _ := w.issue(b.Slip)
	w.Due = b.Old
	return printing.ExtensionData{Issue: issue, Case: w.Case, AtFault: b.Agency, Reason: b.Reason, NewDue: b.Due, Head: b.Signer}
}

func (w writer) stop(b motcua.Stopped) printing.Document {
	issue, step := w.issue(b.Slip)
	out := printing.StopData{Issue: issue, Case: w.Case, Requested: step.At, RequestedBy: b.Requester, Stage: b.Stage, Officer: b.Signer,
		Channel: map[motcua.Channel]string{motcua.ChannelDirect: "trực tiếp", motcua.ChannelOnline: "trực tuyến", motcua.ChannelPost: "qua bưu chính"}[b.Channel]}
	if out.Officer == "" {
		out.Officer = step.Actor
	}
	if b.Paid > 0 {
		out.Paid = fmt.Sprintf("đã nộp %d đồng", b.Paid)
	}
	return out
}

func (w writer) control() printing.Document {
	moves := w.d.Course.Moves
	issue, _ := w.issue(moves[0].Slip) // the sheet bears the number of its first line
	out := printing.ControlData{Issue: issue, Case: w.Case, Agency: moves[len(moves)-1].To.Name}
	words := map[motcua.Outcome]string{motcua.OutcomeEarly: "trước hạn", motcua.OutcomeOnTime: "đúng hạn", motcua.OutcomeLate: "quá hạn"}
	for _, m := range moves {
		taker := m.Taker
		if taker == "" {
			taker = m.To.Person
		}
		out.Steps = append(out.Steps, printing.ControlStep{From: m.From.Name, To: m.To.Name, Giver: m.Giver, Taker: taker, At: m.Given, Result: words[m.Outcome], Note: m.Note})
	}
	return out
}

func (w writer) result(b motcua.HandedOver) printing.Document {
	at := w.d.Course.HandedAt
	giver := ""
	for _, s := range w.d.Steps {
		if s.Kind == motcua.EventHandedOver && !s.Revoked {
			giver = s.Actor
		}
	}
	out := printing.ResultReceiptData{
		Issue: printing.Issue{Unit: printing.Unit{Name: w.s.Store.Station().UnitName}, Day: at, Reprint: w.reprint}, Case: w.Case,
		Giver: printing.Contact{Name: giver}, Taker: printing.Contact{Name: b.Name}, Returned: at,
	}
	if b.To == motcua.TakerOwner || b.To == motcua.TakerApplicant {
		out.Taker.Phone, out.Taker.Email = w.Phone, w.Email
	}
	if r := w.d.Course.Result; r != nil {
		out.Type, out.ResultNumber = r.Name, r.Number
	}
	return out
}
