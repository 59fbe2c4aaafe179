package motcua

// Status is a dossier's state in the ten codes of the national portal
// (field TrangThaiHoSo of DongBoHoSoMC).
type Status int

// The ten national statuses.
const (
	StatusRegistered     Status = 1  // Mới đăng ký
	StatusReceived       Status = 2  // Được tiếp nhận
	StatusRefused        Status = 3  // Không được tiếp nhận
	StatusProcessing     Status = 4  // Đang xử lý
	StatusSupplement     Status = 5  // Yêu cầu bổ sung giấy tờ
	StatusPayment        Status = 6  // Yêu cầu thực hiện nghĩa vụ tài chính
	StatusWithdrawn      Status = 7  // Công dân yêu cầu rút hồ sơ
	StatusStopped        Status = 8  // Dừng xử lý
	StatusDone           Status = 9  // Đã xử lý xong
	StatusResultReturned Status = 10 // Đã trả kết quả
)

var statusSteps = map[Status][]Status{
	StatusRegistered: {StatusReceived, StatusRefused, StatusWithdrawn},
	StatusReceived:   {StatusProcessing, StatusWithdrawn},
	StatusProcessing: {StatusSupplement, StatusPayment, StatusDone, StatusWithdrawn, StatusStopped},
	StatusSupplement: {StatusProcessing, StatusWithdrawn, StatusStopped},
	StatusPayment:    {StatusProcessing, StatusWithdrawn, StatusStopped},
	StatusDone:       {StatusResultReturned},
}

// CanBecome reports whether the status machine allows the step from s to next.
func (s Status) CanBecome(next Status) bool {
	for _, n := range statusSteps[s] {
		if n == next {
			return true
		}
	}
	return false
}

// Valid reports whether s is one of the ten.
func (s Status) Valid() bool { return s >= StatusRegistered && s <= StatusResultReturned }

// Ended reports whether no step leads out of s.
func (s Status) Ended() bool { return s.Valid() && len(statusSteps[s]) == 0 }

// Name returns the official Vietnamese words of s, "" if s is none of the ten.
func (s Status) Name() string {
	if !s.Valid() {
		return ""
	}
	return statusNames[s]
}

var statusNames = [...]string{
	StatusRegistered:     "Mới đăng ký",
	StatusReceived:       "Được tiếp nhận",
	StatusRefused:        "Không được tiếp nhận",
	StatusProcessing:     "Đang xử lý",
	StatusSupplement:     "Yêu cầu bổ sung giấy tờ",
	StatusPayment:        "Yêu cầu thực hiện nghĩa vụ tài chính",
	StatusWithdrawn:      "Công dân yêu cầu rút hồ sơ",
	StatusStopped:        "Dừng xử lý",
	StatusDone:           "Đã xử lý xong",
	StatusResultReturned: "Đã trả kết quả",
}
