package production_test

import (
	"encoding/json"
	"testing"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// puppet is a phone that somebody enrolled has besides their own.
func puppet(t *testing.T) *passkey.Virtual {
	t.Helper()
	phone, err := passkey.NewVirtual([]byte("a second phone"), rp, origin, true)
	if err != nil {
		t.Fatal(err)
	}
	return phone
}

func (r *rig) wantDrafts(who event.PersonID, want int) {
	r.t.Helper()
	if got := r.p.Pending(r.t.Context(), who); len(got) != want {
		r.t.Errorf("%d drafts on the desk of %s, want %d", len(got), who, want)
	}
}

func (r *rig) wantStranger(who event.PersonID) {
	r.t.Helper()
	r.p.View(func(known *state.State) {
		if n, ok := known.Person(who); ok && n.Enrolled != state.NoIndex {
			r.t.Errorf("%s is enrolled", who)
		}
	})
}

// Whoever is enrolled knows whom a code is for and by whom. Without the code that is no authority: no
// draft of theirs lies beside the newcomer's own.
func TestAnEnrolmentComesWithACodeOnly(t *testing.T) {
	for name, brings := range map[string]func(*rig, passkey.Signer) error{
		"left unsigned by somebody it does not name": func(r *rig, evil passkey.Signer) error {
			return r.p.Leave(t.Context(), r.enrolment("", "n1", evil, "w1").Payload, nil, "h1")
		},
		"left unsigned by nobody": func(r *rig, evil passkey.Signer) error {
			return r.p.Leave(t.Context(), r.enrolment("", "n1", evil, "w1").Payload, nil, "")
		},
		"proposed by a voucher it names": func(r *rig, evil passkey.Signer) error {
			x := r.enrolment("", "n1", evil, "w1", "h1")
			x.Signature = r.sign(r.key("h1"), x.Payload)
			_, err := r.p.Propose(t.Context(), x)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lists("n1")
			v := r.vouch("w1", "n1")
			wantCode(t, brings(r, puppet(t)), production.OnlyWithCode)
			r.wantDrafts("w1", 0)
			phone, _ := r.registers(v.Code, "n1")
			wantCode(t, brings(r, phone), production.OnlyWithCode) // With the newcomer's key neither.
			x := r.enrolment(v.Code, "n1", phone, "w1")
			w, err := r.p.Propose(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			r.wantDrafts("w1", 1)
			if got, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w1"), x.Payload)); err != nil || got.Pending {
				t.Fatalf("the newcomer: %+v, %v", got, err)
			}
		})
	}
}

// The code is told to whoever joins. It still makes one key only, and no other is enrolled with it.
func TestACodeMakesOneKey(t *testing.T) {
	for name, vouchers := range map[string][]event.PersonID{
		"one vouches": {"w1"}, "whoever was told the code joined": {"w1", "h1"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lists("n1")
			v := r.vouch("w1", "n1")
			for _, who := range vouchers[1:] {
				r.joins(v.Code, who)
			}
			evil := puppet(t)
			// What the other phone began before the newcomer made a key is of no use after it.
			offer, err := r.p.EnrolBegin(t.Context(), "h1's phone", v.Code, origin)
			if err != nil {
				t.Fatal(err)
			}
			answer, err := evil.Register(offer.Options)
			if err != nil {
				t.Fatal(err)
			}
			phone, _ := r.registers(v.Code, "n1")
			_, err = r.p.EnrolBegin(t.Context(), "h1's phone", v.Code, origin)
			wantCode(t, err, production.CodeUsed)
			_, err = r.p.EnrolFinish(t.Context(), "h1's phone", v.Code, answer)
			wantCode(t, err, production.CodeUsed)
			_, err = r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", evil, vouchers...))
			wantCode(t, err, production.NotRegistered)
			r.wantDrafts("w1", 0)
			x := r.enrolment(v.Code, "n1", phone, vouchers...)
			w, err := r.p.Propose(t.Context(), x)
			if err != nil {
				t.Fatal(err)
			}
			if w.Draft.By != "n1" {
				t.Errorf("begun by %q", w.Draft.By)
			}
			// The code is spent; another try is another code.
			_, err = r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", phone, vouchers...))
			wantCode(t, err, production.WrongCode)
			r.registers(r.vouch("w1", "n1").Code, "n1")
		})
	}
}

