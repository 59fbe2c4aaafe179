package queue

import (
	"context"
	"time"

	"motcua"
)

// step does the next thing for an order: prints it, asks how far it is, or asks
// whether its printer is well again.
func (q *Queue) step(ctx context.Context, o motcua.PrintOrder) {
	switch o.State {
	case motcua.QueueWaiting:
		q.print(ctx, o)
	case motcua.QueuePrinting:
		q.noteAsked(o)
		q.follow(ctx, o)
	case motcua.QueueHeld:
		q.noteAsked(o)
		q.heal(ctx, o)
	}
}

// print hands an order over. It is Printing on disk before the first byte goes
// out, so that a kill in between is seen.
func (q *Queue) print(ctx context.Context, o motcua.PrintOrder) {
	o.State, o.Job, o.Next = motcua.QueuePrinting, "", time.Time{}
	o.Tries++
	o.Blame(nil)
	o, err := q.put(ctx, o)
	if err != nil {
		return // cancelled or moved meanwhile, or the disk is ill: nothing went out
	}
	p, job, err := q.ready(ctx, o)
	if err == nil {
		hand, cancel := q.handing(ctx)
		o.Job, err = p.Print(hand, job)
		if cut := hand.Err() != nil; err != nil && cut {
			err = &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone), Cause: err}
		}
		cancel()
		if err == nil {
			if o, err = q.put(ctx, o); err == nil {
				q.follow(ctx, o)
			}
			return
		}
	} else if ctx.Err() != nil {
		o.State = motcua.QueueWaiting // the program ends, nothing went out
		_, _ = q.put(ctx, o)          // put has logged it; a start later asks
		return
	}
	o.State = fate(err)
	o.Blame(err)
	if o.State == motcua.QueueWaiting {
		o.Next = q.cfg.Now().Add(q.pause(o.Tries))
	}
	q.cfg.Log.Warn("paper not printed", "order", o.ID, "form", o.Form, "state", o.State, "code", o.Code, "problem", o.Problem, "field", o.Field)
	q.noteAsked(o)
	_, _ = q.put(ctx, o) // put has logged it; a start later finds the order Printing and asks
}

// ready makes the paper and finds the printer.
func (q *Queue) ready(ctx context.Context, o motcua.PrintOrder) (motcua.Printer, motcua.PrintJob, error) {
	p, err := q.cfg.Printers.At(o.Printer)
	if err != nil {
		return nil, motcua.PrintJob{}, err
	}
	job, err := q.cfg.Press.Paper(ctx, o)
	job.Copies, job.Media, job.Tray = o.Copies, o.Media, o.Tray
	return p, job, err
}

// handing bounds a hand-over: by Timeout, and by Grace once the program ends.
func (q *Queue) handing(ctx context.Context) (context.Context, context.CancelFunc) {
	hand, cancel := context.WithTimeout(context.WithoutCancel(ctx), q.cfg.Timeout)
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(q.cfg.Grace):
			cancel()
		case <-hand.Done():
		}
	})
	return hand, func() { stop(); cancel() }
}

// fate says what becomes of an order that a printer did not take.
func fate(err error) motcua.QueueState {
	switch code, problem := motcua.CodeOf(err), motcua.ProblemOf(err); {
	case problem == motcua.ProblemGone, code == motcua.CodeBadAnswer:
		return motcua.QueueUnknown // something of it may have come out
	case problem == motcua.ProblemOffline, code == motcua.CodeUnreachable, code == motcua.CodeBusy:
		return motcua.QueueWaiting
	}
	return motcua.QueueHeld
}

// pause grows with the tries.
func (q *Queue) pause(tries int) time.Duration {
	d := q.cfg.Retry
	for range tries - 1 {
		if d *= 2; d >= mostPause {
			return mostPause
		}
	}
	return d
}

// follow asks how far an accepted job is.
func (q *Queue) follow(ctx context.Context, o motcua.PrintOrder) {
	p, err := q.cfg.Printers.At(o.Printer)
	var s motcua.PrintStatus
	if err == nil {
		ask, cancel := context.WithTimeout(ctx, askTime)
		s, err = p.Job(ask, o.Job)
		cancel()
	}
	if ctx.Err() != nil {
		return // it has its name at the printer, and is asked at the next start
	}
	q.noteAsked(o)
	was := o
	switch {
	case motcua.CodeOf(err) == motcua.CodeUnknown:
		o.State, o.Job = motcua.QueueUnknown, "" // the printer was off, or forgets
		o.Blame(nil)
	case err != nil:
		o.Blame(err)
	default:
		told(&o, s)
	}
	if o != was {
		_, _ = q.put(ctx, o) // put has logged it; it is asked again
	}
}

// told notes what the printer says of a job.
func told(o *motcua.PrintOrder, s motcua.PrintStatus) {
	o.Blame(nil)
	if s.Problem != "" {
		o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(s.Problem)})
	}
	switch s.State {
	case motcua.PrintDone:
		o.State = motcua.QueuePrinted
	case motcua.PrintSent:
		o.State = motcua.QueueSent
	case motcua.PrintCancelled:
		o.State = motcua.QueueCancelled
	case motcua.PrintFailed: // nobody says how much of it came out
		o.State, o.Job = motcua.QueueUnknown, ""
	case motcua.PrintStopped:
		if s.Problem == "" {
			o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemOther)})
		}
	}
	if o.State.Over() {
		o.Blame(nil)
	}
}

// heal lets a held order go on once its printer says that it is well.
func (q *Queue) heal(ctx context.Context, o motcua.PrintOrder) {
	p, err := q.cfg.Printers.At(o.Printer)
	if err != nil {
		return
	}
	ask, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	list, err := p.Printers(ask)
	if err != nil {
		return // not well yet
	}
	switch {
	case len(list) == 0 || list[0].Problem == o.Problem:
		return
	case list[0].Problem == "":
		o.State, o.Next = motcua.QueueWaiting, time.Time{}
		o.Blame(nil)
	default:
		o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(list[0].Problem)})
	}
	_, _ = q.put(ctx, o) // put has logged it; the printer is asked again
}
