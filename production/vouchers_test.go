package production_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// lists puts people on the roster, whom nobody has met yet.
func (r *rig) lists(who ...event.PersonID) {
	r.t.Helper()
	var rows []event.ListedPerson
	for _, person := range who {
		rows = append(rows, event.ListedPerson{Person: person, Department: event.Grip, Proposed: event.Watcher})
	}
	r.do(&event.CrewListed{People: rows}, verified("a1", event.AD))
}

// vouch has somebody give a code for a person.
func (r *rig) vouch(voucher, person event.PersonID) production.VoucherCode {
	r.t.Helper()
	v, err := r.p.Vouch(r.t.Context(), voucher, person)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

func (r *rig) joins(code string, who event.PersonID) production.Newcomer {
	r.t.Helper()
	n, err := r.p.JoinVouch(r.t.Context(), "a phone", code, who)
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}

// registers has a newcomer's phone make a passkey with a code.
func (r *rig) registers(code string, person event.PersonID) (*passkey.Virtual, production.Registration) {
	r.t.Helper()
	offer, err := r.p.EnrolBegin(r.t.Context(), "a phone", code, origin)
	if err != nil {
		r.t.Fatal(err)
	}
	phone, err := passkey.NewVirtual([]byte("phone "+string(person)+code), rp, origin, true)
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err := phone.Register(offer.Options)
	if err != nil {
		r.t.Fatal(err)
	}
	made, err := r.p.EnrolFinish(r.t.Context(), "a phone", code, answer)
	if err != nil {
		r.t.Fatal(err)
	}
	return phone, made
}

// enrolment is what a newcomer proposes with a code.
func (r *rig) enrolment(
	code string, person event.PersonID, key passkey.Signer, vouchers ...event.PersonID,
) production.Proposal {
	r.t.Helper()
	signers := []event.Signer{verified(person, event.Crew)}
	for _, v := range vouchers {
		signers = append(signers, verified(v, event.Crew))
	}
	payload, err := r.p.Draft(production.Act{Signers: signers, Body: &event.CrewEnrolled{
		Person: person, Department: event.Grip, Key: key.Public(), Vouchers: vouchers,
	}})
	if err != nil {
		r.t.Fatal(err)
	}
	return production.Proposal{Payload: payload, Signature: r.sign(key, payload), Code: code}
}

func persons(all []production.Voucher) []event.PersonID {
	var out []event.PersonID
	for _, v := range all {
		out = append(out, v.Person)
	}
	return out
}

func wantVouchers(t *testing.T, all []production.Voucher, want ...event.PersonID) {
	t.Helper()
	if got := persons(all); !slices.Equal(got, want) {
		t.Errorf("%v vouch, want %v", got, want)
	}
}

// What somebody saw whom people of both founders brought in counts beside anybody who did not.
func TestASecondVoucherJoins(t *testing.T) {
	r := newRig(t)
	r.lists("n1", "n2")
	r.enrol("n2", event.Grip, "w1")
	v := r.vouch("w1", "n1")
	seen, err := r.p.LookVouch(t.Context(), "a phone", v.Code, "h1")
	if err != nil {
		t.Fatal(err)
	}
	wantVouchers(t, seen.Vouchers, "w1", "h1")
	if seen.Person != "n1" || seen.Department != event.Grip || seen.Proposed != event.Watcher || !seen.TwoSides {
		t.Errorf("looked at %+v", seen)
	}
	if seen, err = r.p.LookVouch(t.Context(), "a phone", v.Code, "w2"); err != nil || seen.TwoSides {
		t.Errorf("both from one founder's side: %+v, %v", seen, err)
	}
	_, err = r.p.JoinVouch(t.Context(), "a phone", v.Code, "w1")
	wantCode(t, err, production.AlreadyVouches)
	all, err := r.p.EnrolVouchers(t.Context(), "a phone", v.Code)
	if err != nil {
		t.Fatal(err)
	}
	wantVouchers(t, all, "w1") // Looking changes nothing.
	for range 2 {              // The second time is a page whose answer was lost.
		wantVouchers(t, r.joins(v.Code, "h1").Vouchers, "w1", "h1")
	}
	for _, who := range []event.PersonID{"w1", "h1"} {
		mine, err := r.p.Newcomers(t.Context(), who)
		if err != nil || len(mine) != 1 || !mine[0].TwoSides || !mine[0].Expires.Equal(v.Expires) {
			t.Fatalf("%s vouches for %+v, %v", who, mine, err)
		}
	}
	if mine, err := r.p.Newcomers(t.Context(), "w2"); err != nil || len(mine) != 0 {
		t.Errorf("w2 vouches for %+v, %v", mine, err)
	}
	phone, made := r.registers(v.Code, "n1")
	wantVouchers(t, made.Vouchers, "w1", "h1")
	_, err = r.p.JoinVouch(t.Context(), "a phone", v.Code, "w2")
	wantCode(t, err, production.JoinsLate)
	for _, others := range [][]event.PersonID{{"w1"}, {"h1"}, {"h1", "w1"}, {"w1", "h1", "w2"}} {
		_, err = r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", phone, others...))
		wantCode(t, err, production.WrongCode)
	}
	x := r.enrolment(v.Code, "n1", phone, "w1", "h1")
	w, err := r.p.Propose(t.Context(), x)
	if err != nil || !w.Pending {
		t.Fatalf("proposal: %+v, %v", w, err)
	}
	_, err = r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w2"), x.Payload))
	wantCode(t, err, production.WrongKey)
	if got, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w1"), x.Payload)); err != nil || !got.Pending {
		t.Fatalf("one of two has signed: %+v, %v", got, err)
	}
	if got, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("h1"), x.Payload)); err != nil || got.Pending {
		t.Fatalf("both have signed: %+v, %v", got, err)
	}
	r.p.View(func(known *state.State) {
		if n, ok := known.Person("n1"); !ok || !slices.Equal(n.Vouchers, []event.PersonID{"w1", "h1"}) {
			t.Errorf("on record: %+v", n)
		}
		if known.TwoPeople("n2", "w2") || !known.TwoPeople("n1", "w2") {
			t.Error("n1, whom both sides brought in, should count beside w2, and n2 not")
		}
		if known.TwoPeople("n1", "w1") || known.TwoPeople("n1", "h1") || known.TwoPeople("n1", "a1") {
			t.Error("a newcomer counts beside those through whom they are here")
		}
	})
}

