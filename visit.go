package motcua

import (
	"encoding/json"
	"time"
)

// Earlier is a dossier that somebody had before, with what is filed in it.
type Earlier struct {
	ID        string       `json:"id"`
	Code      Code         `json:"code"`
	Procedure string       `json:"procedure"` // name
	Status    Status       `json:"status"`
	Received  time.Time    `json:"received"`
	Papers    []FiledPaper `json:"papers,omitempty"`
}

// FiledPaper is one digitised paper that may serve again.
type FiledPaper struct {
	Paper string  `json:"paper"` // its name
	Name  string  `json:"name,omitempty"`
	File  FileRef `json:"file"`
}

// EarlierOf returns what a dossier offers its owner for the next one.
func EarlierOf(d Dossier) Earlier {
	e := Earlier{
		ID: d.ID, Code: d.Received.Code, Procedure: d.Received.Procedure.Name,
		Status: d.Status, Received: d.Received.Appointment.Received,
	}
	for _, c := range d.Components {
		for _, f := range c.Files {
			name := c.Rule.Short
			if name == "" {
				name = c.Rule.Name
			}
			e.Papers = append(e.Papers, FiledPaper{Paper: name, Name: f.Name, File: f.File})
		}
	}
	if r := d.Course.Result; r != nil && r.File != nil {
		e.Papers = append(e.Papers, FiledPaper{Paper: r.Name, File: *r.File})
	}
	return e
}

// Visit is one citizen at the counter with one or more dossiers. A visit that
// is held waits among the drafts until it is called back, also after the
// program was closed.
type Visit struct {
	ID    string         `json:"id"` // UUID
	Began time.Time      `json:"began"`
	Label string         `json:"label,omitempty"` // by which the clerk calls it back
	Taken []VisitDossier `json:"taken,omitempty"`
	// Form is the form that is being filled in, in its screen's own words; nil
	// where none is open.
	Form json.RawMessage `json:"form,omitempty"`
}

// VisitDossier is a dossier that was taken in during a visit.
type VisitDossier struct {
	ID        string `json:"id"`
	Code      Code   `json:"code"`
	Procedure string `json:"procedure"` // name
}

// VisitPrefix begins the draft keys of held visits.
const VisitPrefix = "visit/"

// Key is the key of the draft that holds the visit.
func (v Visit) Key() string { return VisitPrefix + v.ID }

// Add notes a dossier that was taken in and closes its form. The same dossier
// counts once.
func (v Visit) Add(d Dossier) Visit {
	v.Form = nil
	for _, t := range v.Taken {
		if t.ID == d.ID {
			return v
		}
	}
	v.Taken = append(v.Taken[:len(v.Taken):len(v.Taken)], VisitDossier{ID: d.ID, Code: d.Received.Code, Procedure: d.Received.Procedure.Name})
	return v
}

// Next returns a form for the same citizen's next dossier: who stands there,
// for whom, and how the result is wanted. The procedure and all that hangs on
// it begin anew.
func (in Intake) Next() Intake {
	c := in.clone()
	return Intake{
		Channel: c.Channel, Kind: c.Kind, Applicant: c.Applicant, Authoriser: c.Authoriser,
		Organisation: c.Organisation, ResultBy: c.ResultBy, ResultPlace: c.ResultPlace,
	}
}
