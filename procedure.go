package motcua

import "time"

// Channel is how a dossier is handed in (KenhThucHien of the national portal).
type Channel string

// The three channels.
const (
	ChannelDirect Channel = "direct" // Trực tiếp, 1
	ChannelOnline Channel = "online" // Trực tuyến, 2
	ChannelPost   Channel = "post"   // Dịch vụ bưu chính, 3
)

// Valid reports whether c is one of the three.
func (c Channel) Valid() bool {
	return c == ChannelDirect || c == ChannelOnline || c == ChannelPost
}

// LimitUnit is what a time limit counts.
type LimitUnit string

// The units of time limits; LimitNone means the catalogue knows no limit.
const (
	LimitNone     LimitUnit = ""
	LimitSameDay  LimitUnit = "same-day"     // within the day; after 15:00 the next working day
	LimitHours    LimitUnit = "hours"        // working hours
	LimitWorkDays LimitUnit = "working-days" // ngày làm việc
	LimitDays     LimitUnit = "days"         // calendar days
)

// Limit is the time a procedure may take.
type Limit struct {
	Unit  LimitUnit `json:"unit,omitempty"`
	Count int       `json:"count,omitempty"` // 1 … 3650; 0 for same-day and none
	// Text is the published wording, verbatim; may be empty.
	Text string `json:"text,omitempty"`
	// Unverified marks a limit or unit that the published record does not
	// state and that was filled in from another source.
	Unverified bool   `json:"unverified,omitempty"`
	Source     string `json:"source,omitempty"` // where a filled-in value comes from
}

// Offer is one published way to hand in: a channel with its time and fee.
type Offer struct {
	Channel Channel `json:"channel"`
	Limit   Limit   `json:"limit,omitzero"`
	FeeText string  `json:"feeText,omitempty"` // verbatim
}

// PaperRule is one line of a procedure's list of papers, as published.
type PaperRule struct {
	Key         string `json:"key"`                   // stable inside the procedure: "p1", "p2" …
	Name        string `json:"name"`                  // verbatim
	Short       string `json:"short,omitempty"`       // first clause, for lists
	Originals   int    `json:"originals"`             // bản chính asked for
	Copies      int    `json:"copies"`                // bản sao asked for
	PresentOnly bool   `json:"presentOnly,omitempty"` // to be shown, never kept or scanned
	Note        bool   `json:"note,omitempty"`        // a remark, not a paper (0 originals, 0 copies)
}

// GroupKind says when a group of papers applies.
type GroupKind string

// The kinds of paper groups.
const (
	GroupCommon     GroupKind = "common"     // always
	GroupCase       GroupKind = "case"       // only in this case (trường hợp)
	GroupAuthorised GroupKind = "authorised" // when someone acts for another
	GroupOnline     GroupKind = "online"     // when handed in online
	GroupNote       GroupKind = "note"       // remarks only
)

// PaperGroup is a heading with its papers.
type PaperGroup struct {
	Case   string      `json:"case"` // verbatim heading, may be empty
	Kind   GroupKind   `json:"kind"`
	Papers []PaperRule `json:"papers"`
}

// Result is what the procedure ends with.
type Result struct {
	Code string `json:"code,omitempty"`
	Name string `json:"name"`
}

// Procedure is one administrative procedure (thủ tục hành chính) of the
// catalogue, shaped as the national record: papers hang on cases, time and fee
// on channels.
type Procedure struct {
	Code     string       `json:"code"` // 1.004884
	Name     string       `json:"name"`
	Field    string       `json:"field"` // lĩnh vực
	Decision string       `json:"decision,omitempty"`
	Offers   []Offer      `json:"offers"`
	Groups   []PaperGroup `json:"groups"`
	Results  []Result     `json:"results,omitempty"`
	Source   string       `json:"source,omitempty"` // address of the published record
	// From and Until are the first and the last day in force, yyyy-MM-dd in
	// Vietnam; "" where not known or without end.
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// InForce reports whether the procedure is in force on the Vietnamese day that
// holds the given moment.
func (p Procedure) InForce(at time.Time) bool {
	day := DayOf(at)
	return (p.From == "" || p.From <= day) && (p.Until == "" || day <= p.Until)
}

// Cases returns the headings of the groups among which a clerk must choose;
// empty where the procedure has only one case.
func (p Procedure) Cases() []string {
	var out []string
	for _, g := range p.Groups {
		if g.Kind == GroupCase {
			out = append(out, g.Case)
		}
	}
	return out
}

// Offer returns the first published offer for a channel.
func (p Procedure) Offer(c Channel) (Offer, bool) {
	for _, o := range p.Offers {
		if o.Channel == c {
			return o, true
		}
	}
	return Offer{}, false
}

// Papers returns the papers, without remarks, that apply to a case, channel
// and kind of applicant, in published order.
func (p Procedure) Papers(caseName string, c Channel, authorised bool) []PaperRule {
	var out []PaperRule
	for _, g := range p.Groups {
		switch {
		case g.Kind == GroupNote,
			g.Kind == GroupCase && g.Case != caseName,
			g.Kind == GroupAuthorised && !authorised,
			g.Kind == GroupOnline && c != ChannelOnline:
			continue
		}
		for _, r := range g.Papers {
			if !r.Note {
				out = append(out, r)
			}
		}
	}
	return out
}

// Notes returns the remarks that stand among the papers, verbatim.
func (p Procedure) Notes() []string {
	var out []string
	for _, g := range p.Groups {
		for _, r := range g.Papers {
			if r.Note || g.Kind == GroupNote {
				out = append(out, r.Name)
			}
		}
	}
	return out
}

// Unit is a commune (xã, phường, đặc khu) of the administrative list.
type Unit struct {
	ID       string // "46-19789": province and ward code
	Name     string // "Phường Thuận Hoá"
	Province string // "Thành phố Huế"
}
