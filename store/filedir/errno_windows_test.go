package filedir_test

import (
	"os"
	"syscall"

	"motcua"
)

func namedErrors() map[motcua.ErrorCode]error {
	return map[motcua.ErrorCode]error{
		motcua.CodeDiskFull: &os.PathError{Op: "write", Err: syscall.Errno(112)},
		motcua.CodeReadOnly: &os.PathError{Op: "open", Err: syscall.ERROR_ACCESS_DENIED},
		motcua.CodeUnknown:  os.ErrNotExist,
		motcua.CodeForged:   &motcua.Error{Code: motcua.CodeForged},
	}
}
