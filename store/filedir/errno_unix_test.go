//go:build !windows

package filedir_test

import (
	"os"
	"syscall"

	"motcua"
)

func namedErrors() map[motcua.ErrorCode]error {
	return map[motcua.ErrorCode]error{
		motcua.CodeDiskFull: &os.PathError{Op: "write", Err: syscall.ENOSPC},
		motcua.CodeReadOnly: &os.PathError{Op: "open", Err: syscall.EROFS},
		motcua.CodeUnknown:  os.ErrNotExist,
		motcua.CodeIO:       syscall.EIO,
		motcua.CodeForged:   &motcua.Error{Code: motcua.CodeForged},
	}
}
