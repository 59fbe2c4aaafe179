// Package modeltest holds what tests of the windows stand on: a desk, lists,
// drafts, paper and devices that work, in memory. All people are invented.
package modeltest

import (
	"strings"

	"motcua"
	"motcua/app/model"
)

// Procedures are three procedures shaped like the published ones: with cases,
// without, and without a time limit.
func Procedures() []motcua.Procedure {
	days := func(n int) motcua.Limit { return motcua.Limit{Unit: motcua.LimitWorkDays, Count: n} }
	fee := "Lệ phí đăng ký lại khai sinh: do Hội đồng nhân dân cấp tỉnh quyết định.\nMiễn lệ phí cho người thuộc gia đình có công với cách mạng, người thuộc hộ nghèo, người khuyết tật.\nPhí cấp bản sao Trích lục khai sinh (nếu có yêu cầu): theo quy định của Bộ Tài chính."
	birth := motcua.Procedure{
		Code: "1.004884", Name: "Thủ tục đăng ký lại khai sinh", Field: "Hộ tịch",
		Offers: []motcua.Offer{{Channel: motcua.ChannelDirect, Limit: days(5), FeeText: fee}, {Channel: motcua.ChannelOnline, Limit: days(5), FeeText: fee}, {Channel: motcua.ChannelPost, Limit: days(5), FeeText: fee}},
		Groups: []motcua.PaperGroup{
			{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
				{Key: "p1", Name: "Tờ khai đăng ký lại khai sinh theo mẫu, trong đó có cam đoan của người yêu cầu về việc đã đăng ký khai sinh nhưng người đó không lưu giữ được bản chính Giấy khai sinh.", Short: "Tờ khai đăng ký lại khai sinh theo mẫu", Originals: 1},
			}},
			{Kind: motcua.GroupCase, Case: "Có bản sao Giấy khai sinh được cấp hợp lệ", Papers: []motcua.PaperRule{
				{Key: "p2", Name: "Bản sao Giấy khai sinh do cơ quan có thẩm quyền của Việt Nam cấp hợp lệ (bản sao được chứng thực từ bản chính, bản sao được cấp từ Sổ đăng ký khai sinh).", Short: "Bản sao Giấy khai sinh được cấp hợp lệ", Copies: 1},
			}},
			{Kind: motcua.GroupCase, Case: "Không có bản sao Giấy khai sinh", Papers: []motcua.PaperRule{
				{Key: "p3", Name: "Giấy tờ khác có thông tin về khai sinh: học bạ, bằng tốt nghiệp, chứng chỉ, lý lịch.", Short: "Giấy tờ khác có thông tin khai sinh (học bạ, bằng…)", Copies: 3},
			}},
			{Kind: motcua.GroupAuthorised, Papers: []motcua.PaperRule{{Key: "p4", Name: "Văn bản ủy quyền được chứng thực theo quy định của pháp luật.", Short: "Văn bản ủy quyền", Originals: 1}}},
			{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
				{Key: "p5", Name: "Giấy tờ tùy thân: thẻ căn cước hoặc hộ chiếu còn giá trị.", Short: "Giấy tờ tùy thân", PresentOnly: true},
				{Key: "p6", Name: "Giấy tờ phải nộp là bản sao có chứng thực hoặc bản chụp kèm bản chính để đối chiếu.", Note: true},
			}},
		},
		Results: []motcua.Result{{Name: "Giấy khai sinh"}},
	}
	marriage := motcua.Procedure{
		Code: "2.000806", Name: "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", Field: "Hộ tịch",
		Offers: []motcua.Offer{{Channel: motcua.ChannelDirect, Limit: motcua.Limit{Unit: motcua.LimitWorkDays, Count: 3, Unverified: true, Source: "thử"}}},
		Groups: []motcua.PaperGroup{{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{
			{Key: "p1", Name: "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân theo mẫu.", Short: "Tờ khai theo mẫu", Originals: 1},
			{Key: "p2", Name: "Giấy tờ chứng minh nơi cư trú.", Short: "Giấy tờ chứng minh nơi cư trú", PresentOnly: true},
		}}},
	}
	support := motcua.Procedure{
		Code: "1.001776", Name: "Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng", Field: "Bảo trợ xã hội",
		Offers: []motcua.Offer{{Channel: motcua.ChannelDirect, FeeText: "Miễn phí"}},
		Groups: []motcua.PaperGroup{{Kind: motcua.GroupCommon, Papers: []motcua.PaperRule{{Key: "p1", Name: "Tờ khai đề nghị trợ giúp xã hội.", Short: "Tờ khai đề nghị trợ giúp xã hội", Originals: 1, Copies: 1}}}},
	}
	return []motcua.Procedure{birth, marriage, support}
}

// Catalogue finds among a few procedures.
type Catalogue []motcua.Procedure

// Search implements model.Catalogue.
func (c Catalogue) Search(query string, limit int) []motcua.Procedure {
	var out []motcua.Procedure
next:
	for _, p := range c {
		text := motcua.Fold(p.Code + " " + p.Name + " " + p.Field)
		for _, w := range strings.Fields(motcua.Fold(query)) {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		if len(out) < limit {
			out = append(out, p)
		}
	}
	return out
}

// Get implements model.Catalogue.
func (c Catalogue) Get(code string) (motcua.Procedure, bool) {
	for _, p := range c {
		if p.Code == code {
			return p, true
		}
	}
	return motcua.Procedure{}, false
}

// Units are two provinces with a few wards each.
type Units struct{}

// Provinces implements model.Units.
func (Units) Provinces() []model.Place {
	return []model.Place{{Code: "01", Name: "Thành phố Hà Nội"}, {Code: "46", Name: "Thành phố Huế"}, {Code: "48", Name: "Thành phố Đà Nẵng"}}
}

// Wards implements model.Units.
func (Units) Wards(province string) []model.Place {
	switch province {
	case "46":
		return []model.Place{{Code: "19789", Name: "Phường Thuận Hoá"}, {Code: "19803", Name: "Phường Phú Xuân"}, {Code: "19960", Name: "Phường Hương Thuỷ"}}
	case "48":
		return []model.Place{{Code: "20194", Name: "Phường Hải Châu"}}
	}
	return nil
}
