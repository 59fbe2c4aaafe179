package ctl_test

import (
	"strings"
	"testing"
)

func TestAProcedureIsShownWithWhatItCosts(t *testing.T) {
	for code, want := range map[string]string{
		"2.000815": "phí, lệ phí: 2.000 đ/trang, từ trang 3: 1.000 đ/trang, tối đa 200.000 đ/bản\n",
		"2.000635": "phí, lệ phí: 8.000 đ/bản (chưa kiểm chứng)\n",
		"1.003005": "phí, lệ phí: 4.500.000 đ\n",
		"1.001193": "phí, lệ phí: không thu\n",
		"1.004884": "phí, lệ phí: cán bộ nhập theo văn bản công bố: Miễn phí(Mức lệ phí cụ thể do Hội đồng nhân dân",
		"3.000224": "phí, lệ phí: chưa có mức công bố\n",
	} {
		if out := must(t, "", "procedures", code); !strings.Contains(out, want) {
			t.Errorf("%s:\n%s", code, out)
		}
	}
}
