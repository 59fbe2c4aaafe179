package catalogue

import (
	"cmp"
	"slices"
	"strings"

	"motcua"
)

// entry is a procedure ready to be searched.
type entry struct {
	motcua.Procedure
	words []string // of the name, folded, without a leading "thủ tục"
	field []string // words of the field, folded
}

func newEntry(p motcua.Procedure) entry {
	name := strings.TrimPrefix(motcua.Fold(p.Name), "thu tuc ")
	return entry{p, strings.Fields(name), strings.Fields(motcua.Fold(p.Field))}
}

// everyday are the procedures that make up most of a commune counter's day,
// and the fields that most of the others belong to.
var everyday = map[string]bool{
	"1.001193": true, // khai sinh
	"1.000656": true, // khai tử
	"2.000635": true, // trích lục
	"1.004873": true, // xác nhận tình trạng hôn nhân
	"1.000894": true, // kết hôn
	"2.000806": true, // kết hôn có yếu tố nước ngoài
	"1.004884": true, // khai sinh lại
	"1.004859": true, // cải chính hộ tịch
	"2.000815": true, // chứng thực bản sao
	"2.000884": true, // chứng thực chữ ký
	"1.001612": true, // thành lập hộ kinh doanh
	"2.000720": true, // thay đổi hộ kinh doanh
	"1.001266": true, // chấm dứt hộ kinh doanh
}

// rank orders hits; smaller is better, fields in order of weight.
type rank struct {
	code     int // 0 where the query is the code or its beginning
	position int // how far into the name the query's words reach, in fives
	daily    int // 0 everyday, 1 an everyday field, 2 the rest
	length   int // words of the name
}

// Search returns the procedures whose code begins with query (from five digits
// on also without its point), or ends with its three or more digits, or in
// whose name and field every word of query is the beginning of a word, with or
// without marks; best first: the code, then names that say it early, then what
// counters do every day, then short names. At most limit of them, all where
// limit is 0 or less. An empty query finds everything.
func (c *Catalogue) Search(query string, limit int) []motcua.Procedure {
	type hit struct {
		rank
		motcua.Procedure
	}
	code := strings.TrimSpace(query)
	if k := key(code); k != "" {
		code = k
	}
	words := strings.Fields(motcua.Fold(query))
	var hits []hit
	for i := range c.list {
		if r, ok := c.list[i].match(code, words); ok {
			hits = append(hits, hit{r, c.list[i].Procedure})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.position, b.position),
			cmp.Compare(a.daily, b.daily), cmp.Compare(a.length, b.length), cmp.Compare(a.Code, b.Code))
	})
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	out := make([]motcua.Procedure, len(hits))
	for i, h := range hits {
		out[i] = clone(h.Procedure)
	}
	return out
}

// lastDigits reports whether a query may be the end of a code, as people who
// know their procedures say it: 815 of 2.000815.
func lastDigits(s string) bool {
	return len(s) >= 3 && len(s) <= 6 && digits(s)
}

// firstDigits reports whether a query may be the beginning of a code without
// its point: 2000815. Fewer digits would be the beginning of most codes.
func firstDigits(s string) bool {
	return len(s) >= 5 && digits(s)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func (e *entry) hasCode(code string) bool {
	return strings.HasPrefix(e.Code, code) ||
		lastDigits(code) && strings.HasSuffix(e.Code, code) ||
		firstDigits(code) && strings.HasPrefix(e.Code, code[:1]+"."+code[1:])
}

func (e *entry) match(code string, words []string) (rank, bool) {
	r := rank{code: 1, daily: e.daily(), length: len(e.words)}
	if code != "" && e.hasCode(code) {
		r.code = 0
		return r, true
	}
	reach := 0
	for _, w := range words {
		at := slices.IndexFunc(e.words, func(s string) bool { return strings.HasPrefix(s, w) })
		if at < 0 {
			if !slices.ContainsFunc(e.field, func(s string) bool { return strings.HasPrefix(s, w) }) {
				return r, false
			}
			at = len(e.words)
		}
		reach = max(reach, at)
	}
	r.position = reach / 5
	return r, true
}

func (e *entry) daily() int {
	switch {
	case everyday[e.Code]:
		return 0
	case e.Field == "Hộ tịch" || e.Field == "Chứng thực":
		return 1
	}
	return 2
}
