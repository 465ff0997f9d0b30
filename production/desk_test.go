package production_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/ledger"
	"github.com/proofhouse/proofhouse/passkey"
	"github.com/proofhouse/proofhouse/production"
)

// lockUp is an act that handler and watcher sign, each on their own phone.
func (r *rig) lockUp() []byte {
	r.t.Helper()
	payload, err := r.p.Draft(production.Act{
		Body:    &event.LockedUp{Items: []event.ItemID{"R-03"}, Container: "L-1"},
		Signers: []event.Signer{verified("h1", event.Handler), verified("w1", event.Watcher)},
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return payload
}

func (r *rig) received() {
	r.t.Helper()
	r.do(&event.ItemReceived{Items: []event.ReceivedItem{{
		Item: "R-03", Class: event.LiveCapable, Mechanism: event.Revolver, Chambers: 6, Lender: "lender-a",
		Unloaded: event.Yes,
	}}}, verified("h1", event.Handler), verified("w1", event.Watcher))
}

func (r *rig) propose(payload []byte, by event.PersonID, openings ...ledger.Opening) production.Waiting {
	r.t.Helper()
	w, err := r.p.Propose(r.t.Context(), production.Proposal{
		Payload: payload, Signature: r.sign(r.key(by), payload), Openings: openings,
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return w
}

func TestTheDeskIsEmptyOnlyOnceTheActIsRecorded(t *testing.T) {
	r := newRig(t)
	r.received()
	payload := r.lockUp()
	first := r.propose(payload, "h1")
	heard, err := r.p.Listen()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.p.Cosign(t.Context(), first.Draft.ID, r.sign(r.key("w1"), payload)); err != nil {
		t.Fatal(err)
	}
	heard.Close()
	var told []production.NoticeKind
	for n := range heard.C {
		told = append(told, n.Kind)
	}
	if want := []production.NoticeKind{production.LogGrew, production.DeskChanged}; !slices.Equal(told, want) {
		t.Errorf("the last signature told its readers %v, want %v", told, want)
	}
}

func TestTwoPeopleSignOneAfterTheOther(t *testing.T) {
	r := newRig(t)
	r.received()
	payload := r.lockUp()
	size := r.p.Head().Size
	first := r.propose(payload, "h1")
	if !first.Pending || len(first.Draft.Have) != 1 || first.Draft.Have[0] != "h1" {
		t.Fatalf("after the first signature: %+v", first)
	}
	if again := r.propose(payload, "h1"); !again.Pending || r.p.Head().Size != size {
		t.Error("proposing twice is not harmless")
	}
	for who, want := range map[event.PersonID]int{"h1": 1, "w1": 1, "w2": 0, "a1": 0} {
		if got := len(r.p.Pending(t.Context(), who)); got != want {
			t.Errorf("%s sees %d drafts, want %d", who, got, want)
		}
	}
	r.reopen() // The desk is as durable as the store.
	second, err := r.p.Cosign(t.Context(), first.Draft.ID, r.sign(r.key("w1"), payload))
	if err != nil {
		t.Fatal(err)
	}
	if second.Pending || second.Receipt.Index != size {
		t.Fatalf("after the last signature: %+v", second)
	}
	third, err := r.p.Cosign(t.Context(), first.Draft.ID, r.sign(r.key("w1"), payload))
	if err != nil || !third.Receipt.Repeated || third.Receipt.Index != size {
		t.Errorf("the last signature again: %+v, %v", third, err)
	}
	if again := r.propose(payload, "h1"); again.Pending || again.Receipt.Index != size {
		t.Errorf("the proposal again: %+v", again)
	}
	if left := r.p.Pending(t.Context(), "w1"); len(left) != 0 {
		t.Errorf("%d drafts are left", len(left))
	}
	r.p.View(func(known *state.State) {
		if !known.Stands(int(size)) {
			t.Error("the act does not stand")
		}
	})
}

func TestWhatTheDeskRefuses(t *testing.T) {
	r := newRig(t)
	r.received()
	payload := r.lockUp()
	propose := func(sig event.Signature) error {
		_, err := r.p.Propose(t.Context(), production.Proposal{Payload: payload, Signature: sig})
		return err
	}
	wantCode(t, propose(r.sign(r.key("w2"), payload)), production.WrongKey)
	wantCode(t, propose(r.sign(r.key("h1"), r.lockUp())), production.LoginAsAct)
	bad := r.sign(r.key("h1"), payload)
	bad.AuthData = append([]byte(nil), bad.AuthData...)
	bad.AuthData[36]++ // The counter: everything is in form, only the signature does not hold.
	wantCode(t, propose(bad), production.BadSignature)
	_, err := r.p.Cosign(t.Context(), event.IDOf(payload), r.sign(r.key("w1"), payload))
	wantCode(t, err, production.NoDraft)
	_, err = r.p.Propose(t.Context(), production.Proposal{Payload: []byte("{}")})
	wantCode(t, err, production.NotCanonical)
	if drafts := r.p.Pending(t.Context(), "h1"); len(drafts) != 0 {
		t.Errorf("%d drafts are on the desk after refusals only", len(drafts))
	}
}

func TestADraftBehindItsObjectIsDoneAgain(t *testing.T) {
	r := newRig(t)
	r.received()
	payload := r.lockUp()
	w := r.propose(payload, "h1")
	r.do(&event.BoreChecked{Item: "R-03", Bore: event.BoreUnobstructed, Method: event.Light},
		verified("h1", event.Handler))
	_, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w1"), payload))
	wantCode(t, err, production.LinksMoved)
}

func TestADraftWaitsForADay(t *testing.T) {
	r := newRig(t)
	r.received()
	payload := r.lockUp()
	w := r.propose(payload, "h1")
	r.clock.Move(production.DraftLife)
	if n := len(r.p.Pending(t.Context(), "w1")); n != 1 {
		t.Errorf("%d drafts at the end of the day, want 1", n)
	}
	r.clock.Move(time.Second)
	_, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w1"), payload))
	wantCode(t, err, production.Expired)
	if n := len(r.p.Pending(t.Context(), "w1")); n != 0 {
		t.Errorf("%d drafts after the day, want none", n)
	}
}

func TestNo(t *testing.T) {
	r := newRig(t)
	r.received()
	payload := r.lockUp()
	w := r.propose(payload, "h1")
	wantCode(t, r.p.Decline(t.Context(), w.Draft.ID, "w2"), production.NotASigner)
	if err := r.p.Decline(t.Context(), w.Draft.ID, "w1"); err != nil {
		t.Fatal(err)
	}
	r.reopen()
	mine := r.p.Pending(t.Context(), "h1")
	if len(mine) != 1 || len(mine[0].Declined) != 1 || mine[0].Declined[0] != "w1" {
		t.Fatalf("whoever began it sees %+v", mine)
	}
	_, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w1"), payload))
	wantCode(t, err, production.Declined)
	if err := r.p.Decline(t.Context(), w.Draft.ID, "h1"); err != nil {
		t.Fatal(err)
	}
	if n := len(r.p.Pending(t.Context(), "h1")); n != 0 {
		t.Errorf("%d drafts after it was taken back", n)
	}
	if err := r.p.Decline(t.Context(), w.Draft.ID, "h1"); err != nil {
		t.Errorf("taking it back again: %v", err)
	}
}

func TestADraftLongerThanOneDeskItem(t *testing.T) {
	r := newRig(t)
	var openings []ledger.Opening
	for _, field := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		o, err := production.Salted(field, []byte(strings.Repeat(field, production.OpeningValueMax)))
		if err != nil {
			t.Fatal(err)
		}
		openings = append(openings, o)
	}
	payload, err := r.p.Draft(production.Act{
		Body:    &event.IncidentClosed{Of: event.ID{1}},
		Signers: []event.Signer{verified("a1", event.AD), verified("h1", event.Handler)}, Openings: openings,
	})
	if err != nil {
		t.Fatal(err)
	}
	w := r.propose(payload, "a1", openings...)
	r.reopen()
	drafts := r.p.Pending(t.Context(), "h1")
	if len(drafts) != 1 || len(drafts[0].Openings) != len(openings) {
		t.Fatalf("after reopening: %d drafts", len(drafts))
	}
	got, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("h1"), payload))
	if err != nil {
		t.Fatal(err)
	}
	frames, err := r.p.Log(t.Context(), got.Receipt.Index, 0, "w1")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(frames.Bytes), strings.Repeat("g", production.OpeningValueMax)); n != 1 {
		t.Errorf("the last opening is in the log %d times", n)
	}
	// Nothing of it is left on the desk.
	for _, kind := range []string{"draft", "draft.sign", "draft.no"} {
		items, err := r.props.Store.List(t.Context(), kind)
		if err != nil || len(items) != 0 {
			t.Errorf("%d items of kind %s are left, %v", len(items), kind, err)
		}
	}
}

