package desk

import (
	"context"
	"io"
	"strings"
	"unicode"

	"motcua"
)

// MaxFile bounds a file in bytes.
const MaxFile = 100 << 20

// maxFileName bounds the kept name of a file, in runes.
const maxFileName = 200

// AddFile files one document under a paper of a dossier: it is judged, stored
// and only then named by an event. name is what it was called where it came
// from, from is "file" or the scanner's name. A paper that may only be shown
// is CodePresentOnly, one the dossier does not have CodeUnknown with Field
// "paper"; more than MaxFile bytes are CodeTooLarge, what the inspector
// refuses keeps its code. On any error the dossier is as before.
func (d *Desk) AddFile(ctx context.Context, dossierID, paperKey, name, from string, r io.Reader) (motcua.Dossier, error) {
	who, err := d.serving(ctx)
	if err == nil {
		err = d.mayFile(ctx, dossierID, paperKey)
	}
	if err != nil {
		return motcua.Dossier{}, err
	}
	if err := text(&from, "from", maxFileName); err != nil {
		return motcua.Dossier{}, err
	}
	ref, err := d.keep(ctx, r)
	if err != nil {
		return motcua.Dossier{}, err
	}
	body := motcua.FileAdded{Paper: paperKey, File: ref, Name: baseName(name), From: from}
	return d.file.Act(ctx, motcua.Act{Actor: who.Name, At: d.now(), Dossier: dossierID, Do: body})
}

func (d *Desk) mayFile(ctx context.Context, dossierID, paperKey string) error {
	dossier, err := d.file.Dossier(ctx, dossierID)
	if err != nil {
		return err
	}
	return mayHold(dossier, paperKey)
}

// mayHold refuses a paper that the dossier does not have, or that may only be
// shown.
func mayHold(d motcua.Dossier, paper string) error {
	i := componentOf(d, paper)
	if i < 0 {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "paper"}
	}
	if d.Components[i].Rule.PresentOnly {
		return &motcua.Error{Code: motcua.CodePresentOnly, Field: "paper"}
	}
	return nil
}

func readBounded(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "file", Detail: "read", Cause: err}
	case len(data) > MaxFile:
		return nil, &motcua.Error{Code: motcua.CodeTooLarge, Field: "file"}
	case len(data) == 0:
		return nil, &motcua.Error{Code: motcua.CodeInvalid, Field: "file", Detail: "empty"}
	}
	return data, nil
}

// baseName keeps what people recognise a file by: the last part of its path,
// whichever system it came from, without control characters.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	runes := []rune(strings.TrimSpace(motcua.NFC(name)))
	if len(runes) > maxFileName {
		runes = runes[len(runes)-maxFileName:] // the end holds the extension
	}
	return string(runes)
}
