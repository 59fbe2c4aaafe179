package app

import (
	"context"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"motcua"
)

// papers is a print queue in memory.
type papers struct {
	mu   sync.Mutex
	list []motcua.PrintOrder
	did  []string
}

func (p *papers) note(what string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.did = append(p.did, what)
	return nil
}

func (p *papers) Prints(context.Context) ([]motcua.PrintOrder, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]motcua.PrintOrder(nil), p.list...), nil
}

func (p *papers) Retry(context.Context, int64) error { return p.note("retry") }
func (p *papers) Move(_ context.Context, _ int64, to, _ string) error {
	return p.note("move " + to)
}
func (p *papers) Cancel(context.Context, int64) error { return p.note("cancel") }
func (p *papers) Settle(context.Context, int64) error { return p.note("settle") }

func (p *papers) said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.did, ", ")
}

func TestAPaperThatSticksIsToldAndMendedByKeys(t *testing.T) {
	b := newCounterBench(t)
	q := b.prints
	b.until(t, "the empty queue", func() bool { return b.c.m.prints.State().Known })
	o := motcua.PrintOrder{ID: 7, Dossier: "x", Of: "H57.19.789-261120-0007", Form: motcua.PrintReceipt, Printer: "ipp://may1/ipp/print", State: motcua.QueueHeld, Copies: 1}
	o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemPaper)})
	q.mu.Lock()
	q.list = []motcua.PrintOrder{o}
	q.mu.Unlock()
	b.c.m.prints.Reload()
	b.until(t, "the toast", func() bool { return b.c.m.prints.State().Stuck != "" })
	b.sees("Giấy hẹn 261120-0007: Máy in hết giấy.", "1 giấy chưa in được · Ctrl+P")
	b.ctrl(fyne.KeyP)
	if b.c.screen != onPrints {
		t.Fatal("Ctrl+P does not lead to the queue")
	}
	b.sees("Hàng in", "Giấy hẹn 261120-0007 · may1", "In tiếp khi máy in sẵn sàng", "In lại", "Máy in khác", "Bỏ lệnh in")
	b.press(fyne.KeyF9)
	b.until(t, "the retry", func() bool { return q.said() == "retry" })
	b.press(fyne.KeyF7)
	b.write("raw://may2")
	b.press(fyne.KeyReturn)
	b.until(t, "the move", func() bool { return q.said() == "retry, move raw://may2" })
	b.press(fyne.KeyDelete)
	b.until(t, "the end", func() bool { return q.said() == "retry, move raw://may2, cancel" })
	b.press(fyne.KeyEscape)
	if b.c.screen != onIntake {
		t.Error("Esc does not lead back")
	}
}
