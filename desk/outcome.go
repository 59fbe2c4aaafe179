package desk

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"motcua"
)

// RecordResult enters the result. Result is granted and Name the procedure's
// result where empty. file, which may be nil, is the digitised document: it is
// judged and stored before the event that names it, as AddFile does.
func (d *Desk) RecordResult(ctx context.Context, on On, b motcua.ResultRecorded, file io.Reader) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, at time.Time) (motcua.Action, error) {
		b.File = nil
		if err := result(&b, dossier, at); err != nil {
			return nil, err
		}
		if err := b.Allows(dossier); err != nil || file == nil {
			return b, err
		}
		ref, err := d.keep(ctx, file)
		if err != nil {
			return nil, err
		}
		b.File = &ref
		return b, nil
	})
}

func result(b *motcua.ResultRecorded, dossier motcua.Dossier, at time.Time) error {
	if b.Result == "" {
		b.Result = motcua.ResultGranted
	}
	if p := dossier.Received.Procedure; b.Name == "" && len(p.Results) > 0 {
		b.Name = p.Results[0].Name
	} else if b.Name == "" {
		b.Name = p.Name
	}
	switch {
	case b.Result != motcua.ResultGranted && b.Result != motcua.ResultDenied:
		return invalid("result", "unknown")
	case b.Copies < 0 || b.Copies > 999:
		return invalid("copies", "out of range")
	case motcua.DayOf(b.Date) > motcua.DayOf(at):
		return invalid("date", "to come")
	}
	// A denial says why.
	return words(word{&b.Name, "name", true}, word{&b.Number, "number", false}, word{&b.Agency, "agency", false},
		word{&b.Signer, "signer", false}, word{&b.Note, "note", b.Result == motcua.ResultDenied})
}

// HandOver hands the result to the citizen. Whoever takes it must be named and,
// but by post, known by a paper (Identity); one who is authorised shows that
// too (Authority), and a postal item has its code (Item). To is the owner and
// Name his where empty.
func (d *Desk) HandOver(ctx context.Context, on On, b motcua.HandedOver) (motcua.Dossier, error) {
	return d.step(ctx, on, func(dossier motcua.Dossier, _ time.Time) (motcua.Action, error) {
		in := dossier.Received.Intake
		if b.To == "" {
			b.To = motcua.TakerOwner
		}
		switch {
		case b.Name != "":
		case b.To == motcua.TakerOwner:
			b.Name = in.Owner()
		case b.To == motcua.TakerApplicant, b.To == motcua.TakerPost:
			b.Name = in.Applicant.Name
		}
		switch {
		case !b.To.Valid():
			return nil, invalid("to", "unknown")
		case b.Copies < 0 || b.Copies > 999:
			return nil, invalid("copies", "out of range")
		}
		post := b.To == motcua.TakerPost
		err := words(word{&b.Name, "name", true}, word{&b.Identity, "identity", !post}, word{&b.IDNumber, "idNumber", false},
			word{&b.Authority, "authority", b.To == motcua.TakerAuthorised}, word{&b.Item, "item", post}, word{&b.Note, "note", false})
		if err != nil {
			return nil, err
		}
		return b, b.Allows(dossier)
	})
}

// keep judges and stores a document.
func (d *Desk) keep(ctx context.Context, r io.Reader) (motcua.FileRef, error) {
	data, err := readBounded(r)
	if err != nil {
		return motcua.FileRef{}, err
	}
	ref, err := d.inspect.Inspect(data)
	if err != nil {
		return ref, err
	}
	if ref.Pages < 1 {
		return ref, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: "no pages"}
	}
	sum, size, err := d.file.PutFile(ctx, bytes.NewReader(data))
	if err != nil {
		return ref, err
	}
	if size != int64(len(data)) || ref.SHA256 != "" && ref.SHA256 != sum {
		return ref, &motcua.Error{Code: motcua.CodeCorrupt, Field: "file", Detail: "stored bytes differ"}
	}
	ref.SHA256, ref.Size = sum, size
	return ref, nil
}

func componentOf(d motcua.Dossier, key string) int {
	return slices.IndexFunc(d.Components, func(c motcua.Component) bool { return c.Rule.Key == key })
}
