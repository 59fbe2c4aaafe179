package units

import (
	"slices"
	"strings"
	"testing"

	"motcua"
)

func load(t *testing.T) *Units {
	t.Helper()
	u, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAllProvincesAndCommunesAreThere(t *testing.T) {
	u := load(t)
	counts := map[string]int{
		"01": 126, "04": 56, "08": 124, "11": 45, "12": 38, "14": 75, "15": 99, "19": 92, "20": 65, "22": 54,
		"24": 99, "25": 148, "31": 114, "33": 104, "37": 129, "38": 166, "40": 130, "42": 69, "44": 78, "46": 40,
		"48": 94, "51": 96, "52": 135, "56": 65, "66": 102, "68": 124, "75": 95, "79": 168, "80": 96, "82": 102,
		"86": 124, "91": 102, "92": 103, "96": 64,
	}
	total := 0
	for _, p := range u.Provinces() {
		n := len(u.Wards(p.Code))
		if n != counts[p.Code] {
			t.Errorf("%s %s: %d communes, want %d", p.Code, p.Name, n, counts[p.Code])
		}
		total += n
	}
	if len(u.Provinces()) != 34 || total != 3321 {
		t.Errorf("%d provinces, %d communes", len(u.Provinces()), total)
	}
	if !slices.IsSortedFunc(u.Provinces(), func(a, b Province) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("provinces out of order")
	}
}

func TestACommuneIsFoundByItsID(t *testing.T) {
	u := load(t)
	got, ok := u.Get("46-19789")
	if want := (motcua.Unit{ID: "46-19789", Name: "Phường Thuận Hoá", Province: "Thành phố Huế"}); !ok || got != want {
		t.Errorf("got %+v %v", got, ok)
	}
	for _, id := range []string{"", "46", "46-", "01-19789", "46-1978", "46-19789 "} {
		if _, ok := u.Get(id); ok {
			t.Errorf("%q was found", id)
		}
	}
	if name, ok := u.Province("75"); !ok || name != "Thành phố Đồng Nai" {
		t.Errorf("75 is %q", name)
	}
	if _, ok := u.Province("02"); ok {
		t.Error("a province that was merged away is still there")
	}
}

func TestSearchNeedsNoMarksAndToleratesBothTonePlacements(t *testing.T) {
	u := load(t)
	for _, q := range []string{"thuan hoa", "Thuận Hóa", "THUẬN HOÁ", "hoa thuan", "thu ho"} {
		found := u.SearchWards("46", q, 5)
		if !slices.ContainsFunc(found, func(w Ward) bool { return w.Code == "19789" }) {
			t.Errorf("%q: %v", q, found)
		}
	}
	if got := u.SearchWards("46", "a luoi", 3); len(got) != 3 {
		t.Errorf("limit of 3 gave %d", len(got))
	}
	if got := u.SearchWards("46", "khong co noi nay", 0); len(got) != 0 {
		t.Errorf("nowhere was found: %v", got)
	}
	if got := u.Wards("99"); len(got) != 0 {
		t.Errorf("communes of no province: %v", got)
	}
}

func TestEveryCommuneHasADistinctValidAgencyCode(t *testing.T) {
	u := load(t)
	if got := u.Agency("46-19789"); got != "H57.19.789" {
		t.Errorf("Thuận Hoá is %s", got)
	}
	seen := map[string]string{}
	for _, p := range u.Provinces() {
		for _, w := range u.Wards(p.Code) {
			id := p.Code + "-" + w.Code
			code := u.Agency(id)
			if !motcua.ValidAgency(code) || seen[code] != "" {
				t.Errorf("%s has agency %q, as has %q", id, code, seen[code])
			}
			seen[code] = id
		}
	}
	if got := u.Agency("46-00000"); got != "" {
		t.Errorf("an unknown commune has agency %q", got)
	}
}

// The table is by code; this ties it to the names the codes belonged to.
func TestLevelOneCodesBelongToTheProvincesOfThatName(t *testing.T) {
	u := load(t)
	names := map[string]string{
		"H01": "an giang", "H05": "bac ninh", "H12": "ca mau", "H13": "can tho", "H14": "cao bang", "H15": "dak lak",
		"H17": "da nang", "H18": "dien bien", "H19": "dong nai", "H20": "dong thap", "H21": "gia lai", "H24": "hai phong",
		"H26": "ha noi", "H27": "ha tinh", "H29": "ho chi minh", "H31": "hung yen", "H32": "khanh hoa", "H35": "lai chau",
		"H36": "lam dong", "H37": "lang son", "H38": "lao cai", "H41": "nghe an", "H42": "ninh binh", "H44": "phu tho",
		"H48": "quang ngai", "H49": "quang ninh", "H50": "quang tri", "H52": "son la", "H53": "tay ninh",
		"H55": "thai nguyen", "H56": "thanh hoa", "H57": "hue", "H60": "tuyen quang", "H61": "vinh long",
	}
	for _, p := range u.Provinces() {
		h := agencies[p.Code]
		if names[h] == "" || !strings.HasSuffix(motcua.Fold(p.Name), names[h]) {
			t.Errorf("%s %s has %s, the code of %q", p.Code, p.Name, h, names[h])
		}
	}
}

func TestWhatTheCallerChangesStaysWithTheCaller(t *testing.T) {
	u := load(t)
	u.Provinces()[0].Name = "x"
	u.Wards("46")[0].Name = "x"
	if u.Provinces()[0].Name == "x" || u.Wards("46")[0].Name == "x" {
		t.Error("the list can be changed from outside")
	}
}

func TestATornFileIsAnError(t *testing.T) {
	for _, data := range [][]byte{nil, packed[:len(packed)/2], []byte("not packed")} {
		if records, err := unpack(data); err == nil {
			t.Errorf("%d bytes gave %d provinces", len(data), len(records))
		}
	}
}