func TestWhoMayNotJoin(t *testing.T) {
	r := newRig(t)
	r.lists("n1", "n2")
	r.enrol("o1", event.OfficeDepartment, "w1")
	r.enrol("gone", event.Sound, "w1")
	r.do(&event.Departed{Person: "gone", Day: "2026-11-23"}, verified("gone", event.Crew))
	v := r.vouch("w1", "n1")
	for _, who := range []event.PersonID{"n1", "n2", "o1", "gone", "nobody", state.HubPerson} {
		for _, try := range []func() error{
			func() error { _, err := r.p.LookVouch(t.Context(), "a phone", v.Code, who); return err },
			func() error { _, err := r.p.JoinVouch(t.Context(), "a phone", v.Code, who); return err },
		} {
			wantCode(t, try(), production.MayNotVouch)
		}
	}
	all, err := r.p.EnrolVouchers(t.Context(), "a phone", v.Code)
	if err != nil {
		t.Fatal(err)
	}
	wantVouchers(t, all, "w1")
}

// As many vouch as an enrolment can name, and the format names no more.
func TestVouchersAreBounded(t *testing.T) {
	r := newRig(t)
	r.lists("n1")
	v := r.vouch("w1", "n1")
	for _, who := range []event.PersonID{"h1", "w2"} {
		r.joins(v.Code, who)
	}
	_, err := r.p.JoinVouch(t.Context(), "a phone", v.Code, "a1")
	wantCode(t, err, production.VouchersFull)
	phone, made := r.registers(v.Code, "n1")
	if len(made.Vouchers) != production.VouchersMax {
		t.Fatalf("%d vouch, want %d", len(made.Vouchers), production.VouchersMax)
	}
	r.enrolment(v.Code, "n1", phone, persons(made.Vouchers)...) // It can be written down.
	more := append(persons(made.Vouchers), "a1")
	if _, err := r.p.Draft(production.Act{
		Body: &event.CrewEnrolled{
			Person: "n1", Department: event.Grip, Key: phone.Public(), Vouchers: more,
		},
		Signers: []event.Signer{verified("n1", event.Crew), verified("w1", event.Crew)},
	}); err == nil {
		t.Error("an enrolment names more vouchers than may join")
	}
}

