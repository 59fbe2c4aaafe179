package model

import (
	"fmt"

	"motcua"
)

func (m *Intake) paperLines() ([]PaperLine, string) {
	var out []PaperLine
	counts := map[string]motcua.PaperCount{}
	for _, c := range m.form.Papers {
		counts[c.Key] = c
	}
	all := m.expected()
	for _, x := range all {
		out = append(out, PaperLine{Rule: x.Rule, Count: counts[x.Rule.Key], Name: paperName(x.Rule), Remark: remark(x)})
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
	return out, paperSummary(all)
}

// paperSummary counts what is asked of everyone apart from what is not.
func paperSummary(all []motcua.Expected) string {
	hand, show, some, choice := 0, 0, 0, 0
	for _, x := range all {
		switch {
		case x.Need == motcua.NeedOneOf:
			choice = 1
		case x.Need != motcua.NeedAlways:
			some++
		case x.Rule.PresentOnly:
			show++
		default:
			hand++
		}
	}
	sum := fmt.Sprintf("%d cần nộp", hand+choice)
	if show > 0 {
		sum += fmt.Sprintf(" · %d chỉ xuất trình", show)
	}
	if some > 0 {
		sum += fmt.Sprintf(" · %d tùy trường hợp", some)
	}
	return sum
}

// remark says how a paper is asked for.
func remark(x motcua.Expected) string {
	only := map[motcua.Need]string{
		motcua.NeedIfAny: "nếu có", motcua.NeedInCase: "chỉ khi thuộc trường hợp này", motcua.NeedOneOf: "một trong các giấy này là đủ",
	}[x.Need]
	switch {
	case x.Rule.PresentOnly && only != "":
		return only + ", chỉ xuất trình"
	case x.Rule.PresentOnly:
		return "chỉ xuất trình, không quét"
	case only != "":
		return only
	}
	return asked(x.Rule)
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
