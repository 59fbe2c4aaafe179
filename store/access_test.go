package store_test

import (
	"testing"
	"time"

	"motcua"
)

func TestWhoLookedAtWhatIsListedNewestFirst(t *testing.T) {
	s := open(t, newStation(t))
	d := receive(t, s, form("Nguyễn Thị Ví Dụ"))
	at := morning()
	note := func(login string, deed motcua.AccessDeed, dossier string) {
		t.Helper()
		at = at.Add(time.Hour)
		if err := s.NoteAccess(ctx, motcua.Access{At: at, Login: login, Deed: deed, Dossier: dossier, Form: "01"}); err != nil {
			t.Fatal(err)
		}
	}
	note("lan.nt", motcua.AccessOpened, d.ID)
	note("hoa.lt", motcua.AccessSearched, "")
	note("lan.nt", motcua.AccessPrinted, d.ID)
	list := func(f motcua.AccessFilter) []motcua.Access {
		t.Helper()
		if f.Limit == 0 {
			f.Limit = 10
		}
		out, err := s.Accesses(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	all := list(motcua.AccessFilter{})
	if len(all) != 3 || all[0].Deed != motcua.AccessPrinted || all[0].Code != d.Received.Code || all[1].Code != "" || !all[0].At.Equal(at) || all[2].Form != "01" {
		t.Errorf("%+v", all)
	}
	for name, got := range map[string]int{
		"hoa": len(list(motcua.AccessFilter{Login: "hoa.lt"})) - 1, "dossier": len(list(motcua.AccessFilter{Dossier: d.ID})) - 2,
		"limit": len(list(motcua.AccessFilter{Limit: 1})) - 1, "from": len(list(motcua.AccessFilter{From: at})) - 1, "to": len(list(motcua.AccessFilter{To: at})) - 2,
	} {
		if got != 0 {
			t.Errorf("%s: %+d", name, got)
		}
	}
	for _, bad := range []motcua.Access{{Login: "x", Deed: motcua.AccessOpened}, {At: at, Deed: "danced"}, {At: at, Deed: motcua.AccessOpened, Form: string(make([]byte, 41))}} {
		wantCode(t, s.NoteAccess(ctx, bad), motcua.CodeInvalid)
	}
	if _, err := s.Erase(ctx, "Quầy 01", morning(), d.ID, "hết hạn lưu"); err != nil {
		t.Fatal(err)
	}
	if got := list(motcua.AccessFilter{Dossier: d.ID}); len(got) != 2 {
		t.Errorf("after the erasure: %+v", got)
	}
	wantClean(t, s)
}
