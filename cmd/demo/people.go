package demo

import (
	"fmt"
	"math/rand/v2"

	"motcua"
	"motcua/assets/catalogue"
)

// share is a word and how often, in tenths of a percent, it is drawn.
type share struct {
	word   string
	weight int
}

// Family names with their shares in Vietnam's population (rounded; the tail
// of rare names stands for the rest). Everyone made of them is invented.
var families = []share{
	{"Nguyễn", 384}, {"Trần", 121}, {"Lê", 95}, {"Phạm", 70}, {"Hoàng", 33}, {"Huỳnh", 18}, {"Phan", 45},
	{"Vũ", 20}, {"Võ", 19}, {"Đặng", 21}, {"Bùi", 20}, {"Đỗ", 14}, {"Hồ", 13}, {"Ngô", 13}, {"Dương", 10}, {"Lý", 5},
	{"Đào", 6}, {"Đinh", 6}, {"Trịnh", 5}, {"Trương", 12}, {"Mai", 7}, {"Tô", 3}, {"Lương", 5}, {"Hà", 6}, {"Cao", 6},
	{"Châu", 3}, {"Tôn Thất", 2}, {"Thái", 4}, {"Tạ", 3}, {"Phùng", 4}, {"Đoàn", 7}, {"Lâm", 4}, {"La", 1}, {"Văn", 3},
	{"Hứa", 1}, {"Kiều", 2}, {"Quách", 2}, {"Chu", 3}, {"Nghiêm", 1}, {"Âu", 1}, {"Ông", 1}, {"Ksor", 1},
}

