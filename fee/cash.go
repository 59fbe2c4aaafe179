package fee

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"motcua"
)

// Taken is one payment as a cash sheet needs it.
type Taken struct {
	At        time.Time
	Dossier   motcua.Code
	Procedure string // code
	Method    string // "cash", "transfer", "online"
	Collector string // who took it
	Book      string // ký hiệu biên lai, may be empty
	Receipt   string // số biên lai, may be empty
	Amount    int64  // đồng, ≥ 0
	Voided    bool
	Void      string // why
}

// Sum is how many payments came under one heading, and how much.
type Sum struct {
	Key   string
	Count int
	Total int64
}

// Book is what one book of fee receipts (quyển biên lai) shows of a day.
type Book struct {
	Book        string
	First, Last string
	Count       int   // receipts, voided ones too
	Missing     []Gap // numbers between First and Last that are on no payment
	Twice       []string
}

// Gap is a run of receipt numbers, both ends in it.
type Gap struct{ From, To string }

// Sheet is the cash of one day. Voided payments are listed and in no sum.
type Sheet struct {
	Day        string // yyyy-MM-dd
	Count      int
	Total      int64
	Methods    []Sum // each list in order of its keys
	Collectors []Sum
	Procedures []Sum
	Voided     []Taken // in order of time
	Books      []Book  // receipts whose number is no number are left out
}

// CashSheet sums up the payments taken on the Vietnamese day that holds a
// moment; others are passed over. An amount below zero or beyond all bounds is
// CodeInvalid in "payments[i].amount".
func CashSheet(day time.Time, payments []Taken) (Sheet, error) {
	s := Sheet{Day: day.In(motcua.Local).Format(dateLayout)}
	methods, collectors, procedures := sums{}, sums{}, sums{}
	books := map[string][]Taken{}
	for i, p := range payments {
		if p.At.In(motcua.Local).Format(dateLayout) != s.Day {
			continue
		}
		if p.Amount < 0 || p.Amount > maxTotal || s.Total > maxTotal-p.Amount {
			return Sheet{}, invalid(fmt.Sprintf("payments[%d].amount", i), "out of range")
		}
		if _, ok := number(p.Receipt); ok {
			books[p.Book] = append(books[p.Book], p)
		}
		if p.Voided {
			s.Voided = append(s.Voided, p)
			continue
		}
		s.Count++
		s.Total += p.Amount
		methods.add(p.Method, p.Amount)
		collectors.add(p.Collector, p.Amount)
		procedures.add(p.Procedure, p.Amount)
	}
	s.Methods, s.Collectors, s.Procedures = methods.list(), collectors.list(), procedures.list()
	slices.SortStableFunc(s.Voided, func(a, b Taken) int { return a.At.Compare(b.At) })
	for name, taken := range books {
		s.Books = append(s.Books, book(name, taken))
	}
	slices.SortFunc(s.Books, func(a, b Book) int { return cmp.Compare(a.Book, b.Book) })
	return s, nil
}

type sums map[string]Sum

func (m sums) add(key string, amount int64) {
	s := m[key]
	m[key] = Sum{key, s.Count + 1, s.Total + amount}
}

func (m sums) list() []Sum {
	var out []Sum
	for _, s := range m {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Sum) int { return cmp.Compare(a.Key, b.Key) })
	return out
}

// number reads a receipt's number: one to fifteen digits.
func number(s string) (int64, bool) {
	n, err := strconv.ParseUint(s, 10, 63)
	return int64(n), err == nil && len(s) <= 15
}

// book finds what is missing and what came twice in a book, whose numbers all
// are numbers. A number on a voided and on a living payment came once: it was
// entered again.
func book(name string, taken []Taken) Book {
	slices.SortFunc(taken, func(a, b Taken) int {
		x, _ := number(a.Receipt)
		y, _ := number(b.Receipt)
		return cmp.Compare(x, y)
	})
	b := Book{Book: name, First: taken[0].Receipt, Last: taken[len(taken)-1].Receipt}
	width := len(b.First)
	last, living := int64(-1), 0
	for _, p := range taken {
		n, _ := number(p.Receipt)
		if n != last {
			b.Count, living = b.Count+1, 0
		}
		if last >= 0 && n > last+1 {
			b.Missing = append(b.Missing, Gap{fmt.Sprintf("%0*d", width, last+1), fmt.Sprintf("%0*d", width, n-1)})
		}
		if last = n; p.Voided {
			continue
		}
		if living++; living == 2 {
			b.Twice = append(b.Twice, p.Receipt)
		}
	}
	return b
}
