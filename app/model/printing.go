package model

import "context"

// Printing prints receipts again for one screen, one at a time.
type Printing struct {
	paper   Paper // nil where nothing can be printed
	media   string
	tasks   Tasks
	changed func()
	busy    bool
	note    string
	trouble *Sentence
}

// Print prints the receipt of a dossier; code is how clerks call it.
func (p *Printing) Print(id, code string) {
	if p.paper == nil || p.busy || id == "" {
		return
	}
	p.busy, p.trouble, p.note = true, nil, "đang in giấy hẹn "+code
	p.changed()
	p.tasks.Go(LanePaper, func(ctx context.Context) func() {
		where, err := p.paper.Print(ctx, id, p.media)
		return func() {
			p.busy, p.note = false, "giấy hẹn "+code+": "+where
			if err != nil {
				s := Explain(DeedPrint, err)
				p.trouble, p.note = &s, ""
			}
			p.changed()
		}
	})
}
