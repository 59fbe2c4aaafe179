package motcua

import "log/slog"

// Address is where someone lives, in the units of 1 July 2025.
type Address struct {
	Province string `json:"province,omitempty"` // two digits, "46"
	Ward     string `json:"ward,omitempty"`     // five digits, "19789"
	Street   string `json:"street,omitempty"`   // house, street, hamlet; or a whole address as the card writes it
	Text     string `json:"text,omitempty"`     // whole address in words; made from the parts where empty
}

// Person is a citizen as far as a receipt needs to know him.
type Person struct {
	Name      string  `json:"name"`
	IDNumber  string  `json:"idNumber,omitempty"`  // số định danh: 12 digits, or 9 of an old CMND
	BirthDate string  `json:"birthDate,omitempty"` // dd/MM/yyyy
	Gender    string  `json:"gender,omitempty"`    // "Nam", "Nữ" or ""
	Phone     string  `json:"phone,omitempty"`
	Email     string  `json:"email,omitempty"`
	Address   Address `json:"address,omitzero"`
	Document  string  `json:"document,omitempty"` // of an authoriser: the paper that authorises (giấy tờ ủy quyền)
}

// LogValue keeps citizens' data out of every log.
func (Person) LogValue() slog.Value { return slog.StringValue("[person]") }

// Organisation is the owner of a dossier that is not a natural person.
type Organisation struct {
	Name    string  `json:"name"`
	TaxCode string  `json:"taxCode,omitempty"` // 10, 10-3 or 12 digits
	Address Address `json:"address,omitzero"`
}

// LogValue keeps owners' data out of every log.
func (Organisation) LogValue() slog.Value { return slog.StringValue("[organisation]") }
