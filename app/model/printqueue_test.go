package model_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/app/model"
)

// papers is a print queue in memory.
type papers struct {
	list []motcua.PrintOrder
	did  []string
	err  error
}

func (p *papers) Prints(context.Context) ([]motcua.PrintOrder, error) { return p.list, nil }
func (p *papers) Retry(context.Context, int64) error                  { p.did = append(p.did, "retry"); return p.err }
func (p *papers) Move(_ context.Context, _ int64, to, _ string) error {
	p.did = append(p.did, "move "+to)
	return p.err
}
func (p *papers) Cancel(context.Context, int64) error { p.did = append(p.did, "cancel"); return p.err }
func (p *papers) Settle(context.Context, int64) error { p.did = append(p.did, "settle"); return p.err }

// inline runs tasks at once.
type inline struct{}

func (inline) Go(_ model.Lane, work func(context.Context) func()) {
	if f := work(context.Background()); f != nil {
		f()
	}
}

// still is a clock that stands.
type still struct{}

func (still) Now() time.Time                            { return time.Date(2026, 11, 20, 10, 42, 0, 0, motcua.Local) }
func (still) After(time.Duration, func()) (stop func()) { return func() {} }

func stuckOrder(id int64, s motcua.QueueState, p motcua.PrintProblem) motcua.PrintOrder {
	o := motcua.PrintOrder{ID: id, Dossier: "d", Of: "H57.19.789-261120-0007", Form: motcua.PrintReceipt, Printer: "ipp://may1/ipp/print", State: s, Copies: 1}
	if p != "" {
		o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(p)})
	}
	return o
}

func TestThePrintQueueSaysWhatWhyAndWhatNow(t *testing.T) {
	q := &papers{list: []motcua.PrintOrder{
		stuckOrder(1, motcua.QueueHeld, motcua.ProblemPaper), stuckOrder(2, motcua.QueueUnknown, ""), stuckOrder(3, motcua.QueueWaiting, motcua.ProblemOffline),
		stuckOrder(4, motcua.QueuePrinting, ""), stuckOrder(5, motcua.QueueSent, ""),
	}}
	m := model.NewPrints(q, inline{}, still{})
	var told []string
	m.OnStuck = func(s string) { told = append(told, s) }
	m.Reload()
	s := m.State()
	for i, want := range []string{"Máy in hết giấy.", "Chưa rõ giấy đã ra hay chưa.", "Máy in đang tắt hoặc chưa nối.", "Máy in đang nhận giấy này.", "Đã gửi tới máy in"} {
		if it := s.Items[i]; it.What != "Giấy hẹn 261120-0007 · may1" || !strings.Contains(it.Why, want) || it.Next == "" {
			t.Errorf("%+v, want %q", it, want)
		}
	}
	if s.Stuck != "3 giấy chưa in được" || s.Heading != "Còn trong hàng in · 4 giấy" || len(told) != 0 {
		t.Errorf("%+v, %q", s, told)
	}
	q.list = append(q.list, stuckOrder(6, motcua.QueueHeld, motcua.ProblemJam))
	m.Reload()
	m.Reload()
	if len(told) != 1 || !strings.Contains(told[0], "kẹt giấy") {
		t.Errorf("%q", told)
	}
}

func TestWhatIsDoneToAPaperInTheQueueIsWhatItsStateAllows(t *testing.T) {
	q := &papers{list: []motcua.PrintOrder{stuckOrder(1, motcua.QueueHeld, motcua.ProblemPaper), stuckOrder(2, motcua.QueueUnknown, ""), stuckOrder(3, motcua.QueuePrinted, "")}}
	m := model.NewPrints(q, inline{}, still{})
	m.Reload()
	m.Settle() // it is held: nothing to settle
	m.Retry()
	m.Move(1)
	m.Settle()
	m.SendTo("raw://may2")
	m.Cancel()
	m.Move(5)
	m.Retry() // it is over
	if got := strings.Join(q.did, ", "); got != "retry, settle, move raw://may2, cancel" {
		t.Error(got)
	}
	q.err = &motcua.Error{Code: motcua.CodeInvalid, Field: "printer"}
	m.Move(-5)
	m.SendTo("lp0")
	if s := m.State(); s.Trouble == nil || !strings.Contains(s.Trouble.What, "máy in") {
		t.Errorf("%+v", s.Trouble)
	}
}
