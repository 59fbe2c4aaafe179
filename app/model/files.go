package model

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"motcua"
)

// SelectPaper moves to a paper of the received dossier that can be filed.
func (m *Intake) SelectPaper(i int) {
	cs := m.done.dossier.Components
	if m.phase != PhaseReceived || i < 0 || i >= len(cs) || m.done.scanning {
		return
	}
	m.done.paper = i
	m.OnChange()
}

// MovePaper selects the next (+1) or previous (-1) paper.
func (m *Intake) MovePaper(by int) { m.SelectPaper(m.done.paper + by) }

func (m *Intake) skipToFileable(by int) {
	cs := m.done.dossier.Components
	for i := 0; i >= 0 && i < len(cs); i += by {
		if !cs[i].Rule.PresentOnly {
			m.done.paper = i
			return
		}
	}
}

func (m *Intake) fileable() (motcua.Component, bool) {
	cs := m.done.dossier.Components
	if m.phase != PhaseReceived || m.done.paper >= len(cs) || m.done.scanning || m.done.dossier.Status.Ended() {
		return motcua.Component{}, false
	}
	return cs[m.done.paper], true
}

// Scan takes every page the scanner delivers into the selected paper. Each
// page is on disk before the next one is asked for.
func (m *Intake) Scan() {
	c, ok := m.fileable()
	if !ok || m.cfg.Scanner == nil || m.done.importing > 0 {
		return
	}
	if c.Rule.PresentOnly {
		m.fail(DeedScan, &motcua.Error{Code: motcua.CodePresentOnly})
		return
	}
	m.done.scanning, m.trouble, m.done.note = true, nil, ""
	m.OnChange()
	id, key := m.done.dossier.ID, c.Rule.Key
	m.cfg.Tasks.Go(LaneScan, func(ctx context.Context) func() {
		d, n, err := m.scanAll(ctx, id, key)
		return func() {
			if m.done.dossier.ID == id {
				m.done.scanning = false
			}
			m.filed(d, n, DeedScan, err)
		}
	})
}

func (m *Intake) scanAll(ctx context.Context, id, key string) (last motcua.Dossier, n int, err error) {
	devices, err := m.cfg.Scanner.Devices(ctx)
	if err != nil {
		return last, 0, err
	}
	if len(devices) == 0 {
		return last, 0, &motcua.Error{Code: motcua.CodeUnreachable, Field: "scanner", Detail: "no device"}
	}
	stream, err := m.cfg.Scanner.Scan(ctx, motcua.ScanRequest{Device: devices[0].ID})
	if err != nil {
		return last, 0, err
	}
	defer func() { err = errors.Join(err, stream.Close()) }()
	for {
		page, err := stream.Next(ctx)
		if errors.Is(err, io.EOF) {
			return last, n, nil
		}
		if err != nil {
			return last, n, err
		}
		d, err := m.cfg.Desk.AddFile(ctx, id, key, fmt.Sprintf("trang-%d", n+1), devices[0].Name, bytes.NewReader(page.Data))
		if err != nil {
			return last, n, err
		}
		last, n = d, n+1
	}
}

// Import files something from outside under the selected paper. open is
// called beside the window, its reader closed there. Several files may be
// handed over one after another; until all are filed nothing is scanned and the
// next person waits.
func (m *Intake) Import(name string, open func() (io.ReadCloser, error)) {
	c, ok := m.fileable()
	if !ok {
		return
	}
	if c.Rule.PresentOnly {
		m.fail(DeedImport, &motcua.Error{Code: motcua.CodePresentOnly})
		return
	}
	m.trouble, m.done.note = nil, ""
	m.done.importing++
	m.OnChange()
	id, key := m.done.dossier.ID, c.Rule.Key
	m.cfg.Tasks.Go(LaneScan, func(ctx context.Context) func() {
		d, err := m.importOne(ctx, id, key, name, open)
		return func() {
			if m.done.dossier.ID == id {
				m.done.importing--
			}
			m.filed(d, 1, DeedImport, err)
		}
	})
}

func (m *Intake) importOne(ctx context.Context, id, key, name string, open func() (io.ReadCloser, error)) (d motcua.Dossier, err error) {
	r, err := open()
	if err != nil {
		return d, &motcua.Error{Code: motcua.CodeIO, Field: "file", Cause: err}
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return m.cfg.Desk.AddFile(ctx, id, key, name, "file", r)
}

func (m *Intake) filed(d motcua.Dossier, n int, deed Deed, err error) {
	if d.ID != "" && d.ID == m.done.dossier.ID {
		m.done.dossier = d
	}
	m.OnReceived()
	if err != nil {
		if m.done.note = ""; deed == DeedScan && n > 0 {
			m.done.note = fmt.Sprintf("Đã nhận %d trang trước khi máy quét dừng.", n)
		}
		m.fail(deed, err)
		return
	}
	m.done.note = ""
	if n == 0 {
		m.done.note = "Khay giấy trống, chưa có trang nào."
	}
	m.OnChange()
}
