package model

import (
	"fmt"

	"motcua"
)

func (m *Intake) paperLines() ([]PaperLine, string) {
	var out []PaperLine
	hand, show := 0, 0
	counts := map[string]motcua.PaperCount{}
	for _, c := range m.form.Papers {
		counts[c.Key] = c
	}
	for _, r := range m.rules() {
		l := PaperLine{Rule: r, Count: counts[r.Key], Name: paperName(r)}
		if r.PresentOnly {
			show++
			l.Remark = "chỉ xuất trình, không quét"
		} else {
			hand++
			l.Remark = asked(r)
		}
		out = append(out, l)
	}
	if m.form.Kind != motcua.ApplicantAuthorised {
		why := "không cần, người nộp là chính chủ"
		if m.form.Kind == motcua.ApplicantOrganisation {
			why = "không cần, không có ủy quyền"
		}
		for _, g := range m.proc.Groups {
			if g.Kind != motcua.GroupAuthorised {
				continue
			}
			for _, r := range g.Papers {
				if !r.Note {
					out = append(out, PaperLine{Rule: r, Name: paperName(r), Ruled: why})
				}
			}
		}
	}
	sum := fmt.Sprintf("%d cần nộp", hand)
	if show > 0 {
		sum += fmt.Sprintf(" · %d chỉ xuất trình", show)
	}
	return out, sum
}

func asked(r motcua.PaperRule) string {
	switch {
	case r.Originals > 0 && r.Copies > 0:
		return fmt.Sprintf("cần %d bản chính, %d bản sao", r.Originals, r.Copies)
	case r.Originals > 0:
		return fmt.Sprintf("cần %d bản chính", r.Originals)
	case r.Copies > 0:
		return fmt.Sprintf("cần %d bản sao", r.Copies)
	}
	return "nếu có"
}

func paperName(r motcua.PaperRule) string {
	if r.Short != "" {
		return r.Short
	}
	return r.Name
}
