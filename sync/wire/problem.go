package wire

import (
	"net/http"
	"time"

	"motcua"
)

// Problem is the body of every answer that refuses.
type Problem struct {
	Code   motcua.ErrorCode `json:"code"`
	Field  string           `json:"field,omitempty"`
	Detail string           `json:"detail,omitempty"`
	At     time.Time        `json:"at"` // the hub's clock
	// Receipt says what the hub holds where a push does not fit on it.
	Receipt *motcua.HubReceipt `json:"receipt,omitempty"`
}

// Err returns p as the core's error.
func (p Problem) Err() error {
	return &motcua.Error{Code: p.Code, Field: p.Field, Detail: p.Detail}
}

// statuses maps codes to HTTP statuses. Codes that are not listed are the
// hub's own trouble: 500, and the station tries again.
var statuses = map[motcua.ErrorCode]int{
	motcua.CodeInvalid:    http.StatusBadRequest,
	motcua.CodeCorrupt:    http.StatusBadRequest,
	motcua.CodeNewer:      http.StatusBadRequest,
	motcua.CodeUnknown:    http.StatusUnprocessableEntity,
	motcua.CodeTooLarge:   http.StatusRequestEntityTooLarge,
	motcua.CodeConflict:   http.StatusConflict,
	motcua.CodeNoNumbers:  http.StatusConflict,
	motcua.CodeRolledBack: http.StatusConflict,
	motcua.CodeForged:     http.StatusForbidden,
	motcua.CodeDenied:     http.StatusForbidden,
	motcua.CodeRevoked:    http.StatusForbidden,
	motcua.CodeClock:      http.StatusUnauthorized,
	motcua.CodeBusy:       http.StatusTooManyRequests,
	motcua.CodeDiskFull:   http.StatusInsufficientStorage,
}

// StatusOf returns the HTTP status for an error code.
func StatusOf(c motcua.ErrorCode) int {
	if s, ok := statuses[c]; ok {
		return s
	}
	return http.StatusInternalServerError
}
