package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"motcua/assets/units"
	"motcua/cmd/tour/play"
	"motcua/internal/testkit/vikeys"
)

// maxTyped is the most letters a name may have.
const maxTyped = 190

// sheets joins words to texts that fit the box for a name.
func sheets(words []string) []string {
	out := []string{""}
	for _, w := range words {
		at := len(out) - 1
		if len([]rune(out[at]))+len([]rune(w)) >= maxTyped {
			out = append(out, w)
			continue
		}
		out[at] = strings.TrimSpace(out[at] + " " + w)
	}
	return out
}

// The 200 commonest names in Telex and the communes of Huế in VNI, key by key
// through the box of the real window, read back from the dossiers.
func TestNamesTypedWithRealKeysArriveLetterForLetter(t *testing.T) {
	c := newCounter(t)
	data, err := os.ReadFile("../../internal/viinput/testdata/names.txt")
	c.do(err)
	u, err := units.Load()
	c.do(err)
	var communes []string
	for _, w := range u.Wards("46") {
		communes = append(communes, w.Name)
	}
	people := 0
	for _, round := range []struct {
		vni   bool
		flags []string
		texts []string
	}{
		{false, []string{"--typing", "telex"}, sheets(strings.Fields(string(data)))},
		{true, []string{"--typing", "vni", "--tones", "new"}, sheets(communes)},
	} {
		w := c.open(append([]string{"counter"}, round.flags...)...)
		for i, text := range round.texts {
			people++ // a known number would bring its name along
			c.do(play.Choose(c.screen, "2.000815"), c.screen.Keys("Return", "Return", "Return"), c.screen.Type(fmt.Sprintf("046190%06d", people)), c.screen.Keys("Return"),
				c.screen.Type(vikeys.Spell(text, round.vni, i%2 == 0)), c.screen.Keys("F9"))
			_, err := w.Received(t.Context(), i+1)
			if err != nil {
				c.keep("typed")
			}
			c.do(err, c.screen.Keys("F4"))
			time.Sleep(time.Second)
		}
		c.do(w.Quit())
		listed := must(t, "dossiers", "--data", c.data, "--json")
		for _, text := range round.texts {
			if !strings.Contains(listed, `"name":"`+text+`"`) || !norm.NFC.IsNormalString(listed) {
				t.Errorf("%q did not arrive in %s", text, listed)
			}
		}
	}
}

const viDu = "046190000001|191234567|NGUYỄN THỊ VÍ DỤ|15081990|Nữ|Tổ 5, Phường Phú Hội, Thành phố Huế|10052021"

func TestACardScannedByARealBurstFillsTheFormOfTheRealWindow(t *testing.T) {
	c := newCounter(t)
	w := c.open("counter", "--typing", "telex") // the burst must pass our own typing too
	c.do(play.Choose(c.screen, "2.000815"), c.screen.Keys("Return"))
	c.do(c.screen.Burst(viDu), c.screen.Keys("Return"))
	time.Sleep(700 * time.Millisecond)
	c.keep("card")
	c.do(c.screen.Keys("F9"))
	codes, err := w.Received(t.Context(), 1)
	c.do(err)
	if got := must(t, "dossiers", "--data", c.data, "--json", "--query", "046190000001"); !strings.Contains(got, `"name":"NGUYỄN THỊ VÍ DỤ"`) || !strings.Contains(got, codes[0]) {
		t.Errorf("the card's name is not in %s", got)
	}
	c.do(c.screen.Keys("F4"))
	c.do(play.Choose(c.screen, "2.000815"), c.screen.Keys("Return"))
	c.do(c.screen.Burst("046190000001|191234567|NGUYEN THI VI DU|15081990|Nu|To 5, Phuong Phu Hoi, Hue|10052021"), c.screen.Keys("Return"))
	time.Sleep(700 * time.Millisecond)
	c.keep("card-ascii")
	c.do(c.screen.Burst(c.receipt(codes[0])), c.screen.Keys("Return")) // anywhere
	time.Sleep(1500 * time.Millisecond)
	c.keep("card-receipt")
	if err := w.Quit(); err != nil {
		t.Errorf("the counter ended with %v", err)
	}
}

// keep takes a picture; MOTCUA_SHOTS names the folder that gets it.
func (c counter) keep(name string) {
	c.t.Helper()
	dir := os.Getenv("MOTCUA_SHOTS")
	if dir == "" {
		dir = c.t.TempDir()
	}
	c.do(c.screen.Shot(dir + "/" + name + ".png"))
}
