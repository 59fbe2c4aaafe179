package model

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"motcua"
)

// done closes the sheet, says what is saved and prints the step's paper.
func (m *Steps) done(d motcua.Dossier, key StepKey) {
	delete(m.drafts, m.draft())
	m.d, m.open = d, false
	if m.fresh {
		m.cfg.OnBegun(d)
		return
	}
	def := stepOf(key)
	note := "Đã lưu trên máy lúc " + Clock6(m.cfg.Clock.Now()) + ": " + def.name
	if n := len(d.Steps); n > 0 && d.Steps[n-1].Slip.Number > 0 {
		note += ", số " + d.Steps[n-1].Slip.Text()
	}
	m.say(d.ID, note+".", nil)
	m.cfg.OnDone(d.ID)
	if def.form != "" {
		m.Print(d.ID, def.form)
	}
}

// Print prints a paper of a dossier.
func (m *Steps) Print(id string, form motcua.PrintForm) {
	if m.cfg.Forms == nil || m.printing || id == "" {
		return
	}
	m.printing = true
	before := ""
	if m.said == id {
		before = m.note + " "
	}
	m.say(id, strings.TrimSpace(before+"Đang in "+formNames[form]+"."), nil)
	m.cfg.Tasks.Go(LanePaper, func(ctx context.Context) func() {
		where, err := m.cfg.Forms.PrintForm(ctx, id, form)
		return func() {
			m.printing = false
			if m.said != id {
				return
			}
			if err != nil {
				s := Explain(DeedPrint, err)
				s.Safe = "Bước đã lưu trên máy, " + formNames[form] + " chưa in được."
				m.say(id, strings.TrimSpace(before), &s)
				return
			}
			m.say(id, strings.TrimSpace(before+Begun(formNames[form])+": "+where+"."), nil)
		}
	})
}

// Begun returns s as the beginning of a sentence.
func Begun(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