func TestJoiningKeepsTheEndAndTheLimits(t *testing.T) {
	r := newRig(t)
	r.lists("n1")
	v := r.vouch("w1", "n1")
	r.clock.Move(production.CodeLife - time.Second)
	if n := r.joins(v.Code, "h1"); !n.Expires.Equal(v.Expires) {
		t.Errorf("ends at %s, want %s", n.Expires, v.Expires)
	}
	r.clock.Move(2 * time.Second)
	_, err := r.p.JoinVouch(t.Context(), "a phone", v.Code, "w2")
	wantCode(t, err, production.WrongCode)
	_, err = r.p.EnrolVouchers(t.Context(), "a phone", v.Code)
	wantCode(t, err, production.WrongCode)
	if mine, err := r.p.Newcomers(t.Context(), "w1"); err != nil || len(mine) != 0 {
		t.Errorf("a code that has ended is shown: %+v, %v", mine, err)
	}
	v = r.vouch("w1", "n1")
	for n := range production.GuessesMax {
		try := r.p.LookVouch
		if n%2 == 1 {
			try = r.p.JoinVouch
		}
		_, err = try(t.Context(), "another phone", "AAAAAAAA", "h1")
		wantCode(t, err, production.WrongCode)
	}
	_, err = r.p.JoinVouch(t.Context(), "another phone", v.Code, "h1")
	wantCode(t, err, production.TooMany)
	_, err = r.p.EnrolVouchers(t.Context(), "another phone", v.Code)
	wantCode(t, err, production.TooMany)
	r.joins(v.Code, "h1") // From elsewhere.
}

// Whoever comes before the passkey is made is in what the newcomer signs, and nobody else is told so.
func TestJoiningAndFinishingAtOnce(t *testing.T) {
	r := newRig(t)
	r.lists("n1")
	for range 12 {
		v := r.vouch("w1", "n1")
		var joining sync.WaitGroup
		var joined error
		joining.Go(func() { _, joined = r.p.JoinVouch(t.Context(), "another phone", v.Code, "h1") })
		phone, made := r.registers(v.Code, "n1")
		joining.Wait()
		want := []event.PersonID{"w1"}
		if joined == nil {
			want = append(want, "h1")
		} else {
			wantCode(t, joined, production.JoinsLate)
		}
		wantVouchers(t, made.Vouchers, want...)
		w, err := r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", phone, want...))
		if err != nil || !w.Pending {
			t.Fatalf("proposal: %+v, %v", w, err)
		}
	}
}

// A demo identity makes no passkey: whoever joined before it proposes is in what it has to propose.
func TestADemoIdentityNamesWhoeverJoined(t *testing.T) {
	r := newRig(t, asDemo)
	r.lists("n1")
	v := r.vouch("w1", "n1")
	early := r.enrolment(v.Code, "n1", r.key("n1"), "w1")
	r.joins(v.Code, "h1")
	_, err := r.p.Propose(t.Context(), early)
	wantCode(t, err, production.WrongCode)
	if w, err := r.p.Propose(t.Context(), r.enrolment(v.Code, "n1", r.key("n1"), "w1", "h1")); err != nil || !w.Pending {
		t.Fatalf("proposal: %+v, %v", w, err)
	}
	_, err = r.p.JoinVouch(t.Context(), "a phone", v.Code, "w2")
	wantCode(t, err, production.WrongCode)
}
