package process

import (
	"os"
	"strings"
	"testing"

	"motcua"
)

func shipped(t *testing.T) Table {
	t.Helper()
	b, err := os.ReadFile("../assets/process/processes.json")
	if err != nil {
		t.Fatal(err)
	}
	table, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestPublishedProcessesHaveTheirHours(t *testing.T) {
	table := shipped(t)
	p := table.For("1.012994", "40")
	if p.Default || len(p.Steps) != 7 || p.Hours() != 168 || !p.Steps[6].Untimed || p.Table != table.Version || p.Source == "" {
		t.Errorf("%+v", p)
	}
	if p := table.For("2.000908", "01"); p.Default || len(p.Steps) != 4 || p.Hours() != 8 {
		t.Errorf("%+v", p)
	}
}

func TestAProcessIsNotLentToAnotherProvince(t *testing.T) {
	table := shipped(t)
	for _, v := range [][2]string{{"1.012994", "46"}, {"1.004884", "40"}, {"", ""}} {
		p := table.For(v[0], v[1])
		if !p.Default || len(p.Steps) != 5 || p.Table != table.Version {
			t.Errorf("%v: %+v", v, p)
		}
	}
	table.Processes[0].Province = ""
	if p := table.For("1.012994", "46"); p.Default {
		t.Error("a process for every province was passed over")
	}
}

func TestWhatTheCallerChangesStaysWithTheCaller(t *testing.T) {
	table := shipped(t)
	table.For("1.012994", "40").Steps[0].Hours = 1
	if table.For("1.012994", "40").Steps[0].Hours != 4 {
		t.Error("a table can be changed through what it returned")
	}
}

func TestCarelesslyEditedTablesAreRefused(t *testing.T) {
	good := `{"version":"1","processes":[{"default":true,"source":"chung","steps":[{"key":"b1","name":"Tiếp nhận"},{"key":"b2","role":"Văn thư","hours":8}]},` +
		`{"procedures":["1.000001"],"province":"46","source":"QĐ","steps":[{"key":"b1","name":"A"}]}]}`
	if _, err := Parse([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string][2]string{
		"version":                       {`"version":"1"`, `"version":""`},
		"processes":                     {`"default":true,`, `"procedures":["1.000002"],`},
		"processes[0].procedures":       {`"default":true,`, ``},
		"processes[1].procedures":       {`["1.000001"]`, `["1.000001","1.000001"]`},
		"processes[1].source":           {`"QĐ"`, `""`},
		"processes[1].steps":            {`[{"key":"b1","name":"A"}]`, `[]`},
		"processes[0].steps[1].key":     {`"key":"b2"`, `"key":"b1"`},
		"processes[0].steps[1].name":    {`"role":"Văn thư"`, `"unit":"Văn phòng"`},
		"processes[0].steps[1].hours":   {`"hours":8`, `"hours":-8`},
		"processes[0].steps[1].instant": {`"hours":8`, `"instant":true`},
		"table":                         {`"steps":[{"key":"b1","name":"A"}]`, `"step":[]`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if _, err := Parse([]byte(bad)); motcua.CodeOf(err) != motcua.CodeInvalid || motcua.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, hours := range []string{`"hours":8,"untimed":true`, `"hours":99999`} {
		if _, err := Parse([]byte(strings.Replace(good, `"hours":8`, hours, 1))); motcua.FieldOf(err) != "processes[0].steps[1].hours" {
			t.Errorf("%s: %v", hours, err)
		}
	}
	if _, err := Parse([]byte(good + "{}")); motcua.FieldOf(err) != "table" {
		t.Error(err)
	}
	if _, err := Parse([]byte(good + strings.Repeat(" ", maxTable))); motcua.CodeOf(err) != motcua.CodeTooLarge {
		t.Error(err)
	}
}
