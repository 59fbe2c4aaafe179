package model

import (
	"strings"

	"motcua"
)

// stepFills make the body of each step of what its sheet says; what cannot be
// read is noted in the faults.
var stepFills = map[StepKey]func(asking, values, faults) motcua.Action{
	StepAccept: func(_ asking, v values, _ faults) motcua.Action { return motcua.Accepted{Note: v.text("note")} },
	StepRefuse: func(_ asking, v values, _ faults) motcua.Action {
		return motcua.Refused{Reasons: []string{v.text("reasons")}, Basis: v.text("basis"), Contact: contact(v)}
	},
	StepSupplement: fillSupplement, StepTakeSupplement: fillTakeSupplement,
	StepPause: func(_ asking, v values, f faults) motcua.Action {
		return motcua.Paused{Reason: v.text("reason"), Basis: v.text("basis"), With: v.text("with"), Document: v.text("document"), Until: f.moment(v, "until")}
	},
	StepResume: func(_ asking, v values, _ faults) motcua.Action {
		return motcua.Resumed{Document: v.text("document"), Note: v.text("note")}
	},
	StepExtend: func(_ asking, v values, f faults) motcua.Action {
		return motcua.Extended{Due: f.moment(v, "due"), Reason: v.text("reason"), Agency: v.text("agency"), Signer: v.text("signer")}
	},
	StepStop: func(_ asking, v values, _ faults) motcua.Action {
		return motcua.Stopped{Cause: motcua.StopCause(v["cause"]), Reason: v.text("reason"), Requester: v.text("requester"), Channel: motcua.ChannelDirect, Basis: v.text("basis"), Signer: v.text("signer")}
	},
	StepForward: func(_ asking, v values, f faults) motcua.Action {
		return motcua.Forwarded{To: motcua.Place{Name: v.text("to.name"), Person: v.text("to.person")}, Due: f.moment(v, "due"), Papers: v["papers"] == "yes", Note: v.text("note")}
	},
	StepTakeOver: func(a asking, v values, _ faults) motcua.Action {
		return motcua.TakenOver{Forward: lastMove(a.d), Note: v.text("note")}
	},
	StepCharge: func(_ asking, v values, f faults) motcua.Action {
		return motcua.PaymentRequested{Items: []motcua.FeeItem{{Name: v.text("name"), Amount: positive(v, f)}}, Deadline: f.moment(v, "deadline"), Rests: v["rests"] == "yes", Note: v.text("note")}
	},
	StepPay: fillPay,
	StepVoid: func(_ asking, v values, _ faults) motcua.Action {
		return motcua.PaymentVoided{Payment: v["payment"], Reason: v.text("reason")}
	},
	StepResult: func(_ asking, v values, f faults) motcua.Action {
		return motcua.ResultRecorded{Result: motcua.ResultKind(v["result"]), Name: v.text("name"), Number: v.text("number"), Date: f.day(v, "date"),
			Signer: v.text("signer"), Copies: f.count(v, "copies"), Note: v.text("note")}
	},
	StepHandOver: func(a asking, v values, _ faults) motcua.Action {
		b := motcua.HandedOver{To: motcua.Taker(v["to"]), Name: v.text("name"), Identity: v.text("identity"), IDNumber: v.text("idNumber"),
			Authority: v.text("authority"), Item: v.text("item"), Signed: v["signed"] == "yes", Note: v.text("note")}
		if r := a.d.Course.Result; r != nil {
			b.Copies = r.Copies
		}
		return b
	},
	StepCorrect: func(a asking, v values, _ faults) motcua.Action {
		old, _ := a.d.Received.Intake.Value(v["field"])
		b := motcua.Corrected{Changes: []motcua.Change{{Field: v["field"], Old: old, New: v.text("new")}}, Reason: v.text("reason")}
		if was, now := a.provinceOf(v["field"]), v["province"]; now != "" && now != was && strings.HasSuffix(v["field"], ".ward") {
			b.Changes = append(b.Changes, motcua.Change{Field: strings.TrimSuffix(v["field"], "ward") + "province", Old: was, New: now})
		}
		return b
	},
	StepNote: func(_ asking, v values, _ faults) motcua.Action { return motcua.Noted{Text: v.text("text")} },
	StepUndo: func(a asking, v values, _ faults) motcua.Action {
		return motcua.Revoked{Event: a.d.Newest, Reason: v.text("reason")}
	},
}

func contact(v values) motcua.Contact {
	return motcua.Contact{Name: v.text("contact.name"), Phone: v.text("contact.phone")}
}

func positive(v values, f faults) int64 {
	n := f.money(v, "amount")
	if n == 0 {
		f.add("amount", "phải lớn hơn 0")
	}
	return n
}

func fillSupplement(a asking, v values, f faults) motcua.Action {
	b := motcua.SupplementRequested{Reason: v.text("reason"), Basis: v.text("basis"), Deadline: f.moment(v, "deadline")}
	for _, key := range v.ticks("missing") {
		for _, c := range a.d.Components {
			if c.Rule.Key == key {
				b.Missing = append(b.Missing, motcua.MissingPaper{Paper: key, Text: paperName(c.Rule)})
			}
		}
	}
	if other := v.text("other"); other != "" {
		b.Missing = append(b.Missing, motcua.MissingPaper{Text: other})
	}
	if len(b.Missing) == 0 {
		f.add("missing", "đánh dấu ít nhất một giấy tờ, hoặc ghi ở ô dưới")
	}
	return b
}

// fillTakeSupplement counts each paper that came as the list asks for it: an
// original where it asks for one, else a copy.
func fillTakeSupplement(a asking, v values, f faults) motcua.Action {
	b := motcua.SupplementReceived{Complete: v["complete"] == "yes", Note: v.text("note")}
	for _, key := range v.ticks("papers") {
		for _, c := range a.d.Components {
			if c.Rule.Key != key {
				continue
			}
			n := motcua.PaperCount{Key: key, Originals: c.Rule.Originals, Copies: c.Rule.Copies}
			if n.Originals+n.Copies == 0 {
				n.Copies = 1
			}
			b.Papers = append(b.Papers, n)
		}
	}
	if len(b.Papers) == 0 && b.Note == "" {
		f.add("papers", "đánh dấu giấy tờ đã nhận, hoặc ghi chú thứ đã nhận")
	}
	return b
}

func fillPay(a asking, v values, f faults) motcua.Action {
	amount := positive(v, f)
	items := []motcua.FeeItem{{Name: v.text("name"), Amount: amount}}
	// Paid in full at once, it is entered item by item, as it was asked for.
	if c := a.d.Course; c.Asked != nil && amount == motcua.Sum(c.Asked.Items) && c.Paid() == 0 {
		items = c.Asked.Items
	}
	return motcua.PaymentReceived{Items: items, Method: motcua.PayMethod(v["method"]), Receipt: v.text("receipt"), Book: v.text("book"),
		Collector: v.text("collector"), Payer: v.text("payer")}
}
