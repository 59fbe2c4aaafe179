package screen

import (
	"fmt"
	"strings"
)

// vietnamese are the letters beyond ASCII, lower case.
const vietnamese = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"

// letters gives each Vietnamese letter a key of its own, above the keys of a
// common keyboard. Without it xdotool lends one key to each letter in turn and
// takes it back before a window has looked, and letters get lost.
func (s *Screen) letters() error {
	var b strings.Builder
	code := 255
	for _, r := range vietnamese {
		upper := []rune(strings.ToUpper(string(r)))[0]
		fmt.Fprintf(&b, "keycode %d = U%04X U%04X\n", code, r, upper)
		code--
	}
	c := s.Command("xmodmap", "-")
	c.Stdin = strings.NewReader(b.String())
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("xmodmap: %w: %s", err, out)
	}
	return nil
}