// Who made no passkey with a code has none to enrol with it, and a demo identity settles its first.
func TestAKeyIsSettledBeforeItIsProposed(t *testing.T) {
	r := newRig(t)
	r.lists("n1")
	v := r.vouch("w1", "n1")
	_, err := r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", puppet(t), "w1"))
	wantCode(t, err, production.NotRegistered)

	r = newRig(t, asDemo)
	r.lists("n1")
	v = r.vouch("w1", "n1")
	r.registers(v.Code, "n1")
	_, err = r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", r.key("n1"), "w1"))
	wantCode(t, err, production.NotRegistered)
	r.wantDrafts("w1", 0)
}

// A desk of before took enrolments from anybody. One whose newcomer did not begin it is not read back.
func TestAnOldDeskKeepsNoEnrolmentWithoutACode(t *testing.T) {
	for by, want := range map[event.PersonID]int{"n1": 1, "h1": 0, "": 0} {
		r := newRig(t)
		r.lists("n1")
		x := r.enrolment("", "n1", puppet(t), "w1")
		stored, err := json.Marshal(map[string]any{
			"payload": x.Payload, "openings": nil, "by": by, "created": r.clock.Now().UnixMilli(),
		})
		if err != nil {
			t.Fatal(err)
		}
		id := event.IDOf(x.Payload)
		if err := r.props.Store.Put(t.Context(), ledger.DeskItem{
			Kind: "draft", Key: id.String() + "/0", Value: append([]byte("1\n"), stored...),
		}); err != nil {
			t.Fatal(err)
		}
		r.reopen()
		r.wantDrafts("w1", want)
		if want == 0 {
			_, err = r.p.Cosign(t.Context(), id, r.sign(r.key("w1"), x.Payload))
			wantCode(t, err, production.NoDraft)
		}
		r.wantStranger("n1")
	}
}

// Whoever was told the code cannot undo what the newcomer has begun with it.
func TestOthersDoNotSpoilARegistration(t *testing.T) {
	r := newRig(t)
	r.lists("n1")
	v := r.vouch("w1", "n1")
	offer, err := r.p.EnrolBegin(t.Context(), "a phone", v.Code, origin)
	if err != nil {
		t.Fatal(err)
	}
	phone := puppet(t)
	answer, err := phone.Register(offer.Options)
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.p.EnrolBegin(t.Context(), "h1's phone", v.Code, "https://other."+rp)
	wantCode(t, err, production.WrongPage)
	if _, err := r.p.EnrolBegin(t.Context(), "h1's phone", v.Code, origin); err != nil {
		t.Fatal(err)
	}
	for range production.GuessesMax {
		_, err = r.p.EnrolFinish(t.Context(), "h1's phone", v.Code, []byte("{}"))
		wantCode(t, err, production.NotRegistered)
	}
	_, err = r.p.EnrolFinish(t.Context(), "h1's phone", v.Code, []byte("{}"))
	wantCode(t, err, production.TooMany)
	if _, err := r.p.EnrolFinish(t.Context(), "a phone", v.Code, answer); err != nil {
		t.Errorf("the newcomer's own answer: %v", err)
	}
}

// A voucher ends their own codes only, and none by a wish that was not granted.
func TestOthersDoNotEndACode(t *testing.T) {
	r := newRig(t)
	all := []event.PersonID{"n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"}
	r.lists(all...)
	v := r.vouch("w1", "n1")
	r.joins(v.Code, "w2")
	theirs := r.vouch("h1", "n1") // Of another voucher: both are good.
	phone, made := r.registers(v.Code, "n1")
	wantVouchers(t, made.Vouchers, "w1", "w2")
	for _, n := range all[1:production.CodesEachMax] {
		r.vouch("h1", n)
	}
	_, err := r.p.Vouch(t.Context(), "h1", "n9")
	wantCode(t, err, production.TooMany)
	next := r.vouch("h1", "n1") // In place of their own.
	_, err = r.p.EnrolBegin(t.Context(), "a phone", theirs.Code, origin)
	wantCode(t, err, production.WrongCode)
	if _, err = r.p.EnrolBegin(t.Context(), "a phone", next.Code, origin); err != nil {
		t.Error(err)
	}
	if w, err := r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", phone, "w1", "w2")); err != nil || !w.Pending {
		t.Errorf("with w1's code: %+v, %v", w, err)
	}
}

// A code that was not given because too many are open ends none.
func TestARefusedCodeEndsNone(t *testing.T) {
	r := newRig(t)
	all := []event.PersonID{"n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9"}
	r.lists(all...)
	v := r.vouch("w1", "n1")
	for _, n := range all[1:] {
		r.vouch("h1", n)
	}
	_, err := r.p.Vouch(t.Context(), "h1", "n1")
	wantCode(t, err, production.TooMany)
	if _, err := r.p.EnrolBegin(t.Context(), "a phone", v.Code, origin); err != nil {
		t.Errorf("w1's code: %v", err)
	}
}
