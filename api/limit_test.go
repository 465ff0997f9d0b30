package api_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/production"
)

// until sends the same until the answer is a refusal, at most most times, and returns how often it
// was answered.
func until(t *testing.T, most int, status int, code string, send func() answer) int {
	t.Helper()
	for n := range most {
		if got := send(); got.code() != "" {
			got.refused(t, status, code)
			if got.header.Get("Retry-After") == "" {
				t.Error("the refusal does not say when to come back")
			}
			return n
		}
	}
	t.Fatalf("%d times and no end", most)
	return most
}

func TestNobodyBeginsSignInsWithoutEnd(t *testing.T) {
	r := newRig(t)
	n := until(t, 1000, http.StatusTooManyRequests, "rate", func() answer {
		return r.post("/api/signin/nonce", "", `{"person":"h1"}`)
	})
	if n < 200 {
		t.Errorf("only %d sign-ins from one address: a crew behind one router is more", n)
	}
	// A STOP is taken all the same.
	r.post("/api/stop", "", `{"unit":"main"}`).into(t, &stopped{})
}

func TestOnlyThoseSignedInAskForAFreshTimeAndNotWithoutEnd(t *testing.T) {
	r := newRig(t)
	head := r.p.Head()
	r.clock.Move(time.Minute)
	r.post("/api/fresh", "", "{}").refused(t, http.StatusUnauthorized, "not-signed-in")
	r.get("/api/fresh", "c1").refused(t, http.StatusNotFound, "not-found")
	if r.p.Head().Position != head.Position {
		t.Error("a stranger had a checkpoint signed")
	}
	var got struct {
		Size uint64
		Time int64
	}
	r.post("/api/fresh", "c1", "{}").into(t, &got)
	if got.Size != head.Size || got.Time != r.clock.Now().Unix() {
		t.Errorf("%+v", got)
	}
	signed := r.p.Head().Position
	n := until(t, 2000, http.StatusTooManyRequests, "rate", func() answer {
		return r.post("/api/fresh", "c1", "{}")
	})
	if n < 300 {
		t.Errorf("only %d from one address: a crew behind one router signs more", n)
	}
	if r.p.Head().Position != signed {
		t.Error("a checkpoint younger than five seconds was signed again")
	}
}

func TestNobodyGuessesCodesWithoutEnd(t *testing.T) {
	r := newRig(t)
	for range 10 {
		r.post("/api/enrol/begin", "", `{"code":"ABCDEFGH"}`).refused(t, http.StatusForbidden, "wrong-code")
	}
	r.post("/api/enrol/begin", "", `{"code":"ABCDEFGH"}`).refused(t, http.StatusTooManyRequests, "too-many")
	for range 60 {
		r.post("/api/enrol/begin", "", `{"code":"ABCDEFGH"}`)
	}
	r.post("/api/enrol/begin", "", `{"code":"ABCDEFGH"}`).refused(t, http.StatusTooManyRequests, "rate")
}

func TestAServerInFrontSaysWhoGuesses(t *testing.T) {
	r := newRig(t)
	guess := func(forwarded string) answer {
		return r.ask("POST", "/api/enrol/begin", "", `{"code":"ABCDEFGH"}`, "X-Forwarded-For", forwarded)
	}
	// The last address is the one the server in front saw; what stands before it anybody can write.
	for n := range 12 {
		guess("198.51.100." + strconv.Itoa(n) + ", 192.0.2.7")
	}
	for n := range 12 {
		guess("2001:db8::" + strconv.Itoa(n)) // One host that takes another of its addresses each time.
	}
	guess("2001:db8::ffff").refused(t, http.StatusTooManyRequests, "too-many")
	guess("2001:db8:0:1::1").refused(t, http.StatusForbidden, "wrong-code")
	guess("192.0.2.7").refused(t, http.StatusTooManyRequests, "too-many")
	guess("192.0.2.8").refused(t, http.StatusForbidden, "wrong-code")
	guess("not an address").refused(t, http.StatusForbidden, "wrong-code")
	for _, c := range []struct{ peer, forwarded, want string }{
		{"127.0.0.1:9", "192.0.2.7", "192.0.2.7"},
		{"[::1]:9", "::ffff:192.0.2.7", "192.0.2.7"},
		{"192.0.2.1:9", "192.0.2.7", "192.0.2.1"}, // Nobody else speaks for others.
		{"[2001:db8::1]:9", "", "2001:db8::/64"},
		{"[fe80::1%eth0]:9", "", "fe80::/64"},
		{"127.0.0.1:9", "2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"},
		{"@", "192.0.2.7", "@"},
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.RemoteAddr = c.peer
		if c.forwarded != "" {
			req.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := api.Place(req); got != c.want {
			t.Errorf("%s for %s is %s, want %s", c.peer, c.forwarded, got, c.want)
		}
	}
}

func TestOnePersonLeavesSoMuchInAnHour(t *testing.T) {
	r := newRig(t, withQuota(4000))
	acts := func() answer {
		return r.act("ad1", &event.ContactNamed{Person: "ad1"}, verified("ad1", event.AD))
	}
	n := until(t, 100, http.StatusTooManyRequests, "quota", acts)
	if n < 2 || n > 8 {
		t.Errorf("%d acts of about a thousand bytes within 4000", n)
	}
	before := r.p.Head().Size
	payload := r.draft(&event.ContactNamed{Person: "s1"}, verified("h1", event.Crew), verified("ad1", event.AD))
	big := map[string]any{"payload": b64(payload), "openings": []any{map[string]any{
		"field": "x", "salt": "00000000000000000000000000000000", "value": string(make([]byte, 5000)),
	}}}
	r.post("/api/desk", "c1", big).refused(t, http.StatusTooManyRequests, "quota")
	if r.p.Head().Size != before {
		t.Error("something was recorded beyond the quota")
	}
	// Somebody else's budget is their own, and a STOP costs nothing.
	entry, err := production.Sign(r.draft(&event.ContactNamed{Person: "s1"}, verified("s1", event.Founder)), r.key("s1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.post("/api/acts", "s1", map[string]any{"entry": b64(entry), "openings": []any{}}); got.status != http.StatusOK {
		t.Errorf("somebody else: %d %s", got.status, got.body)
	}
	r.post("/api/stop", "ad1", `{"unit":"main"}`).into(t, &stopped{})
}

func TestABudgetRefillsSteadily(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	spend := api.Limiter(100, time.Hour, func() time.Time { return now })
	for _, c := range []struct {
		after  time.Duration
		amount int64
		want   bool
	}{
		{0, 100, true},
		{0, 1, false},
		{36 * time.Second, 1, true},
		{0, 1, false},
		{30 * time.Minute, 49, true},
		{0, 2, false},
		{10 * time.Hour, 101, false},
		{0, 100, true},
	} {
		now = now.Add(c.after)
		if got := spend("somebody", c.amount); got != c.want {
			t.Errorf("%d after %s: %v", c.amount, c.after, got)
		}
	}
	// Keys are bounded: when too many are known and none has refilled, a new one waits.
	for n := range 4096 {
		spend(string(rune('a'+n%26))+time.Duration(n).String(), 1)
	}
	if spend("one too many", 1) {
		t.Error("more keys than the bound are remembered")
	}
	now = now.Add(time.Hour)
	if !spend("one too many", 1) {
		t.Error("keys that have refilled are not forgotten")
	}
}
