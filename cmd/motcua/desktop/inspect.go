package desktop

import (
	"context"
	"time"

	"motcua"
	"motcua/internal/worker"
	"motcua/scan/page"
)

// The bounds of judging one file. A scan of many pages is decoded to its end,
// so that they are wider than those of a preview.
const (
	judgeMemory = 2 << 30 // bytes
	judgeTime   = time.Minute
)

// inspector judges foreign files in a worker process: what a decoder does with
// a stranger's bytes must not happen where citizens' data and keys are.
type inspector struct{ worker *worker.Client }

// Inspect implements desk.Inspector as page.Inspect does. A file that ends the
// worker is CodeCorrupt.
func (i inspector) Inspect(data []byte) (motcua.FileRef, error) {
	if len(data) > page.MaxBytes {
		return motcua.FileRef{}, &motcua.Error{Code: motcua.CodeTooLarge, Field: "file", Detail: "bytes"}
	}
	ref, err := i.worker.Inspect(context.Background(), data)
	if err == nil && ref.Type != page.Sniff(data) {
		return motcua.FileRef{}, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: "type"}
	}
	return ref, err
}
