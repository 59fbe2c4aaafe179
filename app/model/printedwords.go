package model

import (
	"path"
	"strings"

	"motcua"
)

// PrintedWords says where a paper is, for the line under a dossier; the error
// is why it did not come out.
func PrintedWords(o motcua.PrintOrder) (string, error) {
	switch {
	case o.State == motcua.QueueUnknown:
		return "", &motcua.Error{Code: motcua.CodePrinter, Detail: string(motcua.ProblemGone)}
	case o.Stuck(), o.Code != "":
		return "", o.Err()
	}
	at := PrinterName(o.Printer)
	again := ""
	if o.Reprint > 0 {
		again = ", in lại lần " + thousands(o.Reprint)
	}
	switch o.State {
	case motcua.QueuePrinted:
		if strings.HasPrefix(o.Printer, fileWay) {
			return "đã ghi tệp " + o.Job + " vào thư mục " + path.Base(strings.ReplaceAll(o.Printer, "\\", "/")) + again, nil
		}
		return "đã in ở " + at + again, nil
	case motcua.QueueSent:
		return "đã gửi tới máy in " + at + again, nil
	case motcua.QueueCancelled:
		return "đã bỏ lệnh in", nil
	case motcua.QueuePrinting:
		return "đang in ở " + at + again, nil
	}
	return "đã vào hàng in của " + at, nil
}

// fileWay begins the address of a folder.
const fileWay = "file:"

// PrinterName is an address as people call it: the folder, or the host and what
// tells its printers apart.
func PrinterName(address string) string {
	way, rest, _ := strings.Cut(address, ":")
	rest = strings.Trim(rest, "/\\")
	if way == "file" {
		return "tệp PDF"
	}
	host, queue, _ := strings.Cut(rest, "/")
	if name := path.Base(queue); queue != "" && name != "print" {
		return name
	}
	return host
}
