package ctl

import (
	"fmt"
	"os"
	"path/filepath"

	"motcua"
	"motcua/cmd/station"
	"motcua/store/filedir"
)

type receiptCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code  string `arg:"" help:"Mã hồ sơ."`
	Out   string `required:"" help:"Tệp PDF sẽ ghi."`
	Media string `default:"A5" enum:"A4,A5" help:"Khổ giấy: A4 hoặc A5."`
}

func (c *receiptCmd) Run(e *env) error {
	return e.onDossier(c.Data, "", c.Code, func(s *station.Station, d motcua.Dossier) error {
		pdf, err := s.Receipt(e.ctx, d.ID, c.Media)
		if err == nil {
			e.note(motcua.AccessExported, d.ID, string(motcua.PrintReceipt))
		}
		return e.deliver(c.Data, c.Out, pdf, err)
	})
}

// deliver writes a paper of the station in data that was made, unless err says
// that it was not, and prints where it lies.
func (e *env) deliver(data, path string, pdf []byte, err error) error {
	if err == nil {
		err = station.Outside(data, path)
	}
	if err != nil {
		return err
	}
	if err := writeFile(path, pdf); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.Out, "%s\n", path)
	return err
}

// writeFile writes and fsyncs a file under its final name only when whole.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".motcua-*")
	if err != nil {
		return &motcua.Error{Code: motcua.CodeUnknown, Field: "out", Cause: err}
	}
	defer os.Remove(f.Name()) // fails once renamed, as it should
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = filedir.SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		return &motcua.Error{Code: motcua.CodeIO, Field: "out", Cause: err}
	}
	return nil
}

type attachCmd struct {
	Data  string `required:"" help:"Thư mục dữ liệu của quầy."`
	Code  string `arg:"" help:"Mã hồ sơ."`
	Paper string `arg:"" help:"Giấy tờ: p1, p2 …"`
	File  string `required:"" help:"Tệp PDF, JPEG, PNG hoặc TIFF."`
	Actor string `help:"Người đưa vào."`
}

func (c *attachCmd) Run(e *env) error {
	return e.onDossier(c.Data, c.Actor, c.Code, func(s *station.Station, d motcua.Dossier) error {
		f, err := os.Open(c.File)
		if err != nil {
			return filedir.Named(err)
		}
		defer f.Close()
		d, err = s.Desk.AddFile(e.ctx, d.ID, c.Paper, filepath.Base(c.File), "file", f)
		if err != nil {
			return err
		}
		for _, k := range d.Components {
			if k.Rule.Key == c.Paper && len(k.Files) > 0 {
				return e.line(k.Files[len(k.Files)-1].File)
			}
		}
		return nil
	})
}
