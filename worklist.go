package motcua

import "time"

// Tile is one of the counts over the work list: which dossiers of the unit
// somebody must see to now, and why.
type Tile int

// The tiles, in their order on the screen. A dossier may be under several.
const (
	TileOpen      Tile = iota // đang mở: not ended
	TileLate                  // quá hạn
	TileToday                 // hạn hôm nay
	TileSoon                  // trong 24 giờ: of working days
	TileWaiting               // chờ bổ sung giấy tờ hoặc chờ nộp lệ phí: time rests
	TileReady                 // chờ trả kết quả
	TileException             // ngoại lệ: a refused step, or the hub refuses it
	TileUnsent                // chưa gửi: no signed receipt covers all that this station wrote of it
	TileCount                 // how many tiles there are
)

// Tiles counts dossiers by Tile; a count stops at MaxTile.
type Tiles [TileCount]int

// MaxTile is where a tile stops counting: "more than ten thousand" is all that
// anybody reads, and the list does not go further either.
const MaxTile = 10_001

// WorkTimes are the moments at which a dossier's light changes.
type WorkTimes struct {
	Now    time.Time // due before: late
	DayEnd time.Time // due from Now and before: today
	Soon   time.Time // due from DayEnd and before: within 24 hours of working days
}

// SameDayNear is how long before its appointment a dossier counts as near that
// was taken in on the very day: until then nobody is late with it.
const SameDayNear = 2 * time.Hour

// Near reports whether an appointment is due soon enough that who cannot keep
// it should apologise now.
func (t WorkTimes) Near(received, due time.Time) bool {
	if due.Before(t.Now) || !due.Before(t.Soon) {
		return false
	}
	return received.Before(t.DayEnd.AddDate(0, 0, -1)) || due.Before(t.Now.Add(SameDayNear))
}

// WorkFilter selects a page of the work list by tile. Nearest due time first:
// those whose time runs, then results that wait for the citizen, then those
// whose time rests, then those without a due time, then ended ones.
type WorkFilter struct {
	Tile  Tile
	Times WorkTimes
	Query string // as in Filter; with one at most 1,000 dossiers are found
	// Near restricts to appointments that are near (WorkTimes.Near) and can
	// still be moved: the time runs, and no apology (Mẫu 04) has gone out.
	Near      bool
	Procedure string    // name; "" for any
	Holder    string    // name of who has it or is to get it (Row.At); "" for anybody
	From, To  time.Time // received at or after From, before To; zero does not restrict
	Limit     int       // 200 where 0
	Offset    int
}

// WorkChoices are what the open dossiers can be narrowed to, each once, in the
// order of the alphabet.
type WorkChoices struct{ Procedures, Holders []string }

// Unsent is what the hub has not confirmed yet of one dossier, or, where
// Dossier is empty, of the station itself.
type Unsent struct {
	Dossier string
	Code    Code
	Name    string // of the owner
	Events  int    // that no receipt covers
	Taken   int    // of those: that it was taken in (0 or 1)
	Files   int    // of those: files
	Since   time.Time
	Sent    bool      // every byte of them has left by some road
	Refusal ErrorCode // why the hub refuses it; "" where it does not
}
