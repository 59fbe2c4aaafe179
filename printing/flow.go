package printing

// placed is a strip at its height on a page.
type placed struct {
	strip
	y float64
}

// flow places strips on pages from top to bottom: the first page between top1
// and bottom1, the others between top2 and bottom2. Strips that are glued
// together start a new page together. A table that goes on has its head on
// every page.
func flow(strips []strip, top1, bottom1, top2, bottom2 float64) [][]placed {
	f := &flowing{pages: [][]placed{nil}, y: top1, bottom: bottom1, top2: top2, bottom2: bottom2}
	for i := 0; i < len(strips); {
		n, need := group(strips[i:])
		switch {
		case need <= f.bottom-f.y || !f.begun():
		case need <= bottom2-top2:
			f.turn(strips[i])
		default:
			n = 1 // more than a page is glued together: give way rather than run off the sheet
		}
		for _, s := range strips[i : i+n] {
			if s.height > f.bottom-f.y && f.begun() {
				f.turn(s)
			}
			f.place(s)
		}
		i += n
	}
	return f.pages
}

type flowing struct {
	pages         [][]placed
	y, bottom     float64
	top2, bottom2 float64
	heads         int // strips of a table's head that begin the page
}

// begun reports whether the page holds more than a repeated head.
func (f *flowing) begun() bool { return len(f.pages[len(f.pages)-1]) > f.heads }

func (f *flowing) place(s strip) {
	last := len(f.pages) - 1
	f.pages[last] = append(f.pages[last], placed{s, f.y})
	f.y += s.height
}

// turn begins a page on which next will stand.
func (f *flowing) turn(next strip) {
	page := f.pages[len(f.pages)-1]
	if end := page[len(page)-1]; end.table != nil {
		page[len(page)-1].lines = append(end.lines[:len(end.lines):len(end.lines)], line{0, end.height, end.table.width, end.height})
	}
	f.pages = append(f.pages, nil)
	f.y, f.bottom, f.heads = f.top2, f.bottom2, 0
	if next.table == nil {
		return
	}
	height := next.height
	for _, s := range next.table.strips {
		height += s.height
	}
	if height > f.bottom-f.y {
		return // a head of a whole page is not said again
	}
	for _, s := range next.table.strips {
		f.place(s)
	}
	f.heads = len(next.table.strips)
}

// group returns how many strips from the first on belong together, and their
// height.
func group(strips []strip) (n int, height float64) {
	for n < len(strips) {
		height += strips[n].height
		n++
		if !strips[n-1].glued {
			break
		}
	}
	return n, height
}
