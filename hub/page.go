package hub

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/subtle"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"motcua"
)

//go:embed page/status.html page/status.css
var pageFiles embed.FS

// pages are the parsed templates and the policy that lets a browser apply
// their one style sheet and nothing else.
type pages struct {
	status *template.Template
	style  template.CSS
	policy string
}

func newPages() (*pages, error) {
	css, err := pageFiles.ReadFile("page/status.css")
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	t, err := template.ParseFS(pageFiles, "page/status.html")
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Cause: err}
	}
	sum := sha256.Sum256(css)
	return &pages{
		status: t,
		style:  template.CSS(css),
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	}, nil
}

// notFound is said for every receipt that shows nothing, whatever the reason.
const notFound = "Chưa tìm thấy hồ sơ với mã này. Xin Ông/Bà hỏi quầy tiếp nhận."

// notHere is said for a true receipt whose dossier has not come yet.
const notHere = "Trung tâm chưa nhận được hồ sơ này. Giấy hẹn vẫn có giá trị; quầy sẽ gửi khi có mạng."

// busy is said where the page cannot look now.
const busy = "Trang này đang bận. Xin Ông/Bà mở lại sau ít phút."

// view is what the template shows.
type view struct {
	Style   template.CSS
	Centre  string
	Phone   string
	Message string // instead of a dossier
	Dossier *dossierView
}

type dossierView struct {
	Code, Procedure, Initials string
	Word, Tint, Icon          string
	Due, Todo, AsOf           string
	Rests, Extended           bool // its time rests; the appointment was moved
	Earlier                   int
	Steps                     []stepView
}

type stepView struct {
	State string // "done", "now", "later"
	Word  string
	When  string
}

// showToken shows a citizen where his dossier stands. The address carries the
// receipt's secret, so it is never logged.
func (s *server) showToken(w http.ResponseWriter, r *http.Request) {
	if !s.public.allow(s.client(r)) {
		w.Header().Set("Retry-After", "10")
		// Said before the token is looked at, so it tells nothing of it.
		s.render(w, r, http.StatusTooManyRequests, view{Message: busy})
		return
	}
	v, err := s.viewOf(r.Context(), r.PathValue("payload"))
	if err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "status page", "cause", err)
		s.render(w, r, http.StatusServiceUnavailable, view{Message: busy})
		return
	}
	if v.Dossier == nil && v.Message == notFound {
		s.render(w, r, http.StatusNotFound, v)
		return
	}
	s.render(w, r, http.StatusOK, v)
}

// viewOf looks a receipt up. Every receipt takes the same steps: a station, a
// signature, a dossier, a secret; only then is it decided what to say.
func (s *server) viewOf(ctx context.Context, payload string) (view, error) {
	v := view{Message: notFound}
	token, signed, terr := motcua.ReadToken(payload)
	st, err := admitted(ctx, s.db.Read(), token.Station)
	if c := motcua.CodeOf(err); err != nil && c != motcua.CodeDenied && c != motcua.CodeRevoked {
		return v, err
	}
	known := terr == nil && err == nil
	if known {
		known = signed.Verify(ed25519.PublicKey(st.Key)) == nil
	} else {
		ed25519.Verify(s.key.Public().(ed25519.PublicKey), make([]byte, 128), make([]byte, ed25519.SignatureSize))
	}
	l, held, err := s.lookup(ctx, token.Code)
	if err != nil {
		return v, err
	}
	secret := make([]byte, motcua.SecretLen)
	copy(secret, l.secret)
	match := subtle.ConstantTimeCompare(secret, token.Secret) == 1
	switch {
	case known && !held:
		return view{Centre: st.UnitName, Message: notHere}, nil
	case known && match && l.station == token.Station:
		d := viewDossier(l.public, l.learnt)
		return view{Centre: st.UnitName, Dossier: &d}, nil
	}
	return v, nil
}

func (s *server) render(w http.ResponseWriter, r *http.Request, status int, v view) {
	v.Style, v.Phone = s.pages.style, s.cfg.Phone
	if v.Centre == "" {
		v.Centre = s.cfg.Name
	}
	var b strings.Builder
	if err := s.pages.status.Execute(&b, v); err != nil {
		s.cfg.Log.ErrorContext(r.Context(), "status page", "cause", err)
		http.Error(w, notFound, http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.pages.policy)
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(b.String())) // a client that left needs no answer
}

// shownSteps is how many past steps fit on a phone without scrolling.
const shownSteps = 4