var (
	maleMiddles   = []share{{"Văn", 380}, {"Hữu", 80}, {"Đức", 70}, {"Minh", 70}, {"Quốc", 60}, {"Đình", 60}, {"Công", 50}, {"Thanh", 50}, {"Ngọc", 40}, {"Xuân", 40}, {"Quang", 40}, {"Bá", 30}, {"Gia", 30}}
	femaleMiddles = []share{{"Thị", 520}, {"Thị Thanh", 60}, {"Thị Ngọc", 60}, {"Thị Thu", 60}, {"Ngọc", 60}, {"Thị Kim", 40}, {"Thị Mỹ", 40}, {"Thanh", 30}, {"Khánh", 30}, {"Thùy", 30}, {"Bảo", 30}, {"Diệu", 20}, {"Tôn Nữ", 20}}
	maleGiven     = []string{"An", "Anh", "Bảo", "Bình", "Chiến", "Công", "Cường", "Dũng", "Dương", "Đạt", "Đông", "Đức", "Giang", "Hà", "Hải", "Hạnh", "Hậu", "Hiếu", "Hiệp", "Hòa", "Hoàng", "Hùng", "Huy", "Hưng", "Khải", "Khang", "Khánh", "Khoa", "Kiên", "Lâm", "Lân", "Linh", "Long", "Lộc", "Lợi", "Lực", "Mạnh", "Minh", "Nam", "Nghĩa", "Nguyên", "Nhân", "Nhật", "Phong", "Phú", "Phúc", "Phước", "Phương", "Quân", "Quang", "Quý", "Sang", "Sơn", "Sỹ", "Tài", "Tâm", "Tân", "Thái", "Thành", "Thắng", "Thịnh", "Thọ", "Thông", "Tiến", "Toàn", "Trí", "Trung", "Trường", "Tú", "Tuấn", "Tùng", "Việt", "Vinh", "Vũ", "Vương"}
	femaleGiven   = []string{"An", "Anh", "Ánh", "Bích", "Châu", "Chi", "Cúc", "Diễm", "Diệp", "Dung", "Duyên", "Đào", "Giang", "Hà", "Hạ", "Hải", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Hoài", "Hồng", "Huệ", "Huyền", "Hương", "Khánh", "Lan", "Lành", "Lệ", "Liên", "Linh", "Loan", "Ly", "Mai", "Minh", "My", "Mỹ", "Nga", "Ngân", "Ngọc", "Nguyệt", "Nhàn", "Nhi", "Nhung", "Oanh", "Phụng", "Phương", "Phượng", "Quyên", "Quỳnh", "Tâm", "Thảo", "Thắm", "Thanh", "Thoa", "Thu", "Thủy", "Thúy", "Thương", "Tiên", "Trang", "Trâm", "Trinh", "Tuyết", "Tú", "Uyên", "Vân", "Vy", "Xuân", "Yến", "Ý"}
	streets       = []string{"Thí Dụ", "Ví Dụ", "Minh Họa", "Mẫu Một", "Mẫu Hai", "Nháp", "Phỏng Theo", "Thử Nghiệm"}
)

// popular are the procedures that fill a commune's day, with their share; a
// tenth of all intakes is of the rest of the catalogue.
var popular = []share{
	{"2.000815", 300}, {"2.000884", 120}, {"1.001193", 80}, {"1.004873", 60}, {"1.000894", 40}, {"1.000656", 30},
	{"2.000635", 70}, {"1.004884", 30}, {"1.004859", 20}, {"2.001035", 20}, {"2.000913", 20}, {"2.001019", 10},
	{"1.001022", 10}, {"1.000689", 10}, {"1.004837", 10}, {"1.004845", 10}, {"1.003583", 10}, {"1.004746", 10},
	{"1.005461", 10}, {"2.000986", 20}, {"1.001776", 20}, {"1.001731", 10}, {"1.000506", 10}, {"1.000489", 10},
	{"2.000751", 10}, {"1.001699", 10}, {"1.011606", 10}, {"1.012222", 10},
}

// People makes up people and what they come for. The same seed gives the same
// ones, in the same order. Not safe for concurrent use.
type People struct {
	rnd        *rand.Rand
	procedures []motcua.Procedure // that can be taken in without more being said
	popular    []motcua.Procedure
	weights    []share
}

// NewPeople returns the invented people of a seed, who want what the catalogue
// has.
func NewPeople(seed uint64, c *catalogue.Catalogue) *People {
	p := &People{rnd: rand.New(rand.NewPCG(seed, 19789)), procedures: c.List()}
	for _, s := range popular {
		if proc, ok := c.Get(s.word); ok {
			p.popular, p.weights = append(p.popular, proc), append(p.weights, s)
		}
	}
	return p
}

func (p *People) draw(from []share) int {
	total := 0
	for _, s := range from {
		total += s.weight
	}
	n := p.rnd.IntN(total)
	for i, s := range from {
		if n -= s.weight; n < 0 {
			return i
		}
	}
	return len(from) - 1
}

func (p *People) word(from []share) string { return from[p.draw(from)].word }

// Person returns somebody who does not exist.
func (p *People) Person() motcua.Person {
	year := 1945 + p.rnd.IntN(62)
	century, gender, middle, given := 0, "Nam", maleMiddles, maleGiven
	if p.rnd.IntN(2) == 1 {
		century, gender, middle, given = 1, "Nữ", femaleMiddles, femaleGiven
	}
	if year >= 2000 {
		century += 2
	}
	return motcua.Person{
		Name:      p.word(families) + " " + p.word(middle) + " " + given[p.rnd.IntN(len(given))],
		IDNumber:  fmt.Sprintf("046%d%02d%06d", century, year%100, p.rnd.IntN(1e6)),
		BirthDate: fmt.Sprintf("%02d/%02d/%d", 1+p.rnd.IntN(28), 1+p.rnd.IntN(12), year),
		Gender:    gender,
		Phone:     fmt.Sprintf("09%08d", p.rnd.IntN(1e8)),
		Address: motcua.Address{Province: "46", Ward: "19789",
			Street: fmt.Sprintf("Tổ %d, số %d đường %s", 1+p.rnd.IntN(20), 1+p.rnd.IntN(300), streets[p.rnd.IntN(len(streets))])},
	}
}

// Intake returns somebody's request, with everything a desk needs to take it in.
func (p *People) Intake() motcua.Intake {
	proc := p.procedures[p.rnd.IntN(len(p.procedures))]
	if len(p.popular) > 0 && p.rnd.IntN(10) > 0 {
		proc = p.popular[p.draw(p.weights)]
	}
	in := motcua.Intake{Procedure: proc.Code, Channel: motcua.ChannelDirect, Kind: motcua.ApplicantSelf, Applicant: p.Person()}
	if cases := proc.Cases(); len(cases) > 0 {
		in.Case = cases[p.rnd.IntN(len(cases))]
	}
	if _, ok := proc.Offer(in.Channel); !ok && len(proc.Offers) > 0 {
		in.Channel = proc.Offers[0].Channel
	}
	if p.rnd.IntN(12) == 0 {
		owner := p.Person()
		owner.Document = "Giấy ủy quyền (thí dụ)"
		in.Kind, in.Authoriser = motcua.ApplicantAuthorised, &owner
	}
	return in
}
