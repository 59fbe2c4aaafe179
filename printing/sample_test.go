package printing_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"motcua"
	"motcua/printing"
)

// Everybody and everything in these samples is invented; only the procedure
// and the unit exist.

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, motcua.Local)
}

// key is a station's key made of zeros, so that QR codes do not change.
func key() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
}

func url(t *testing.T, code motcua.Code) string {
	t.Helper()
	id := motcua.StationID(key().Public().(ed25519.PublicKey))
	text, err := motcua.Token{Station: id, Code: code, Secret: bytes.Repeat([]byte{7}, motcua.SecretLen)}.Sign(key())
	if err != nil {
		t.Fatal(err)
	}
	return "HTTPS://MOTCUA.THUANHOA.HUE.GOV.VN/T/" + text
}

func short(t *testing.T) printing.ReceiptData {
	t.Helper()
	papers := []motcua.Component{
		{Rule: motcua.PaperRule{Key: "p1", Name: "Tờ khai đăng ký khai sinh theo mẫu."}, Count: motcua.PaperCount{Originals: 1}},
		{Rule: motcua.PaperRule{Key: "p2", Name: "Giấy chứng sinh; trường hợp không có Giấy chứng sinh thì nộp văn bản của người làm chứng xác nhận về việc sinh;"}, Count: motcua.PaperCount{Originals: 1, Copies: 2}},
		{Rule: motcua.PaperRule{Key: "p3", Name: "Thẻ căn cước của người yêu cầu", PresentOnly: true}, Count: motcua.PaperCount{Shown: true}},
		{Rule: motcua.PaperRule{Key: "p4", Name: "Giấy tờ không nộp"}},
	}
	return printing.ReceiptData{
		Dossier: motcua.Dossier{
			ID: "d1", Status: motcua.StatusReceived, Components: papers,
			Received: motcua.Received{
				Code: "H57.19.789-261120-0007",
				Intake: motcua.Intake{
					Procedure: "1.001193", Kind: motcua.ApplicantSelf,
					Applicant: motcua.Person{Name: "Nguyễn Thị Ví Dụ", IDNumber: "046190000017", Phone: "0900000017",
						Address: motcua.Address{Text: "12 đường Không Có, Phường Thuận Hoá, Thành phố Huế"}},
				},
				Procedure:   motcua.Procedure{Code: "1.001193", Name: "Thủ tục đăng ký khai sinh"},
				Appointment: motcua.Appointment{Received: at(20, 9, 5), Due: at(23, 16, 30), Limit: motcua.Limit{Unit: motcua.LimitWorkDays, Count: 1}},
				Counter:     "Quầy 01", Clerk: "Trần Văn Mẫu",
			},
		},
		Station: motcua.Station{UnitName: "Phường Thuận Hoá, Thành phố Huế", Name: "Quầy 01"},
		URL:     url(t, "H57.19.789-261120-0007"),
		Now:     at(20, 9, 6),
	}
}

func authorised(t *testing.T) printing.ReceiptData {
	t.Helper()
	d := short(t)
	in := &d.Dossier.Received.Intake
	in.Kind = motcua.ApplicantAuthorised
	in.Applicant.Email = "vi.du@thu.example"
	in.Authoriser = &motcua.Person{
		Name: "Lê Đặng Ước Lượng", IDNumber: "046085000011", Phone: "0900000011",
		Email: "uoc.luong@thu.example", Document: "Giấy ủy quyền số 15/UQ ngày 18 tháng 11 năm 2026",
	}
	in.Authoriser.Address.Text = "Tổ dân phố Giả Định, Phường Thuận Hoá, Thành phố Huế"
	in.ResultBy, in.ResultPlace = motcua.ChannelPost, "12 đường Không Có, Phường Thuận Hoá, Thành phố Huế"
	in.RegisterBook, in.RegisterEntry = "02/2026", "0113"
	d.Dossier.Received.Appointment.Limit.Unverified = true
	return d
}

func organisation(t *testing.T) printing.ReceiptData {
	t.Helper()
	d := short(t)
	in := &d.Dossier.Received.Intake
	in.Kind = motcua.ApplicantOrganisation
	in.Organisation = &motcua.Organisation{
		Name: "Hợp tác xã Dịch vụ Nông nghiệp Ví Dụ Không Có Thật", TaxCode: "3300000017",
		Address: motcua.Address{Text: "Thôn Tưởng Tượng, Phường Thuận Hoá, Thành phố Huế"},
	}
	in.Request = "Đề nghị xác nhận nội dung ví dụ cho hợp tác xã theo đơn ngày 19 tháng 11 năm 2026"
	d.Dossier.Received.Appointment = motcua.Appointment{Received: at(20, 15, 40)}
	return d
}

// overlong has forty papers with names of four hundred characters, a long
// procedure and a very long name.
func overlong(t *testing.T) printing.ReceiptData {
	t.Helper()
	d := authorised(t)
	d.Dossier.Received.Procedure.Name = strings.TrimSpace(strings.Repeat("Thủ tục có tên gọi rất dài để thử giấy in ", 9))
	d.Dossier.Received.Intake.Applicant.Name = "Công Tằng Tôn Nữ " + strings.TrimSpace(strings.Repeat("Thử Nghiệm ", 9))
	d.Dossier.Components = nil
	for i := range 40 {
		words := fmt.Sprintf("Giấy tờ thử số %d: ", i+1)
		for len([]rune(words)) < 390 {
			words += "bản sao văn bản "
		}
		d.Dossier.Components = append(d.Dossier.Components, motcua.Component{
			Rule:  motcua.PaperRule{Key: fmt.Sprintf("p%d", i), Name: words + "hết giấy " + fmt.Sprint(i+1)},
			Count: motcua.PaperCount{Originals: 1, Copies: i % 3},
		})
	}
	return d
}

// samples are the receipts that goldens and readers look at.
func samples(t *testing.T) map[string]printing.ReceiptData {
	t.Helper()
	return map[string]printing.ReceiptData{
		"short": short(t), "authorised": authorised(t), "organisation": organisation(t), "overlong": overlong(t),
	}
}

func fscan(line, format string, into ...any) (int, error) { return fmt.Sscanf(line, format, into...) }

func asError(err error, e **motcua.Error) bool { return errors.As(err, e) }
