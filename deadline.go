package motcua

import "time"

// PauseReason says why a dossier's clock stands.
type PauseReason string

// The reasons for which time is not counted against the limit.
const (
	PauseSupplement   PauseReason = "supplement"   // chờ bổ sung giấy tờ (Mẫu 02)
	PauseVerification PauseReason = "verification" // xác minh: asking and answering is not counted, NĐ 07/2025/NĐ-CP
	PausePayment      PauseReason = "payment"      // chờ thực hiện nghĩa vụ tài chính
)

// Valid reports whether r is one of the three.
func (r PauseReason) Valid() bool {
	return r == PauseSupplement || r == PauseVerification || r == PausePayment
}

// Pause is a stretch of time that the limit does not count.
type Pause struct {
	From   time.Time   `json:"from"`
	To     time.Time   `json:"to,omitzero"` // zero while the clock still stands
	Reason PauseReason `json:"reason"`
}

// Deadline is when a result is due once the pauses are taken out.
type Deadline struct {
	Due    time.Time // by the pauses that have ended; zero without a limit
	Stands bool      // the clock stands; Due moves on when it runs again
	Since  time.Time // since when, where it stands
}

// TimeLeft is how far a due time is away, in the three ways an office counts.
// All are negative once it is past.
type TimeLeft struct {
	Late bool
	// Clock counts whole days of 24 hours and leaves out days that are not
	// worked: from Friday 10:42 to Monday 08:00 it is 21 h 18 min.
	Clock time.Duration
	Work  time.Duration // office hours only
	Days  int           // working days after this one, up to the day of the due time
}
