package motcua

// Process is an internal process (quy trình nội bộ): the steps that a dossier
// passes through, with who does them and in how many working hours.
type Process struct {
	Procedures []string `json:"procedures,omitempty"` // national codes; none for a default
	Province   string   `json:"province,omitempty"`   // two digits; "" for every one
	Source     string   `json:"source"`
	// Default marks the plain path of procedures without a process of their
	// own; it is nobody's decision.
	Default bool          `json:"default,omitempty"`
	Steps   []ProcessStep `json:"steps"`
	Table   string        `json:"table,omitempty"` // version of the table it stands in
}

// ProcessStep is one step of a process.
type ProcessStep struct {
	Key   string `json:"key"` // stable inside the process: "b1"
	Name  string `json:"name,omitempty"`
	Unit  string `json:"unit,omitempty"` // phòng, ban
	Role  string `json:"role,omitempty"`
	Hours int    `json:"hours,omitempty"` // working hours, 8 to the day; 0 where the source states none
	// Instant marks a step that is over as it begins, such as reception.
	Instant bool `json:"instant,omitempty"`
	// Untimed marks a step whose time the source does not count.
	Untimed bool `json:"untimed,omitempty"`
}

// Hours returns the working hours of all steps.
func (p Process) Hours() int {
	n := 0
	for _, s := range p.Steps {
		n += s.Hours
	}
	return n
}
