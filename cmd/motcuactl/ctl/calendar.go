package ctl

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"motcua"
	"motcua/calendar"
	"motcua/cmd/station"
)

type calendarCmd struct {
	List   calendarListCmd   `cmd:"" help:"Liệt kê các bảng ngày nghỉ đang dùng."`
	Check  calendarCheckCmd  `cmd:"" help:"Kiểm tra một bảng ngày nghỉ, chưa nhập."`
	Import calendarImportCmd `cmd:"" help:"Nhập bảng ngày nghỉ của một năm vào quầy."`
}

type calendarListCmd struct {
	Data string `help:"Thư mục dữ liệu của quầy; bỏ trống để xem các bảng đi kèm chương trình."`
}

// Run lists the tables in use and says which files of the station cannot be.
func (c *calendarListCmd) Run(e *env) error {
	used, refused, err := station.CalendarTables(c.Data)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(e.Out, 0, 0, 2, ' ', 0)
	for _, t := range used {
		from := "đi kèm"
		if t.Imported {
			from = "đã nhập"
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%d ngày\t%s\n", t.Year, t.Version, from, len(t.Days), t.Source)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, r := range refused {
		fmt.Fprintf(e.Err, "motcuactl: %s: %s\n", r.File, sentence(tableTold(r.Err)))
	}
	if len(refused) > 0 {
		return exit(exitWrong)
	}
	return nil
}

type calendarCheckCmd struct {
	File string `arg:"" help:"Tệp JSON, khuôn như bảng đi kèm chương trình."`
}

// Run reads a table and says what is doubtful in it.
func (c *calendarCheckCmd) Run(e *env) error {
	t, err := station.ReadCalendarTable(c.File)
	if err != nil {
		return tableTold(err)
	}
	return e.table(t, "Bảng dùng được")
}

type calendarImportCmd struct {
	Data string `required:"" help:"Thư mục dữ liệu của quầy."`
	File string `arg:"" help:"Tệp JSON, khuôn như bảng đi kèm chương trình."`
}

// Run puts a table into the station's folder, where the next start reads it.
func (c *calendarImportCmd) Run(e *env) error {
	t, err := station.ReadCalendarTable(c.File)
	if err != nil {
		return tableTold(err)
	}
	s, err := e.open(c.Data, "") // only a station keeps tables
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	to, err := station.CalendarFile(c.Data, t)
	if err != nil {
		return tableTold(err)
	}
	b, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(to, append(b, '\n')); err != nil {
		return err
	}
	return e.table(t, "Đã nhập; quầy dùng bảng này từ lần mở sau")
}

// table says what a table holds, and what deserves a second look.
func (e *env) table(t calendar.Table, done string) error {
	_, err := fmt.Fprintf(e.Out, "%s: năm %d, phiên bản %s, %d ngày.\n", done, t.Year, t.Version, len(t.Days))
	for _, d := range t.Doubts() {
		fmt.Fprintf(e.Err, "motcuactl: xem lại: %s.\n", doubtWords(d))
	}
	return err
}

func doubtWords(d calendar.Doubt) string {
	switch d.Kind {
	case calendar.DoubtMissing:
		return "thiếu ngày nghỉ lễ " + dayWords(d.Date)
	case calendar.DoubtTet:
		return "Tết Nguyên đán không phải 5 ngày nghỉ"
	case calendar.DoubtBeside:
		return "Quốc khánh thiếu một ngày liền kề trước hoặc sau 02/9"
	case calendar.DoubtBalance:
		return "số ngày nghỉ bù, hoán đổi không bằng số ngày lễ rơi vào thứ Bảy, Chủ nhật cộng số ngày làm bù"
	}
	return string(d.Kind)
}

// dayWords writes a table's yyyy-MM-dd as people read it.
func dayWords(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("02/01/2006")
}

// tableTold says what is wrong with a table and that nothing changed. An error
// of the disk keeps its own sentence.
func tableTold(err error) error {
	code, field := motcua.CodeOf(err), motcua.FieldOf(err)
	if text, ok := tableSentences[place{code, field}]; ok {
		return told{err, text + calendarKept}
	}
	where, part, ok := strings.Cut(field, "].")
	n, nerr := strconv.Atoi(strings.TrimPrefix(where, "days["))
	if code != motcua.CodeInvalid || !ok || nerr != nil {
		return err
	}
	text := dayFaults[part]
	var detailed *motcua.Error
	if errors.As(err, &detailed) && detailed.Detail == "out of order" {
		text = "không đúng thứ tự thời gian, hoặc ghi hai lần"
	}
	return told{err, fmt.Sprintf("ngày thứ %d trong bảng %s%s", n+1, text, calendarKept)}
}

const calendarKept = ". Lịch đang dùng không thay đổi"

var tableSentences = map[place]string{
	{motcua.CodeInvalid, "table"}:    "tệp không phải bảng ngày nghỉ: phải là một đối tượng JSON gồm year, version, source, days",
	{motcua.CodeTooLarge, "table"}:   "tệp quá lớn, không phải bảng ngày nghỉ của một năm",
	{motcua.CodeInvalid, "year"}:     "năm của bảng (year) phải từ 2000 đến 2100 và đúng với tên tệp vn-<năm>.json trong thư mục quầy",
	{motcua.CodeInvalid, "version"}:  "phiên bản (version) phải là năm và số lần ban hành, ví dụ 2027/1",
	{motcua.CodeInvalid, "source"}:   "thiếu nguồn (source): ghi văn bản công bố lịch nghỉ",
	{motcua.CodeInvalid, "days"}:     "bảng không có ngày nào (days)",
	{motcua.CodeConflict, "version"}: "quầy đã dùng bảng của năm này, bản bằng hoặc mới hơn. Nếu bảng này thay bảng cũ, tăng số sau dấu / trong version",
	{motcua.CodeUnknown, "file"}:     "không có tệp này",
}

// dayFaults says what is wrong with a part of one day.
var dayFaults = map[string]string{
	"date": "không phải ngày của năm ấy; viết yyyy-MM-dd",
	"kind": "có loại không hợp với thứ trong tuần: nghỉ lễ là holiday, nghỉ bù hoặc hoán đổi (thứ Hai đến thứ Sáu) là day-off, làm bù (thứ Bảy, Chủ nhật) là work-day",
	"name": "thiếu tên, hoặc tên có ký tự lạ",
}
