package model

// workPages keeps the pages of a long list near where somebody looks.
type workPages struct {
	gen      int // of the list; answers of another are dropped
	lines    map[int][]WorkLine
	asked    map[int]bool
	near     int // page in sight
	last     int // page that was not full, -1 while none is known
	answered bool
	trouble  *Sentence
}

// clear begins another list.
func (p *workPages) clear() {
	p.gen++
	clear(p.lines)
	clear(p.asked)
	p.near, p.last, p.answered, p.trouble = 0, -1, false, nil
}

// inSight returns the pages to read again: the one in sight and its neighbour
// that is already there.
func (p *workPages) inSight() []int {
	out := []int{p.near}
	if p.has(p.near + 1) {
		out = append(out, p.near+1)
	}
	return out
}

func (p *workPages) has(page int) bool { return len(p.lines[page]) > 0 }

// put takes a page in and lets the farthest go where there are too many.
func (p *workPages) put(page int, lines []WorkLine) {
	p.lines[page], p.answered = lines, true
	switch {
	case len(lines) < workPage && (p.last < 0 || page <= p.last || !p.has(p.last)):
		p.last = page
		for q := range p.lines {
			if q > page {
				delete(p.lines, q)
			}
		}
	case page >= p.last:
		p.last = -1
	}
	for len(p.lines) > workKept {
		far := page
		for q := range p.lines {
			if abs(q-p.near) > abs(far-p.near) {
				far = q
			}
		}
		delete(p.lines, far)
	}
}

func abs(n int) int { return max(n, -n) }

func (p *workPages) line(i int) (WorkLine, bool) {
	if i < 0 {
		return WorkLine{}, false
	}
	page := p.lines[i/workPage]
	if i%workPage >= len(page) {
		return WorkLine{}, false
	}
	return page[i%workPage], true
}

// find returns the place of a dossier among the pages that are here, else -1.
func (p *workPages) find(id string) int {
	if id == "" {
		return -1
	}
	for page, lines := range p.lines {
		for i, l := range lines {
			if l.ID == id {
				return page*workPage + i
			}
		}
	}
	return -1
}

// length is how long the list is; -1 while its end is not known.
func (p *workPages) length() int {
	if p.last < 0 || !p.answered {
		return -1
	}
	return p.last*workPage + len(p.lines[p.last])
}

// reach is the end of what is here.
func (p *workPages) reach() int {
	n := 0
	for page, lines := range p.lines {
		n = max(n, page*workPage+len(lines))
	}
	return n
}
