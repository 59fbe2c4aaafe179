package station_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/assets/catalogue"
	"motcua/cmd/station"
	"motcua/fee"
	"motcua/process"
)

func rules(t *testing.T) (*catalogue.Catalogue, fee.Table) {
	t.Helper()
	cat, err := catalogue.Load()
	if err != nil {
		t.Fatal(err)
	}
	fees, err := station.Fees()
	if err != nil {
		t.Fatal(err)
	}
	return cat, fees
}

func TestEveryFeeRuleIsForWordsThatTheCatalogueHas(t *testing.T) {
	cat, fees := rules(t)
	published := map[string]bool{}
	for _, p := range cat.List() {
		for _, o := range p.Offers {
			published[p.Code+o.FeeText], published[o.FeeText] = true, true
		}
	}
	for _, e := range fees.Rules {
		for _, code := range e.Procedures {
			if !published[code+e.Text] {
				t.Errorf("%s is not published with %q", code, e.Text)
			}
		}
	}
	for _, text := range fees.Free {
		if !published[text] {
			t.Errorf("nothing is published with %q", text)
		}
	}
}

func TestKnownProceduresCostWhatIsPublished(t *testing.T) {
	cat, fees := rules(t)
	for _, v := range []struct {
		code  string
		kind  motcua.FeeKind
		order fee.Order
		total int64
	}{
		{"2.000815", motcua.FeePage, fee.Order{Items: []fee.Item{{Pages: 3, Count: 2}}}, 10_000},
		{"2.000942", motcua.FeePage, fee.Order{Items: []fee.Item{{Pages: 200}}}, 200_000},
		{"2.000884", motcua.FeeCase, fee.Order{}, 10_000},
		{"2.000992", motcua.FeeCase, fee.Order{}, 10_000},
		{"2.001008", motcua.FeeCase, fee.Order{}, 10_000},
		{"2.001035", motcua.FeeCase, fee.Order{}, 50_000},
		{"2.001019", motcua.FeeCase, fee.Order{}, 50_000},
		{"2.001016", motcua.FeeCase, fee.Order{}, 50_000},
		{"2.001406", motcua.FeeCase, fee.Order{}, 50_000},
		{"2.000913", motcua.FeeCase, fee.Order{}, 30_000},
		{"2.000927", motcua.FeeCase, fee.Order{}, 25_000},
		{"2.000635", motcua.FeeCopy, fee.Order{Items: []fee.Item{{Count: 2}}}, 16_000},
		{"2.002516", motcua.FeeCase, fee.Order{Exemption: "người khuyết tật"}, 0},
		{"2.001263", motcua.FeeCase, fee.Order{}, 400_000},
		{"2.000908", motcua.FeeFree, fee.Order{}, 0},
		{"1.001193", motcua.FeeFree, fee.Order{}, 0},
		{"1.004884", motcua.FeeEntered, fee.Order{Entered: new(int64(16_000))}, 16_000},
	} {
		p, ok := cat.Get(v.code)
		if !ok {
			t.Fatal(v.code)
		}
		r := fees.For(p, motcua.ChannelDirect, now())
		f, err := fee.Reckon(r, v.order)
		if err != nil || r.Kind != v.kind || f.Total != v.total {
			t.Errorf("%s: %s, %d đ, %v", v.code, r.Kind, f.Total, err)
		}
	}
}

// unclear.tsv names every published amount that is no rule, with the reason; a
// new one fails here until somebody has read it.
func TestEveryPublishedAmountIsARuleOrJudgedUnclear(t *testing.T) {
	data, err := os.ReadFile("testdata/unclear.tsv")
	if err != nil {
		t.Fatal(err)
	}
	judged := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		parts := strings.Split(line, "\t")
		if len(parts) != 3 || parts[2] == "" {
			t.Fatalf("line %q", line)
		}
		judged[parts[0]+" "+parts[1]] = true
	}
	cat, fees := rules(t)
	amount := regexp.MustCompile(`\d ?(đ\b|đồng|VNĐ|Việt Nam Đồng)`)
	used := map[string]bool{}
	kinds := map[motcua.FeeKind]int{}
	for _, p := range cat.List() {
		for _, o := range p.Offers {
			r := fees.For(motcua.Procedure{Code: p.Code, Offers: []motcua.Offer{o}}, o.Channel, now())
			kinds[r.Kind]++
			if key := p.Code + " " + string(o.Channel); r.Kind == motcua.FeeEntered && amount.MatchString(o.FeeText) {
				used[key] = true
				if !judged[key] {
					t.Errorf("%s: %q", key, o.FeeText)
				}
			}
		}
	}
	if len(used) != len(judged) {
		t.Errorf("%d judged, %d published", len(judged), len(used))
	}
	for _, k := range []motcua.FeeKind{motcua.FeeFree, motcua.FeeFixed, motcua.FeeCase, motcua.FeeCopy, motcua.FeePage, motcua.FeeEntered} {
		if kinds[k] == 0 {
			t.Errorf("no offer is %s", k)
		}
	}
}

func TestAProcessRunsOnTheOfficesOwnClock(t *testing.T) {
	table, err := station.Processes()
	if err != nil {
		t.Fatal(err)
	}
	cal, err := station.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, motcua.Local)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	received := at("2026-11-20 10:43")
	points, err := process.Path(table.For("1.004884", "46"), process.History{Visits: []process.Visit{{At: received, By: "Quầy 01"}}}, received, cal)
	if err != nil || !points[1].Due.Equal(at("2026-11-23 10:43")) {
		t.Errorf("the paper dossier goes on by %v, %v", points[1].Due, err)
	}
	// 168 hours are the 21 working days that the province promised.
	long := table.For("1.012994", "40")
	a, err := cal.Due(at("2026-11-20 07:00"), motcua.Limit{Unit: motcua.LimitWorkDays, Count: 21})
	if err != nil || !cal.Add(a.Received, time.Duration(long.Hours())*time.Hour).Equal(at("2026-12-21 17:00")) || !a.Due.Equal(at("2026-12-22 17:00")) {
		t.Errorf("%d hours, due %v, %v", long.Hours(), a.Due, err)
	}
	var visits []process.Visit
	when := at("2026-11-20 07:00")
	for _, s := range long.Steps {
		visits = append(visits, process.Visit{Step: s.Key, At: when, By: s.Role})
		when = cal.Add(when, time.Duration(s.Hours)*time.Hour)
	}
	points, err = process.Path(long, process.History{Visits: visits}, when.AddDate(0, 1, 0), cal)
	if err != nil || len(process.Late(points)) != 0 || points[6].State != process.Here {
		t.Errorf("on time to the minute, and late: %+v %v", process.Late(points), err)
	}
	visits[3].At = cal.Add(visits[3].At, 90*time.Minute)
	points, err = process.Path(long, process.History{Visits: visits}, when, cal)
	late := process.Late(points)
	if err != nil || len(late) != 1 || late[0].Step.Key != "b3" || late[0].Late != 90*time.Minute || late[0].By != "Chuyên viên" {
		t.Errorf("%v %v", fmt.Sprintf("%+v", late), err)
	}
}

func TestAWorkingDayIsEightOfficeHours(t *testing.T) {
	cal, err := station.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	processes, err := station.Processes()
	if err != nil {
		t.Fatal(err)
	}
	if got := cal.Between(now(), now().AddDate(0, 0, 7)); got != 32*time.Hour { // 24/11 is off
		t.Errorf("a week holds %v", got)
	}
	if !slices.ContainsFunc(processes.Processes, func(p motcua.Process) bool { return p.Default }) {
		t.Error("no default process")
	}
}
