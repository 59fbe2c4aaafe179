//go:build !windows

package filedir

import "syscall"

var (
	fullErrors     = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	readOnlyErrors = []error{syscall.EROFS, syscall.EACCES, syscall.EPERM}
)
