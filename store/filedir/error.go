package filedir

import (
	"context"
	"errors"
	"io/fs"

	"motcua"
)

// Named gives an error of the operating system its code: disk-full,
// read-only, unknown for what is not there, else io. An error that has a code
// already, a cancelled context and nil pass through.
func Named(err error) error {
	var named *motcua.Error
	switch {
	case err == nil, errors.As(err, &named),
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case isAny(err, fullErrors):
		return &motcua.Error{Code: motcua.CodeDiskFull, Detail: "file", Cause: err}
	case isAny(err, readOnlyErrors):
		return &motcua.Error{Code: motcua.CodeReadOnly, Detail: "file", Cause: err}
	case errors.Is(err, fs.ErrNotExist):
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "file", Cause: err}
	}
	return &motcua.Error{Code: motcua.CodeIO, Detail: "file", Cause: err}
}

func isAny(err error, targets []error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}
