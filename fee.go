package motcua

// FeeKind says how a fee is reckoned.
type FeeKind string

// The kinds of fee rules.
const (
	FeeFree    FeeKind = "free"    // published as free
	FeeFixed   FeeKind = "fixed"   // one amount for the dossier
	FeeCase    FeeKind = "case"    // an amount for each case: trường hợp, giao dịch, văn bản
	FeeCopy    FeeKind = "copy"    // an amount for each copy (bản)
	FeePage    FeeKind = "page"    // by the pages of the original, each copy up to a cap
	FeeEntered FeeKind = "entered" // the published text gives no clear amount: the clerk enters it
)

// FeeStep is what each page costs from one page on.
type FeeStep struct {
	From   int   `json:"from"`   // page, 1 for the first step
	Amount int64 `json:"amount"` // đồng a page
}

// FeeRule is the fee of one procedure by one channel, as data. All amounts are
// đồng.
type FeeRule struct {
	Kind   FeeKind   `json:"kind"`
	Unit   string    `json:"unit,omitempty"`   // what Amount is for, verbatim: "trường hợp"
	Amount int64     `json:"amount,omitempty"` // of fixed, case and copy
	Steps  []FeeStep `json:"steps,omitempty"`  // of page
	Cap    int64     `json:"cap,omitempty"`    // of page: at most so much a copy; 0 for none
	// Exemptions are those who pay nothing, each verbatim from Text.
	Exemptions []string `json:"exemptions,omitempty"`
	Text       string   `json:"text,omitempty"` // the published words, whole and verbatim
	// Unverified marks a unit or amount that Text does not state and that was
	// filled in from Source.
	Unverified bool   `json:"unverified,omitempty"`
	Source     string `json:"source,omitempty"`
	From       string `json:"from,omitempty"`  // yyyy-MM-dd, first day in force; "" where not known
	Until      string `json:"until,omitempty"` // yyyy-MM-dd, last day in force; "" for no end
	Table      string `json:"table,omitempty"` // version of the table the rule stands in
}

// FeeLine is one line of a reckoned fee.
type FeeLine struct {
	Name   string `json:"name,omitempty"` // of the paper or case; may be empty
	Pages  int    `json:"pages,omitempty"`
	Count  int    `json:"count"`  // copies or cases
	Amount int64  `json:"amount"` // of one
	Total  int64  `json:"total"`
}

// Fee is what a dossier costs, and why.
type Fee struct {
	Rule  FeeRule   `json:"rule"`
	Lines []FeeLine `json:"lines,omitempty"` // as if nobody were exempt
	// Exemption is the one of Rule that the citizen comes under; Total is 0.
	Exemption string `json:"exemption,omitempty"`
	Total     int64  `json:"total"` // đồng, ≥ 0
}
