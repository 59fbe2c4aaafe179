// Package units holds the administrative units of Vietnam since 1 July 2025:
// 34 provinces and 3,321 communes (xã, phường, đặc khu), embedded.
//
// The data is thanglequoc/vietnamese-provinces-database of 2026-07-25, used
// under the MIT licence in LICENSE-admin-units-vn.
package units

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"motcua"
)

//go:generate go run ./gen $ADMIN_UNITS

//go:embed units.json.zst
var packed []byte

// maxUnpacked bounds what the embedded file may unpack to.
const maxUnpacked = 8 << 20

// Province is a province or a city under the central government.
type Province struct {
	Code string // two digits, "46"
	Name string // "Thành phố Huế"
}

// Ward is a commune-level unit: xã, phường or đặc khu.
type Ward struct {
	Code string // five digits, "19789"
	Name string // "Phường Thuận Hoá"
}

// record is a province as the file holds it.
type record struct {
	Code     string
	FullName string
	Wards    []struct{ Code, FullName string }
}

// Units answers what provinces and communes there are. It never changes after
// Load and is safe for concurrent use.
type Units struct {
	provinces []Province
	names     map[string]string // of provinces, by code
	wards     map[string][]entry
	byID      map[string]motcua.Unit
}

// entry is a ward ready to be searched.
type entry struct {
	Ward
	words []string // folded
}

// Load unpacks the embedded list.
func Load() (*Units, error) {
	records, err := unpack(packed)
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "units", Cause: err}
	}
	u := &Units{names: map[string]string{}, wards: map[string][]entry{}, byID: map[string]motcua.Unit{}}
	for _, p := range records {
		name := motcua.NFC(p.FullName)
		u.provinces = append(u.provinces, Province{p.Code, name})
		u.names[p.Code] = name
		for _, w := range p.Wards {
			ward := Ward{w.Code, motcua.NFC(w.FullName)}
			id := p.Code + "-" + w.Code
			u.wards[p.Code] = append(u.wards[p.Code], entry{ward, strings.Fields(motcua.Fold(ward.Name))})
			u.byID[id] = motcua.Unit{ID: id, Name: ward.Name, Province: name}
		}
	}
	return u, nil
}

func unpack(data []byte) ([]record, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxUnpacked))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	raw, err := d.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	var out []record
	return out, json.Unmarshal(raw, &out)
}

// Get returns the commune with an id such as "46-19789".
func (u *Units) Get(id string) (motcua.Unit, bool) {
	unit, ok := u.byID[id]
	return unit, ok
}

// Province returns the name of the province with a two-digit code.
func (u *Units) Province(code string) (string, bool) {
	name, ok := u.names[code]
	return name, ok
}

// Provinces returns all provinces in order of code.
func (u *Units) Provinces() []Province { return slices.Clone(u.provinces) }

// Wards returns the communes of a province in order of code; none for a code
// that is no province's.
func (u *Units) Wards(provinceCode string) []Ward {
	return u.SearchWards(provinceCode, "", 0)
}

// SearchWards returns the communes of a province whose name has a word that
// begins with each word of query, with or without marks, in order of code; at
// most limit of them, all where limit is 0 or less.
func (u *Units) SearchWards(provinceCode, query string, limit int) []Ward {
	words := strings.Fields(motcua.Fold(query))
	var out []Ward
	for _, e := range u.wards[provinceCode] {
		if limit > 0 && len(out) == limit {
			break
		}
		if e.matches(words) {
			out = append(out, e.Ward)
		}
	}
	return out
}

func (e entry) matches(words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(e.words, func(s string) bool { return strings.HasPrefix(s, w) }) {
			return false
		}
	}
	return true
}

// Agency returns a provisional agency code for a commune, "" for an unknown
// one: the code its province had at level 1 before the mergers of 2025, then
// the commune's code in groups of two and three digits ("46-19789" gives
// "H57.19.789"). It keeps dossier codes apart until someone enters the code
// that the province has officially given the commune, which must replace it.
func (u *Units) Agency(unitID string) string {
	if _, ok := u.byID[unitID]; !ok {
		return ""
	}
	province, ward, _ := strings.Cut(unitID, "-")
	return agencies[province] + "." + ward[:2] + "." + ward[2:]
}

// agencies are the level-1 codes of QĐ 20/2020/QĐ-TTg, in force before the
// mergers, of the provinces whose names live on.
var agencies = map[string]string{
	"01": "H26", // Hà Nội
	"04": "H14", // Cao Bằng
	"08": "H60", // Tuyên Quang
	"11": "H18", // Điện Biên
	"12": "H35", // Lai Châu
	"14": "H52", // Sơn La
	"15": "H38", // Lào Cai
	"19": "H55", // Thái Nguyên
	"20": "H37", // Lạng Sơn
	"22": "H49", // Quảng Ninh
	"24": "H05", // Bắc Ninh
	"25": "H44", // Phú Thọ
	"31": "H24", // Hải Phòng
	"33": "H31", // Hưng Yên
	"37": "H42", // Ninh Bình
	"38": "H56", // Thanh Hoá
	"40": "H41", // Nghệ An
	"42": "H27", // Hà Tĩnh
	"44": "H50", // Quảng Trị
	"46": "H57", // Huế
	"48": "H17", // Đà Nẵng
	"51": "H48", // Quảng Ngãi
	"52": "H21", // Gia Lai
	"56": "H32", // Khánh Hoà
	"66": "H15", // Đắk Lắk
	"68": "H36", // Lâm Đồng
	"75": "H19", // Đồng Nai
	"79": "H29", // Thành phố Hồ Chí Minh
	"80": "H53", // Tây Ninh
	"82": "H20", // Đồng Tháp
	"86": "H61", // Vĩnh Long
	"91": "H01", // An Giang
	"92": "H13", // Cần Thơ
	"96": "H12", // Cà Mau
}
