package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

type stopped struct {
	ID     string
	Index  uint64
	Time   int64
	Joined bool
}

func (r *rig) stops() int {
	n := 0
	r.p.View(func(known *state.State) {
		for _, b := range known.Blocks() {
			if b.Kind == event.KindStopCalled {
				n++
			}
		}
	})
	return n
}

func TestAnybodyStopsWithoutSigningIn(t *testing.T) {
	r := newRig(t)
	var first, second stopped
	r.post("/api/stop", "", `{"unit":"main"}`).into(t, &first)
	if first.Joined || first.Index+1 != r.p.Head().Size || first.Time != r.clock.Now().Unix() {
		t.Errorf("%+v", first)
	}
	// A repeat joins, signed in or not, whatever it sends.
	for _, body := range []any{`{"unit":"main"}`, `{"unit":"invented"}`, `{"unit":5}`, "nonsense", nil} {
		r.post("/api/stop", "", body).into(t, &second)
		if !second.Joined || second.ID != first.ID || second.Index != first.Index {
			t.Errorf("%v: %+v", body, second)
		}
	}
	if r.stops() != 1 {
		t.Errorf("%d stops on record, want 1", r.stops())
	}
	// Once it was ended, the next one is a new entry.
	id, err := event.ParseID(first.ID)
	if err != nil {
		t.Fatal(err)
	}
	r.do(&event.Restarted{Of: []event.ID{id}}, verified("h1", event.HazardOwner), verified("ad1", event.AD))
	r.post("/api/stop", "c1", `{"unit":"main"}`).into(t, &second)
	if second.Joined || r.stops() != 2 {
		t.Errorf("after the restart: %+v, %d stops", second, r.stops())
	}
}

