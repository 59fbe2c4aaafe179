package model_test

import (
	"strings"
	"testing"

	"motcua"
	"motcua/app/model"
)

func TestEachDamageOfACardHasItsRemedy(t *testing.T) {
	for fault, want := range map[motcua.CardFault]string{
		motcua.CardASCII: "đang gửi ASCII", motcua.CardTyping: "Tắt UniKey", motcua.CardLayout: "bàn phím", motcua.CardCharset: "UTF-8",
		motcua.CardCut: "quét lại", motcua.CardUnread: "Quét lại", motcua.CardNotOne: "không phải thẻ",
	} {
		s, ok := model.CardTrouble([]motcua.CardDamage{{Fault: motcua.CardUnread, Field: motcua.CardName}, {Fault: fault, Field: motcua.CardAddress}})
		if !ok || !strings.Contains(s.Text(), want) || !strings.Contains(s.Safe, "họ tên, nơi thường trú") || s.Now == "" {
			t.Errorf("%s: %s", fault, s.Text())
		}
	}
	if s, ok := model.CardTrouble(nil); ok {
		t.Errorf("no damage, yet %q", s.Text())
	}
	if s, _ := model.CardTrouble([]motcua.CardDamage{{Fault: motcua.CardLayout}}); !strings.Contains(s.Safe, "Chưa điền ô nào") {
		t.Errorf("%q", s.Safe)
	}
}

func TestAHintSaysThatAnotherTypingToolRuns(t *testing.T) {
	if got := model.TypingHint("", true); got != "" {
		t.Errorf("%q", got)
	}
	for ours, want := range map[bool]string{true: "Tắt UniKey", false: "tắt sẵn"} {
		if got := model.TypingHint("UniKey", ours); !strings.HasPrefix(got, "UniKey") || !strings.Contains(got, want) {
			t.Errorf("%v: %q", ours, got)
		}
	}
}
