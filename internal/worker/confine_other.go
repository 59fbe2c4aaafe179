//go:build !linux

package worker

// confine and allowCPU have nothing to hold on to here: on these systems the
// worker is bounded by the renderer's own store and pixel bounds and by the
// client's clock, which ends it.
func confine(int64) error { return nil }

func allowCPU(int) error { return nil }