func TestAFloodOfStopsIsOneEntry(t *testing.T) {
	r := newRig(t)
	var all sync.WaitGroup
	ids := make([]stopped, 200)
	for n := range ids {
		all.Go(func() {
			got := r.post("/api/stop", "", `{"unit":"unit-`+strconv.Itoa(n)+`"}`)
			if got.status != http.StatusOK {
				t.Errorf("a STOP was refused: %d %s", got.status, got.body)
				return
			}
			if err := json.Unmarshal(got.body, &ids[n]); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, s := range ids {
		if s.ID != ids[0].ID {
			t.Errorf("two answers name two stops: %+v and %+v", s, ids[0])
		}
	}
	if r.stops() != 1 {
		t.Errorf("%d stops on record, want 1", r.stops())
	}
}

func TestTwoUnitsStopApart(t *testing.T) {
	r := newRig(t)
	r.do(&event.DayCalled{Day: "2026-11-23", Unit: "second", Region: "US-CA", Place: "stage-4"},
		verified("ad1", event.AD))
	var main, second stopped
	r.post("/api/stop", "", `{"unit":"main"}`).into(t, &main)
	r.post("/api/stop", "", `{"unit":"second"}`).into(t, &second)
	if main.ID == second.ID || r.stops() != 2 {
		t.Errorf("%+v and %+v", main, second)
	}
}

// told is one event of a live stream.
type told struct{ id, name, data string }

// stream opens a live stream from an address and returns its status and how to end it.
func (r *rig) stream(from string) (status int, leave func()) {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+"/api/live", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("X-Forwarded-For", from)
	got, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	leave = func() {
		cancel()
		_ = got.Body.Close()
	}
	r.t.Cleanup(leave)
	return got.StatusCode, leave
}

func TestStrangersDoNotTakeTheStreamsOfPeopleAtWork(t *testing.T) {
	r := newRig(t)
	open := func(from string, most int) int {
		t.Helper()
		for n := range most {
			if status, _ := r.stream(from); status != http.StatusOK {
				return n
			}
		}
		return most
	}
	if n := open("192.0.2.1", 20); n != 8 {
		t.Errorf("one stranger holds %d streams, want 8", n)
	}
	all := 8
	for host := range 20 {
		all += open("198.51.100."+strconv.Itoa(host), 9)
	}
	if all != 64 {
		t.Errorf("strangers hold %d streams, want 64", all)
	}
	if status, _ := r.stream("192.0.2.77"); status != http.StatusServiceUnavailable {
		t.Errorf("one stranger more: %d", status)
	}
	// A set behind one router: once somebody of it is signed in, its pages have places of their own.
	r.ask("GET", "/api/desk", "c1", nil, "X-Forwarded-For", "192.0.2.77").into(t, &[]any{})
	if n := open("192.0.2.77", 100); n != 100 {
		t.Errorf("a set holds %d streams, want 100", n)
	}
}

func TestAStreamThatEndsGivesItsPlaceBack(t *testing.T) {
	r := newRig(t)
	var leave func()
	for range 8 {
		_, leave = r.stream("192.0.2.1")
	}
	if status, _ := r.stream("192.0.2.1"); status != http.StatusServiceUnavailable {
		t.Fatalf("a ninth stream: %d", status)
	}
	leave()
	// The server sees that one has gone when it gets to it.
	for range 5000 {
		if status, _ := r.stream("192.0.2.1"); status == http.StatusOK {
			return
		}
	}
	t.Fatal("the place is not given back")
}

// listen opens a live stream and returns a function that waits for the next event.
func (r *rig) listen(lastID string) (next func() told, leave func()) {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url+"/api/live", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	got, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	if kind := got.Header.Get("Content-Type"); kind != "text/event-stream" {
		r.t.Fatalf("%d %s", got.StatusCode, kind)
	}
	lines := bufio.NewScanner(got.Body)
	next = func() told {
		r.t.Helper()
		var e told
		for lines.Scan() {
			name, value, _ := strings.Cut(lines.Text(), ": ")
			switch name {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data = value
			case "":
				if e.name != "" {
					return e
				}
			}
		}
		r.t.Fatalf("the stream ended: %v", lines.Err())
		return e
	}
	return next, func() {
		cancel()
		_ = got.Body.Close()
	}
}

func size(t *testing.T, e told) uint64 {
	t.Helper()
	var at struct{ Size uint64 }
	if e.name != "log" || json.Unmarshal([]byte(e.data), &at) != nil || strconv.FormatUint(at.Size, 10) != e.id {
		t.Fatalf("event %+v is not where the log is", e)
	}
	return at.Size
}

func TestAPageThatComesBackIsToldWhereTheLogIs(t *testing.T) {
	r := newRig(t)
	next, leave := r.listen("")
	first := next()
	if got := size(t, first); got != r.p.Head().Size {
		t.Errorf("told %d entries of %d", got, r.p.Head().Size)
	}
	r.do(&event.ContactNamed{Person: "ad1"}, verified("ad1", event.AD))
	grown := next()
	if got := size(t, grown); got != size(t, first)+1 {
		t.Errorf("told %d entries after one more than %s", got, first.id)
	}
	leave()
	// While nobody listens, two more acts and a STOP.
	r.do(&event.ContactNamed{Person: "s1"}, verified("ad1", event.AD))
	var stop stopped
	r.post("/api/stop", "", `{"unit":"main"}`).into(t, &stop)
	next, leave = r.listen(grown.id)
	defer leave()
	if got := size(t, next()); got != r.p.Head().Size || got != size(t, grown)+2 {
		t.Errorf("told %d entries of %d", got, r.p.Head().Size)
	}
	if e := next(); e.name != "stop" || e.data != `{"index":`+strconv.FormatUint(stop.Index, 10)+`}` {
		t.Errorf("told %+v, want the open STOP %d", e, stop.Index)
	}
}

func TestAStreamTellsOfDraftsAndStops(t *testing.T) {
	r := newRig(t)
	next, leave := r.listen("")
	defer leave()
	next()
	payload := r.draft(&event.Relieved{From: "h1", To: "w1"}, verified("h1", event.Handler), verified("w1", event.Watcher))
	r.post("/api/desk", "ad1", map[string]any{"payload": b64(payload), "openings": []any{}}).into(t, &struct{}{})
	if e := next(); e.name != "desk" || e.data != `{"n":1}` {
		t.Errorf("told %+v, want the desk", e)
	}
	r.post("/api/stop", "", `{"unit":"main"}`).into(t, &stopped{})
	if e := next(); e.name != "stop" {
		t.Errorf("told %+v, want the STOP first of all", e)
	}
	size(t, next())
}

func TestStreamsEndWithTheServer(t *testing.T) {
	r := newRig(t)
	next, leave := r.listen("")
	defer leave()
	next()
	r.server.End()
	r.server.End()
	// The stream ends by itself: a second one ends right after its first event.
	again, gone := r.listen("")
	defer gone()
	size(t, again())
}

func TestAStreamOutlivesTheBoundsOfARequest(t *testing.T) {
	r := newRig(t)
	web := httptest.NewUnstartedServer(r.server)
	web.Config.ReadTimeout, web.Config.WriteTimeout = 100*time.Millisecond, 100*time.Millisecond
	web.Start()
	t.Cleanup(func() {
		r.server.End()
		web.Close()
	})
	r.url = web.URL
	next, leave := r.listen("")
	defer leave()
	first := size(t, next())
	time.Sleep(400 * time.Millisecond)
	r.do(&event.ContactNamed{Person: "ad1"}, verified("ad1", event.AD))
	if got := size(t, next()); got != first+1 {
		t.Errorf("told %d entries after one more than %d", got, first)
	}
}
