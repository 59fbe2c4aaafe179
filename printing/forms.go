package printing

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"motcua"
	"motcua/assets/forms"
)

// Forms are the layouts and words of every paper, in the versions that were in
// force one after the other.
type Forms struct {
	versions []formVersion // newest first
}

// formVersion is one folder of forms and the days on which it is in force.
type formVersion struct {
	folder   string
	from, to time.Time // to is the last day; zero where open
	forms    map[string]*form
}

// documents are one of every kind, for their shapes.
func documents() []Document {
	return []Document{
		ReceiptData{}, SupplementData{}, RefusalData{}, ExtensionData{}, StopData{}, ControlData{}, RegisterData{},
		CertificationData{}, TransferData{}, ResultListData{}, ResultReceiptData{}, SeparatorData{}, QueueData{}, TestPageData{}, RecoveryData{}, CashData{}, ShiftData{}, UncollectedData{},
	}
}

// ticketSuffix marks the form of a paper for rolls, where it has one of its own.
const ticketSuffix = "-ticket"

// LoadForms reads the shipped forms and then, where override is not nil, the
// replacements in it, which lie under the same names: "tt03-2025/refusal.form".
// A replacement that cannot be used is named in the errors, and the shipped form
// serves in its place.
func LoadForms(override fs.FS) (*Forms, []*FormError, error) {
	shapes := map[string]shape{}
	for _, d := range documents() {
		c := d.content()
		shapes[c.kind], shapes[c.kind+ticketSuffix] = c.shape(), c.shape()
	}
	out := &Forms{}
	for _, folder := range forms.Versions() {
		v := formVersion{folder: folder.Name, from: folder.From, to: folder.To, forms: map[string]*form{}}
		bad := v.read(folder.Files, "", shapes)
		if len(bad) > 0 {
			return nil, nil, &motcua.Error{Code: motcua.CodeCorrupt, Field: "forms", Cause: bad[0]}
		}
		out.versions = append(out.versions, v)
	}
	slices.SortStableFunc(out.versions, func(a, b formVersion) int { return b.from.Compare(a.from) })
	if override == nil {
		return out, nil, nil
	}
	refused, err := out.replace(override, shapes)
	return out, refused, err
}

// replace reads the folders of replacements.
func (f *Forms) replace(override fs.FS, shapes map[string]shape) ([]*FormError, error) {
	entries, err := fs.ReadDir(override, ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &motcua.Error{Code: motcua.CodeIO, Field: "forms", Cause: err}
	}
	var refused []*FormError
	for _, e := range entries {
		i := slices.IndexFunc(f.versions, func(v formVersion) bool { return v.folder == e.Name() })
		if i < 0 || !e.IsDir() {
			refused = append(refused, &FormError{File: e.Name(), Reason: ReasonVersion, Word: e.Name()})
			continue
		}
		files, err := fs.Sub(override, e.Name())
		if err != nil {
			return nil, &motcua.Error{Code: motcua.CodeIO, Field: "forms", Cause: err}
		}
		refused = append(refused, f.versions[i].read(files, e.Name(), shapes)...)
	}
	return refused, nil
}

// read takes the forms of a folder; under is the folder's name for errors.
func (v *formVersion) read(files fs.FS, under string, shapes map[string]shape) []*FormError {
	var refused []*FormError
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return []*FormError{{File: under, Reason: ReasonUnreadable}}
	}
	for _, e := range entries {
		file := path.Join(under, e.Name())
		kind, isForm := strings.CutSuffix(e.Name(), ".form")
		sh, known := shapes[kind]
		if !isForm || !known {
			refused = append(refused, &FormError{File: file, Reason: ReasonName, Word: e.Name()})
			continue
		}
		data, err := fs.ReadFile(files, e.Name())
		if err != nil {
			refused = append(refused, &FormError{File: file, Reason: ReasonUnreadable})
			continue
		}
		f, bad := readForm(file, kind, data, sh)
		if bad != nil {
			refused = append(refused, bad)
			continue
		}
		v.forms[kind] = f
	}
	return refused
}

// find returns the form of a document that was in force on its day; where none
// was, the newest.
func (f *Forms) find(c content) *form { return f.pick(c.kind, c.day) }

// ticket does the same for a roll.
func (f *Forms) ticket(c content) *form {
	if t := f.pick(c.kind+ticketSuffix, c.day); t != nil {
		return t
	}
	return f.find(c)
}

func (f *Forms) pick(kind string, day time.Time) *form {
	var newest *form
	for _, v := range f.versions {
		got := v.forms[kind]
		if got == nil {
			continue
		}
		if newest == nil {
			newest = got
		}
		if !day.Before(v.from) && (v.to.IsZero() || day.Before(v.to.AddDate(0, 0, 1))) {
			return got
		}
	}
	return newest
}
