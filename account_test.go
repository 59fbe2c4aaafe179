package motcua_test

import (
	"testing"

	"motcua"
)

func TestEveryRoleHasANameOfItsOwn(t *testing.T) {
	seen := map[string]motcua.Role{}
	for _, r := range motcua.Roles() {
		n := r.Name()
		if n == string(r) || seen[n] != "" {
			t.Errorf("%s is called %q, as is %q", r, n, seen[n])
		}
		seen[n] = r
	}
	if got := motcua.RoleNames([]motcua.Role{motcua.RoleClerk, motcua.RoleLeader}); got != "cán bộ tiếp nhận, lãnh đạo" {
		t.Errorf("%q", got)
	}
}
