package main

import (
	"fmt"
	"regexp"
	"strconv"

	"motcua"
)

var timeShape = regexp.MustCompile(`^(\d+) (Ngày làm việc|Ngày|Giờ)$`)

var units = map[string]motcua.LimitUnit{
	"Ngày làm việc": motcua.LimitWorkDays,
	"Ngày":          motcua.LimitDays,
	"Giờ":           motcua.LimitHours,
}

// limitOf reads a published time. One without a unit, or none at all, is
// filled from the table below and marked; what the table does not know stays
// without a limit, its published text kept.
func limitOf(code, text string) (motcua.Limit, error) {
	if m := timeShape.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > 3650 {
			return motcua.Limit{}, fmt.Errorf("time %q", text)
		}
		return motcua.Limit{Unit: units[m[2]], Count: n, Text: text}, nil
	}
	if text != "" {
		if _, err := strconv.Atoi(text); err != nil {
			return motcua.Limit{}, fmt.Errorf("time %q", text)
		}
	}
	f, ok := filled[code]
	if !ok {
		return motcua.Limit{Text: text}, nil
	}
	l := motcua.Limit{Unit: motcua.LimitWorkDays, Count: f.days, Text: text, Unverified: true, Source: f.source}
	if f.days == 0 {
		l.Unit = motcua.LimitSameDay
	}
	return l, nil
}

// fill is a limit from outside the published record: working days, or 0 for
// the same day.
type fill struct {
	days   int
	source string
}

// Sources of filled-in limits. noSource marks what practice says and no public
// text was found for; it must be checked before it is relied on.
const (
	certify    = "Nghị định 23/2015/NĐ-CP Điều 7; QĐ 2770/QĐ-UBND Đồng Nai, QĐ 2637/QĐ-UBND Vĩnh Long, QĐ 2873/QĐ-UBND Hà Tĩnh (2025)"
	civilLaw   = "Luật Hộ tịch 2014 Điều 16; giờ nhận cuối cùng chưa có nguồn"
	civilLaw60 = "Luật Hộ tịch 2014; thời hạn ở cấp xã chưa có nguồn công bố, cần kiểm tra"
	nd120      = "Nghị định 120/2025/NĐ-CP; đơn vị tính cần kiểm tra"
	noSource   = "Thực tế giải quyết; chưa có nguồn công bố, cần kiểm tra"
)

// filled lists the limits of procedures whose record states none, or a number
// without a unit.
var filled = map[string]fill{
	"2.000908": {0, certify}, // cấp bản sao từ sổ gốc
	"2.000815": {0, certify}, // chứng thực bản sao
	"2.000884": {0, certify}, // chứng thực chữ ký
	"2.000992": {0, certify}, // chữ ký người dịch, cộng tác viên
	"2.001008": {0, certify}, // chữ ký người dịch khác
	"2.001035": {2, certify}, // chứng thực giao dịch
	"2.001019": {2, certify}, // di chúc
	"2.001016": {2, certify}, // từ chối nhận di sản
	"2.001406": {2, certify}, // phân chia di sản
	"2.000913": {0, certify}, // sửa đổi, hủy bỏ giao dịch
	"2.000927": {0, certify}, // sửa lỗi sai sót
	"2.000942": {0, certify}, // bản sao từ giao dịch đã chứng thực

	"1.001193": {0, civilLaw},   // khai sinh
	"1.000656": {0, civilLaw60}, // khai tử
	"1.001766": {0, civilLaw60}, // khai tử có yếu tố nước ngoài
	"1.000894": {0, civilLaw60}, // kết hôn
	"1.000689": {3, noSource},   // khai sinh kết hợp nhận cha, mẹ, con
	// The decree's ten days are those of the cases taken over from the
	// districts; the record of 2026 still says 3 for the others.
	"1.001022": {3, nd120},
	"1.004837": {3, noSource}, // giám hộ
	"1.004845": {2, noSource}, // chấm dứt giám hộ
	// The record says 1, which fits only adding a missing detail.
	"1.004859": {3, noSource},
	"1.004873": {3, noSource}, // xác nhận tình trạng hôn nhân
	"1.004884": {5, noSource}, // khai sinh lại
	"1.004746": {5, noSource}, // kết hôn lại
	"1.005461": {5, noSource}, // khai tử lại
	"1.004772": {5, noSource}, // khai sinh cho người đã có giấy tờ
	"2.000635": {0, noSource}, // bản sao trích lục
	"2.002516": {3, noSource}, // xác nhận thông tin hộ tịch
	"1.003583": {5, nd120},    // khai sinh lưu động
	"1.000593": {5, nd120},    // kết hôn lưu động
	"1.000419": {5, nd120},    // khai tử lưu động
	"2.000806": {5, nd120},    // kết hôn có yếu tố nước ngoài
	"2.002189": {5, nd120},    // ghi vào sổ việc kết hôn ở nước ngoài
	"2.000554": {5, nd120},    // ghi vào sổ việc ly hôn ở nước ngoài
	// The record says 1; five is the longer promise.
	"2.000547": {5, nd120}, // ghi vào sổ việc hộ tịch khác
}