func viewDossier(p motcua.Public, learnt time.Time) dossierView {
	look := looks[p.Status]
	d := dossierView{
		Code: string(p.Code), Procedure: p.Procedure, Initials: p.Initials,
		Word: p.Status.Name(), Tint: look.tint, Icon: look.icon, Todo: look.todo,
		AsOf:  learnt.In(motcua.Local).Format("15:04, 02/01/2006"),
		Rests: p.Waiting != "" && !p.Due.IsZero(), Extended: p.Extended,
	}
	if p.Waiting == motcua.PauseVerification {
		d.Todo = "Ông/Bà chưa phải làm gì. Hồ sơ đang được xác minh; thời gian xác minh không tính vào thời hạn giải quyết."
	} else if p.Waiting == motcua.PauseSupplement && p.Status == motcua.StatusRegistered {
		d.Tint, d.Icon, d.Todo = "nghe", "add", looks[motcua.StatusSupplement].todo
	}
	if !p.Due.IsZero() {
		d.Due = dueText(p.Due)
	}
	past := slices.Clone(p.Steps)
	if d.Earlier = max(0, len(past)-shownSteps); d.Earlier > 0 {
		past = past[d.Earlier:]
	}
	for i, s := range past {
		step := stepView{"done", stepWord(s.Status), s.At.In(motcua.Local).Format("02/01")}
		if i == len(past)-1 && !p.Status.Ended() {
			step.State, step.When = "now", "bước này"
		}
		d.Steps = append(d.Steps, step)
	}
	for _, s := range ahead[p.Status] {
		step := stepView{"later", stepWord(s), "chưa"}
		if s == motcua.StatusResultReturned && !p.Due.IsZero() {
			step.When = p.Due.In(motcua.Local).Format("02/01")
		}
		d.Steps = append(d.Steps, step)
	}
	return d
}

var weekdays = [...]string{"Chủ Nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

func dueText(t time.Time) string {
	t = t.In(motcua.Local)
	return t.Format("15:04") + ", " + weekdays[t.Weekday()] + " " + t.Format("02/01/2006")
}

// stepWord is how a step reads in the list; the card above has the official word.
func stepWord(s motcua.Status) string {
	switch s {
	case motcua.StatusReceived:
		return "Đã tiếp nhận"
	case motcua.StatusResultReturned:
		return "Nhận kết quả"
	}
	return s.Name()
}

// ahead lists the steps that lead from a status to the result.
var ahead = map[motcua.Status][]motcua.Status{
	motcua.StatusRegistered: {motcua.StatusReceived, motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned},
	motcua.StatusReceived:   {motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned},
	motcua.StatusProcessing: {motcua.StatusDone, motcua.StatusResultReturned},
	motcua.StatusSupplement: {motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned},
	motcua.StatusPayment:    {motcua.StatusProcessing, motcua.StatusDone, motcua.StatusResultReturned},
	motcua.StatusDone:       {motcua.StatusResultReturned},
}

type look struct{ tint, icon, todo string }

// looks gives each status its tint, its icon in the template, and what the
// citizen has to do now.
var looks = map[motcua.Status]look{
	motcua.StatusRegistered:     {"than", "note", "Ông/Bà chưa phải làm gì. Quầy sẽ xem hồ sơ và báo có tiếp nhận hay không."},
	motcua.StatusReceived:       {"cham", "inbox", "Ông/Bà chưa phải làm gì. Khi có kết quả, trang này sẽ báo."},
	motcua.StatusRefused:        {"son", "block", "Hồ sơ không được tiếp nhận. Lý do ghi trong phiếu từ chối; xin Ông/Bà hỏi quầy nếu chưa rõ."},
	motcua.StatusProcessing:     {"cham", "turn", "Ông/Bà chưa phải làm gì. Khi có kết quả, trang này sẽ báo."},
	motcua.StatusSupplement:     {"nghe", "add", "Xin Ông/Bà mang đến quầy các giấy tờ ghi trong phiếu yêu cầu bổ sung."},
	motcua.StatusPayment:        {"nghe", "pay", "Xin Ông/Bà nộp khoản tiền ghi trong thông báo và giữ biên lai."},
	motcua.StatusWithdrawn:      {"than", "undo", "Hồ sơ đã được rút theo yêu cầu của Ông/Bà. Ông/Bà không phải làm gì thêm."},
	motcua.StatusStopped:        {"than", "stop", "Hồ sơ đã dừng xử lý. Xin Ông/Bà hỏi quầy để biết lý do."},
	motcua.StatusDone:           {"la", "tick", "Đã có kết quả. Xin Ông/Bà mang giấy hẹn và giấy tờ tùy thân đến quầy để nhận."},
	motcua.StatusResultReturned: {"la", "tick", "Kết quả đã trao. Ông/Bà không phải làm gì thêm."},
}
