package model_test

import (
	"context"
	"testing"

	"motcua"
	"motcua/app/model"
	"motcua/app/model/modeltest"
)

// shelf holds what somebody digitised before.
type shelf struct {
	desk    *modeltest.Desk
	earlier []motcua.Earlier
	asked   string
	filed   []string
	fail    error
}

func (s *shelf) Earlier(_ context.Context, number string, _ int) ([]motcua.Earlier, error) {
	s.asked = number
	return s.earlier, s.fail
}

func (s *shelf) ReuseFile(ctx context.Context, dossier, paper, from, sha string) (motcua.Dossier, error) {
	if s.fail != nil {
		return motcua.Dossier{}, s.fail
	}
	s.filed = append(s.filed, paper+" "+from+" "+sha)
	d, err := s.desk.Dossier(ctx, dossier)
	for i := range d.Components {
		if d.Components[i].Rule.Key == paper {
			d.Components[i].Files = append(d.Components[i].Files, motcua.FileAdded{Paper: paper, File: motcua.FileRef{SHA256: sha, Pages: 1}})
		}
	}
	s.desk.Put(d)
	return d, err
}

// newShelf is a filled form whose paper p2 lies in an earlier dossier.
func newShelf(t *testing.T) (*bench, *shelf, motcua.Component) {
	t.Helper()
	b := newBench(t)
	s := &shelf{desk: b.desk}
	b.Intake = model.NewIntake(model.IntakeConfig{
		Desk: b.desk, Catalogue: b.desk.Catalogue, Units: modeltest.Units{}, Drafts: b.drafts, Dossiers: b.desk, Paper: b.paper, Scanner: b.scanner, Reuse: s,
		Tasks: b.tasks, Clock: b.clock, NewID: func() string { return "neu" }, Province: "46", Ward: "19789",
	})
	b.fill()
	p, _ := b.desk.Catalogue.Get("1.004884")
	rules := p.Papers("Có bản sao Giấy khai sinh được cấp hợp lệ", motcua.ChannelDirect, false)
	paper := func(key string) (c motcua.Component) {
		for _, r := range rules {
			if r.Key == key {
				c.Rule = r
			}
		}
		return c
	}
	name := func(c motcua.Component) string {
		if c.Rule.Short != "" {
			return c.Rule.Short
		}
		return c.Rule.Name
	}
	form, birth := paper("p1"), paper("p2")
	s.earlier = []motcua.Earlier{
		{ID: "neu", Code: "H57.19.789-261120-0001", Papers: []motcua.FiledPaper{{Paper: name(birth), File: motcua.FileRef{SHA256: "own"}}}},
		{ID: "alt", Code: "H57.19.789-261001-0003", Papers: []motcua.FiledPaper{
			{Paper: name(form), File: motcua.FileRef{SHA256: "form"}},
			{Paper: motcua.Fold(name(birth)), File: motcua.FileRef{SHA256: "a"}}, {Paper: name(birth), File: motcua.FileRef{SHA256: "b"}},
		}},
	}
	return b, s, birth
}

func TestAPaperOfAnEarlierDossierIsOfferedAndFiledAgain(t *testing.T) {
	b, s, birth := newShelf(t)
	b.Receive()
	b.tasks.Run()
	d := b.State().Done
	if d == nil || s.asked != "046190000001" {
		t.Fatalf("asked for %q; %+v", s.asked, b.State().Trouble)
	}
	at := -1
	for i, p := range d.Papers {
		if p.Remark == "đã có ở hồ sơ 261001-0003" {
			if at >= 0 {
				t.Errorf("also %q: what is filled in anew is no paper of before", p.Name)
			}
			at = i
		}
	}
	if at < 0 {
		t.Fatalf("nothing offered: %+v", d.Papers)
	}
	b.SelectPaper(0)
	if b.State().Done.CanReuse {
		t.Error("offered for a form")
	}
	b.ReuseEarlier() // does nothing there
	b.SelectPaper(at)
	if !b.State().Done.CanReuse {
		t.Fatal("not offered where it lies")
	}
	b.ReuseEarlier()
	b.tasks.Run()
	now := b.State()
	if len(s.filed) != 2 || s.filed[0] != birth.Rule.Key+" alt a" || now.Done.Papers[at].Pages != "2 trang" || now.Done.CanReuse || now.Trouble != nil {
		t.Errorf("filed %v, %+v, %+v", s.filed, now.Done.Papers[at], now.Trouble)
	}
}

func TestAShelfThatFailsCostsNothing(t *testing.T) {
	b, s, _ := newShelf(t)
	s.fail = &motcua.Error{Code: motcua.CodeIO}
	b.Receive()
	b.tasks.Run()
	if st := b.State(); st.Phase != model.PhaseReceived || st.Trouble != nil || st.Done.CanReuse {
		t.Errorf("%+v", st.Trouble)
	}
	b, s, _ = newShelf(t)
	b.Receive()
	b.tasks.Run()
	b.SelectPaper(1)
	s.fail = motcua.Refuse("from", motcua.ReasonFileElsewhere)
	b.ReuseEarlier()
	b.tasks.Run()
	if st := b.State(); st.Trouble == nil || st.Done.Papers[1].Pages != "" {
		t.Errorf("%+v", st)
	}
}