func TestSigningIn(t *testing.T) {
	r := newRig(t)
	said := func(who event.PersonID, page string) []byte {
		nonce, err := r.p.SignInNonce(who)
		if err != nil {
			t.Fatal(err)
		}
		payload, err := event.EncodeSignIn(&event.SignIn{
			Production: r.p.ID(), Person: who, Origin: page, Nonce: nonce, AtMS: r.clock.Now().UnixMilli(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return payload
	}
	signIn := func(k passkey.Signer, payload []byte) (production.Session, error) {
		sig, err := k.Sign(event.SignInType, payload)
		if err != nil {
			t.Fatal(err)
		}
		return r.p.SignIn(t.Context(), payload, sig)
	}
	payload := said("h1", origin)
	s, err := signIn(r.key("h1"), payload)
	if err != nil {
		t.Fatal(err)
	}
	if who, ok := r.p.Who(s.Token); !ok || who != "h1" {
		t.Errorf("the token is %q's, %v", who, ok)
	}
	_, err = signIn(r.key("h1"), payload)
	wantCode(t, err, production.WrongNonce)
	_, err = signIn(r.key("w1"), said("h1", origin))
	wantCode(t, err, production.WrongKey)
	_, err = signIn(r.key("x9"), said("x9", origin))
	wantCode(t, err, production.UnknownSigner)
	_, err = signIn(r.key("h1"), said("h1", "https://other.set.example"))
	wantCode(t, err, production.WrongPage)
	slow := said("h1", origin)
	r.clock.Move(production.NonceLife + time.Second)
	_, err = signIn(r.key("h1"), slow)
	wantCode(t, err, production.WrongNonce)
	act, err := r.key("h1").Sign(event.PayloadType, said("h1", origin))
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.p.SignIn(t.Context(), said("h1", origin), act)
	wantCode(t, err, production.LoginAsAct)
	soft, err := passkey.KeyFromSeed(event.Software, []byte("story h1"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = signIn(soft, said("h1", origin))
	wantCode(t, err, production.DemoRefused)

	r.reopen() // A restart signs nobody out.
	if _, ok := r.p.Who(s.Token); !ok {
		t.Error("the session is gone after a restart")
	}
	if strings.Contains(r.file(), s.Token) {
		t.Error("the token itself is in the store")
	}
	if err := r.p.SignOut(t.Context(), s.Token); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.p.Who(s.Token); ok {
		t.Error("the session goes on after signing out")
	}
	other, err := signIn(r.key("w2"), said("w2", origin))
	if err != nil {
		t.Fatal(err)
	}
	r.clock.Move(production.SessionLife + time.Second)
	if _, ok := r.p.Who(other.Token); ok {
		t.Error("a session goes on for longer than its life")
	}
	third, err := signIn(r.key("w2"), said("w2", origin))
	if err != nil {
		t.Fatal(err)
	}
	r.do(&event.KeyRevoked{Person: "w2", Key: r.key("w2").Public(), Since: 0}, verified("w2", event.Crew))
	if _, ok := r.p.Who(third.Token); ok {
		t.Error("a session outlives its revoked key")
	}
}

func TestANewcomerIsEnrolledFaceToFace(t *testing.T) {
	r := newRig(t)
	name, err := production.Salted("n1", []byte("Somebody Newly Here"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.p.Perform(t.Context(), production.Act{
		Body: &event.CrewListed{People: []event.ListedPerson{
			{Person: "n1", Department: event.Grip, Proposed: event.Crew},
		}},
		Signers: []event.Signer{verified("a1", event.AD)}, Openings: []ledger.Opening{name},
	}, r.key("a1")); err != nil {
		t.Fatal(err)
	}
	_, err = r.p.Vouch(t.Context(), "n1", "n1")
	wantCode(t, err, production.MayNotVouch)
	_, err = r.p.Vouch(t.Context(), "w1", "n2")
	wantCode(t, err, production.NotOnRoster)
	_, err = r.p.Vouch(t.Context(), "w1", "h1")
	wantCode(t, err, production.NotOnRoster)
	v, err := r.p.Vouch(t.Context(), "w1", "n1")
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Code) != production.CodeLength || strings.ContainsAny(v.Code, "ILOU") {
		t.Errorf("code %q", v.Code)
	}
	_, err = r.p.EnrolBegin(t.Context(), "phone", "AAAA-AAAA", origin)
	wantCode(t, err, production.WrongCode)
	spelled := strings.ToLower(v.Code[:4]) + "-" + v.Code[4:]
	offer, err := r.p.EnrolBegin(t.Context(), "phone", spelled, origin)
	if err != nil {
		t.Fatal(err)
	}
	if offer.Person != "n1" || offer.Name != "Somebody Newly Here" || offer.Department != event.Grip {
		t.Errorf("offer %+v", offer)
	}
	phone, err := passkey.NewVirtual([]byte("story n1"), rp, origin, true)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := phone.Register(offer.Options)
	if err != nil {
		t.Fatal(err)
	}
	made, err := r.p.EnrolFinish(t.Context(), "phone", v.Code, answer)
	if err != nil {
		t.Fatal(err)
	}
	if made.Key != phone.Public() {
		t.Error("another key was registered")
	}
	_, err = r.p.EnrolFinish(t.Context(), "phone", v.Code, answer)
	wantCode(t, err, production.CodeUsed)

	payload, err := r.p.Draft(production.Act{
		Body: &event.CrewEnrolled{
			Person: "n1", Department: event.Grip, Key: made.Key, Vouchers: []event.PersonID{"w1"},
		},
		Signers: []event.Signer{verified("n1", event.Crew), verified("w1", event.Crew)},
	})
	if err != nil {
		t.Fatal(err)
	}
	proposal := production.Proposal{Payload: payload, Signature: r.sign(phone, payload)}
	_, err = r.p.Propose(t.Context(), proposal)
	wantCode(t, err, production.WrongCode)
	proposal.Code = v.Code
	w, err := r.p.Propose(t.Context(), proposal)
	if err != nil || !w.Pending {
		t.Fatalf("proposal: %+v, %v", w, err)
	}
	if _, err := r.p.Propose(t.Context(), proposal); err != nil {
		t.Errorf("the proposal again, its answer lost: %v", err)
	}
	_, err = r.p.EnrolBegin(t.Context(), "phone", v.Code, origin)
	wantCode(t, err, production.WrongCode)
	done, err := r.p.Cosign(t.Context(), w.Draft.ID, r.sign(r.key("w1"), payload))
	if err != nil || done.Pending {
		t.Fatalf("cosign: %+v, %v", done, err)
	}
	r.p.View(func(known *state.State) {
		if p, ok := known.Person("n1"); !ok || p.Enrolled == state.NoIndex {
			t.Error("the newcomer is not enrolled")
		}
	})
}

func TestGuessingCodes(t *testing.T) {
	r := newRig(t)
	for range production.GuessesMax {
		_, err := r.p.EnrolBegin(t.Context(), "a phone", "AAAAAAAA", origin)
		wantCode(t, err, production.WrongCode)
	}
	_, err := r.p.EnrolBegin(t.Context(), "a phone", "AAAAAAAA", origin)
	wantCode(t, err, production.TooMany)
	_, err = r.p.EnrolBegin(t.Context(), "another phone", "AAAAAAAA", origin)
	wantCode(t, err, production.WrongCode)
	r.clock.Move(production.CodeLife + time.Second)
	_, err = r.p.EnrolBegin(t.Context(), "a phone", "AAAAAAAA", origin)
	wantCode(t, err, production.WrongCode)
}

func TestWhoReadsWhat(t *testing.T) {
	r := newRig(t)
	text, err := production.Salted("text", []byte("the belt was left open"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := production.Salted("w2"+production.FileSuffix, []byte("+1 555 0100"))
	if err != nil {
		t.Fatal(err)
	}
	name, err := production.Salted("w2", []byte("Second Watcher"))
	if err != nil {
		t.Fatal(err)
	}
	perform := func(body event.Body, who event.Signer, openings ...ledger.Opening) {
		t.Helper()
		a := production.Act{Body: body, Signers: []event.Signer{who}, Openings: openings}
		if _, err := r.p.Perform(t.Context(), a, r.key(who.Person)); err != nil {
			t.Fatal(err)
		}
	}
	r.enrol("s1", event.Catering, "h1")
	r.do(&event.Appointed{Person: "s1", Role: event.Steward}, verified("a1", event.AD))
	perform(&event.ConcernRaised{}, verified("w1", event.Crew), text)
	perform(&event.CrewListed{People: []event.ListedPerson{
		{Person: "w2", Department: event.Sound, Proposed: event.Watcher},
	}}, verified("a1", event.AD), name, file)
	for who, want := range map[event.PersonID][3]bool{
		"w1": {true, true, false},  // The author of the concern.
		"s1": {true, true, false},  // The steward.
		"w2": {false, true, true},  // The person on file.
		"a1": {false, true, true},  // A founder.
		"":   {false, true, false}, // A bundle.
	} {
		frames, err := r.p.Log(t.Context(), 0, 0, who)
		if err != nil {
			t.Fatal(err)
		}
		for i, value := range []string{"belt was left", "Second Watcher", "555 0100"} {
			if got := strings.Contains(string(frames.Bytes), value); got != want[i] {
				t.Errorf("%q reads %q: %v, want %v", who, value, got, want[i])
			}
		}
	}
}
