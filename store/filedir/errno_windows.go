package filedir

import "syscall"

// Numbers of winerror.h that package syscall does not name.
const (
	errorHandleDiskFull = syscall.Errno(39)
	errorDiskFull       = syscall.Errno(112)
	errorWriteProtect   = syscall.Errno(19)
)

var (
	fullErrors     = []error{errorHandleDiskFull, errorDiskFull}
	readOnlyErrors = []error{errorWriteProtect, syscall.ERROR_ACCESS_DENIED}
)
