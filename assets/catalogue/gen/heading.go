package main

import (
	"slices"
	"strings"

	"motcua"
)

// Headings that look like a case and are none, folded: they introduce what
// everyone hands in.
var forEveryone = []string{
	"giay to phai nop",
	"giay to phai xuat trinh",
	"thanh phan ho so",
	"bao gom",
	"nguoi yeu cau chung thuc phai xuat trinh cac giay to sau",
	"tuy tung truong hop thi nop them",
	// Adoption takes both files, the parent's and the child's.
	"ho so cua nguoi nhan con nuoi",
	"ho so cua nguoi duoc nhan lam con nuoi",
}

// Headings of what the office itself puts together, folded: nobody hands it in.
var internalPapers = []string{
	"thanh phan ho so co quan quan ly dat dai trinh chu tich uy ban nhan dan cap xa bao gom",
}

// kindOf judges a heading. lone says that no other heading of the procedure
// could be a case. testdata/headings.tsv lists every published heading with
// its judgement.
func kindOf(heading string, lone bool) motcua.GroupKind {
	f := motcua.Fold(heading)
	someOnly := strings.HasPrefix(f, "truong hop ") || strings.HasPrefix(f, "doi voi ")
	switch {
	case f == "" || slices.Contains(forEveryone, f):
		return motcua.GroupCommon
	case strings.HasPrefix(f, "luu y") || slices.Contains(internalPapers, f):
		return motcua.GroupNote
	case strings.HasPrefix(f, "truong hop uy quyen thuc hien thu tuc"):
		return motcua.GroupAuthorised
	case strings.HasPrefix(f, "truong hop ") && strings.HasSuffix(f, " tren moi truong dien tu"):
		return motcua.GroupOnline
	case lone && !someOnly:
		return motcua.GroupCommon
	}
	return motcua.GroupCase
}
