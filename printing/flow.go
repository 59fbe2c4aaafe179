package printing

// placed is a strip at its height on a page.
type placed struct {
	strip
	y float64
}

// flow places strips on pages from top to bottom: the first page between top1
// and bottom1, the others between top2 and bottom2. Strips that are glued
// together start a new page together.
func flow(strips []strip, top1, bottom1, top2, bottom2 float64) [][]placed {
	pages := [][]placed{nil}
	y, bottom := top1, bottom1
	for i := 0; i < len(strips); {
		n, need := group(strips[i:])
		if need > bottom-y && len(pages[len(pages)-1]) > 0 {
			pages = append(pages, nil)
			y, bottom = top2, bottom2
			if need > bottom-y {
				n = 1 // more than a page is glued together: give way rather than run off the sheet
			}
		}
		for _, s := range strips[i : i+n] {
			if s.height > bottom-y && len(pages[len(pages)-1]) > 0 {
				pages = append(pages, nil)
				y, bottom = top2, bottom2
			}
			pages[len(pages)-1] = append(pages[len(pages)-1], placed{s, y})
			y += s.height
		}
		i += n
	}
	return pages
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
