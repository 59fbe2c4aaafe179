package model

import "motcua"

// Sit says who works here now, and whether he does what the law leaves to a
// leader.
func (m *Steps) Sit(name string, leader bool) {
	m.actor, m.subordinate = name, !leader
	if m.open && m.key == StepExtend {
		m.trouble = nil
		m.leaderNeeded()
		m.OnChange()
	}
}

// leaderNeeded says at once what only a leader may do: the sheet stays, and
// whoever comes may log in over it.
func (m *Steps) leaderNeeded() {
	if m.key == StepExtend && m.subordinate {
		s := Explain(DeedStep, motcua.Refuse("extend", motcua.ReasonLeader))
		m.trouble = &s
	}
}

// Scanned says that a reader read something while a sheet is open: what it asks
// is about what is there now.
func (m *Steps) Scanned() {
	if !m.open || m.busy {
		return
	}
	m.trouble = &Sentence{What: "Máy quét vừa đọc một mã trong lúc bước này đang mở.", Safe: "Chữ đã nhập còn nguyên, mã vừa quét chưa dùng vào đâu.",
		Now: "Làm xong hoặc đóng bước này (Esc), rồi quét lại.", Code: "MOTCUA-STEP-SCAN"}
	m.OnChange()
}
