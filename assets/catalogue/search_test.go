package catalogue_test

import (
	"testing"

	"motcua/assets/catalogue"
)

func TestTheEndOfACodeFindsIt(t *testing.T) {
	c, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Search("815", 3); len(got) == 0 || got[0].Code != "2.000815" {
		t.Errorf("%v", got)
	}
	if got := c.Search("15", 3); len(got) > 0 && got[0].Code == "2.000815" {
		t.Error("two digits are too few")
	}
}
