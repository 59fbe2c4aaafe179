package motcua

import "strings"

// PersonalNumber is a số định danh cá nhân: twelve digits, of which three name
// the province of birth, one century and sex, two the year of birth
// (TT 59/2021/TT-BCA). It has no check digit.
type PersonalNumber string

// ReadPersonalNumber reports whether s is twelve digits.
func ReadPersonalNumber(s string) (PersonalNumber, bool) {
	return PersonalNumber(s), len(s) == 12 && onlyDigits(s)
}

// KnownProvince reports whether the province of birth is one of the 63 that
// personal numbers keep (TT 59/2021/TT-BCA, annex).
func (n PersonalNumber) KnownProvince() bool {
	i := strings.Index(birthProvinces, " "+string(n[:3])+" ")
	return i >= 0
}

const birthProvinces = ` 001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 ` +
	`040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 ` +
	`091 092 093 094 095 096 `

// BirthYear returns the year that the number tells: its fourth digit counts
// centuries in pairs from 1900.
func (n PersonalNumber) BirthYear() int {
	return 1900 + 100*(int(n[3]-'0')/2) + 10*int(n[4]-'0') + int(n[5]-'0')
}

// Gender returns "Nam" where the fourth digit is even, else "Nữ".
func (n PersonalNumber) Gender() string {
	if (n[3]-'0')%2 == 0 {
		return "Nam"
	}
	return "Nữ"
}

func onlyDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
