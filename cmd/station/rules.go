package station

import (
	feetable "motcua/assets/fee"
	processtable "motcua/assets/process"
	"motcua/fee"
	"motcua/process"
)

// Fees returns the reviewed fee rules.
func Fees() (fee.Table, error) { return fee.Parse(feetable.Table()) }

// Processes returns the internal processes.
func Processes() (process.Table, error) { return process.Parse(processtable.Table()) }
