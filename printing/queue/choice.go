package queue

import (
	"context"
	"errors"
	"time"

	"motcua"
)

// Add queues a paper. It is on disk when Add returns.
func (q *Queue) Add(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	got, err := q.cfg.File.AddPrint(ctx, o)
	if err == nil {
		q.Wake()
	}
	return got, err
}

// Retry prints an order again: a held one, one that waits for its next try, or
// one whose fate is unknown. The paper of the last says that it is a reprint.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	return q.change(ctx, id, func(o *motcua.PrintOrder) error { return again(o) })
}

// again makes an order wait for its turn.
func again(o *motcua.PrintOrder) error {
	switch o.State {
	case motcua.QueueUnknown:
		o.Doubts++
	case motcua.QueueWaiting, motcua.QueueHeld:
	default:
		return conflict()
	}
	o.State, o.Job, o.Next = motcua.QueueWaiting, "", time.Time{}
	o.Blame(nil)
	return nil
}

// Move sends an order to another printer. What the old one has accepted is
// cancelled there; where that one does not answer, the paper may come out there
// too, and the new one says that it is a reprint.
func (q *Queue) Move(ctx context.Context, id int64, printer, tray string) error {
	if _, err := q.cfg.Printers.At(printer); err != nil {
		return err
	}
	doubt, err := q.callBack(ctx, id)
	if err != nil {
		return err
	}
	return q.change(ctx, id, func(o *motcua.PrintOrder) error {
		if o.Job != "" && !doubt {
			o.State = motcua.QueueHeld // called back: nothing of it comes out there
		}
		o.Printer, o.Tray = printer, tray
		return again(o)
	})
}

// Cancel ends an order; CodeConflict where it is over or just being handed over.
// CodePrinter says that the printer which has it does not answer; the order then
// waits with its fate unknown, and may be cancelled all the same.
func (q *Queue) Cancel(ctx context.Context, id int64) error {
	doubt, err := q.callBack(ctx, id)
	if err != nil {
		return err
	}
	if doubt {
		return &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemOffline)}
	}
	return q.change(ctx, id, func(o *motcua.PrintOrder) error {
		switch {
		case o.State == motcua.QueuePrinting:
			return conflict()
		case o.State == motcua.QueueUnknown && o.Job == "":
			o.Doubts++
		}
		o.State = motcua.QueueCancelled
		return nil
	})
}

// callBack cancels at its printer an order which that has accepted, and leaves
// it with its fate unknown and the name of its job. doubt is that the printer
// does not answer or knows the job no more. For other orders it does nothing.
func (q *Queue) callBack(ctx context.Context, id int64) (doubt bool, err error) {
	ours := false
	var o motcua.PrintOrder
	// The worker must not follow the job meanwhile: it would take our own
	// cancelling for the end of the order.
	err = q.change(ctx, id, func(now *motcua.PrintOrder) error {
		ours = now.State == motcua.QueuePrinting
		if ours && now.Job == "" {
			return conflict() // on its way this very moment
		}
		if ours {
			now.State = motcua.QueueUnknown
			now.Blame(nil)
		}
		o = *now
		return nil
	})
	if err != nil || !ours {
		return false, err
	}
	p, err := q.cfg.Printers.At(o.Printer)
	if err == nil {
		ask, cancel := context.WithTimeout(ctx, askTime)
		err = p.Cancel(ask, o.Job)
		cancel()
	}
	switch motcua.CodeOf(err) {
	case "":
		return false, nil
	case motcua.CodeUnknown, motcua.CodeUnreachable, motcua.CodePrinter:
		return true, q.change(ctx, id, func(o *motcua.PrintOrder) error { o.Job = ""; return nil })
	}
	back := q.change(ctx, id, func(o *motcua.PrintOrder) error { o.State = motcua.QueuePrinting; return nil })
	return false, errors.Join(err, back) // it goes on there, and is followed again
}

// Settle notes that the paper of an order whose fate was unknown did come out.
func (q *Queue) Settle(ctx context.Context, id int64) error {
	return q.change(ctx, id, func(o *motcua.PrintOrder) error {
		if o.State != motcua.QueueUnknown {
			return conflict()
		}
		o.State = motcua.QueuePrinted
		o.Blame(nil)
		return nil
	})
}

func conflict() error { return &motcua.Error{Code: motcua.CodeConflict, Field: "order"} }

// change reads an order, decides, and writes it; again where the worker was
// quicker.
func (q *Queue) change(ctx context.Context, id int64, decide func(*motcua.PrintOrder) error) error {
	const tries = 5
	for n := 1; ; n++ {
		o, err := q.cfg.File.Print(ctx, id)
		if err != nil {
			return err
		}
		if o.State.Over() {
			return conflict()
		}
		if err := decide(&o); err != nil {
			return err
		}
		if _, err = q.cfg.File.PutPrint(ctx, o); motcua.CodeOf(err) != motcua.CodeConflict || n == tries {
			q.Wake()
			return err
		}
	}
}

// waitPause is how often Wait looks.
const waitPause = 30 * time.Millisecond

// Wait returns an order once it is over or needs a person, or, as it stands,
// when ctx ends.
func (q *Queue) Wait(ctx context.Context, id int64) (motcua.PrintOrder, error) {
	for {
		o, err := q.cfg.File.Print(context.WithoutCancel(ctx), id)
		if err != nil || o.State.Over() || o.Stuck() || o.Code != "" {
			return o, err
		}
		select {
		case <-ctx.Done():
			return o, nil
		case <-time.After(waitPause):
		}
	}
}

// Ask queues a paper as Add does, unless an order for the very paper is open:
// that one is tried again, at the printer that is named now, for whoever asks
// twice wants one paper.
func (q *Queue) Ask(ctx context.Context, o motcua.PrintOrder) (motcua.PrintOrder, error) {
	list, err := q.cfg.File.OpenPrints(ctx)
	if err != nil {
		return o, err
	}
	for _, had := range list {
		if o.Dossier == "" || had.Dossier != o.Dossier || had.Form != o.Form || had.Event != o.Event {
			continue
		}
		if had.State == motcua.QueuePrinting {
			return had, nil
		}
		again := q.Retry
		if had.Printer != o.Printer || had.Tray != o.Tray {
			again = func(ctx context.Context, id int64) error { return q.Move(ctx, id, o.Printer, o.Tray) }
		}
		if err := again(ctx, had.ID); motcua.CodeOf(err) == motcua.CodeConflict {
			break // it was over this very moment
		} else if err != nil {
			return had, err
		}
		return q.cfg.File.Print(ctx, had.ID)
	}
	return q.Add(ctx, o)
}
