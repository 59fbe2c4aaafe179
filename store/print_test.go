package store_test

import (
	"testing"

	"motcua"
	"motcua/store"
)

func order(d motcua.Dossier) motcua.PrintOrder {
	return motcua.PrintOrder{Dossier: d.ID, Form: motcua.PrintReceipt, Media: "A5", Printer: "file:/prints", Copies: 1, Actor: "Quầy 01"}
}

func queue(t *testing.T, s *store.Store, o motcua.PrintOrder) motcua.PrintOrder {
	t.Helper()
	got, err := s.AddPrint(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func become(t *testing.T, s *store.Store, o motcua.PrintOrder, state motcua.QueueState) motcua.PrintOrder {
	t.Helper()
	o.State = state
	got, err := s.PutPrint(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAnOrderOutlivesTheProgramAndHoldsNoPaper(t *testing.T) {
	dir := newStation(t)
	s := open(t, dir)
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	o := queue(t, s, order(d))
	o.Tries, o.Next = 3, morning()
	o.Blame(&motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemPaper)})
	o = become(t, s, o, motcua.QueueHeld)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	list, err := s.OpenPrints(ctx)
	if err != nil || len(list) != 1 || list[0] != o || list[0].Problem != motcua.ProblemPaper || list[0].Actor != "Quầy 01" {
		t.Fatalf("%+v, %v, want %+v", list, err, o)
	}
	wantClean(t, s)
}

func TestAReprintIsCountedFromWhatMayHaveComeOut(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	other := receive(t, s, form("Trần Văn Khác"))
	reprint := func(d motcua.Dossier, end motcua.QueueState) int {
		o := become(t, s, queue(t, s, order(d)), motcua.QueuePrinting)
		become(t, s, o, end)
		return o.Reprint
	}
	if n := reprint(d, motcua.QueueCancelled); n != 0 {
		t.Errorf("the first is reprint %d", n)
	}
	if n := reprint(d, motcua.QueuePrinted); n != 0 {
		t.Errorf("after one that never came out: %d", n)
	}
	if n := reprint(d, motcua.QueueUnknown); n != 1 {
		t.Errorf("after one that came out: %d", n)
	}
	if n := reprint(d, motcua.QueueSent); n != 2 {
		t.Errorf("after one that may have come out: %d", n)
	}
	if n := reprint(other, motcua.QueuePrinted); n != 0 {
		t.Errorf("of another dossier: %d", n)
	}
	list, err := s.OpenPrints(ctx)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	again := list[0]
	again.Doubts++
	again = become(t, s, become(t, s, again, motcua.QueueWaiting), motcua.QueuePrinting)
	if again.Reprint != 3 {
		t.Errorf("the doubtful one again is reprint %d", again.Reprint)
	}
}

func TestAnOrderThatSomebodyChangedMeanwhileIsLeftAlone(t *testing.T) {
	s := open(t, newStation(t))
	o := queue(t, s, order(receive(t, s, form("Nguyễn Thị Ví Dụ"))))
	become(t, s, o, motcua.QueueCancelled)
	o.State = motcua.QueuePrinting
	if _, err := s.PutPrint(ctx, o); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("an old view: %v", err)
	}
	now, err := s.Print(ctx, o.ID)
	if err != nil || now.State != motcua.QueueCancelled {
		t.Fatal(now, err)
	}
	now.State = motcua.QueueWaiting
	if _, err := s.PutPrint(ctx, now); motcua.CodeOf(err) != motcua.CodeConflict {
		t.Errorf("what is over began again: %v", err)
	}
}

func TestOnlyWhatIsOnDiskIsQueuedAndWithinBounds(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	for field, change := range map[string]func(*motcua.PrintOrder){
		"form": func(o *motcua.PrintOrder) { o.Form = "" }, "printer": func(o *motcua.PrintOrder) { o.Printer = "" },
		"copies": func(o *motcua.PrintOrder) { o.Copies = 100 }, "tray": func(o *motcua.PrintOrder) { o.Tray = string(make([]byte, 201)) },
		"dossier": func(o *motcua.PrintOrder) { o.Dossier = "nobody" },
	} {
		o := order(d)
		change(&o)
		if _, err := s.AddPrint(ctx, o); motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if list, err := s.Prints(ctx, 10); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	queue(t, s, motcua.PrintOrder{Form: motcua.PrintTest, Printer: "file:/prints", Copies: 1})
}

func TestAFormIsPrintedWhereItWasLastChosen(t *testing.T) {
	s := open(t, newStation(t))
	if _, ok, err := s.PrintChoice(ctx, motcua.PrintReceipt); ok || err != nil {
		t.Fatal(ok, err)
	}
	all := motcua.PrintChoice{Printer: "ipp://a/", Copies: 1}
	own := motcua.PrintChoice{Form: motcua.PrintReceipt, Printer: "ipp://b/", Tray: "tray-2", Media: "A5", Copies: 2}
	for _, c := range []motcua.PrintChoice{all, {Form: own.Form, Printer: "raw://c", Copies: 1}, own} {
		if err := s.PutPrintChoice(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	for form, want := range map[motcua.PrintForm]motcua.PrintChoice{motcua.PrintReceipt: own, motcua.PrintTest: all} {
		if got, ok, err := s.PrintChoice(ctx, form); got != want || !ok || err != nil {
			t.Errorf("%s: %+v, %v, %v", form, got, ok, err)
		}
	}
}
