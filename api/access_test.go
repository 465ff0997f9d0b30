package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/api"
	"github.com/proofhouse/proofhouse/kernel/event"
)

// everyRole are the roles a person can be given.
var everyRole = []event.Role{
	event.Founder, event.Handler, event.Watcher, event.AD, event.Advisor, event.Performer,
	event.StandIn, event.Crew, event.HazardOwner, event.Medic, event.Contact, event.Producer,
	event.Office, event.Steward, event.Recipient, event.Custodian, event.Guild, event.Investigator,
	event.Operator,
}

// path fills the wildcards of a pattern.
func path(pattern string) string {
	return strings.NewReplacer("{key}", strings.Repeat("0", 64), "{file}", "en.json",
		"{path...}", "0/000").Replace(pattern)
}

// call calls a route as a page would, with an empty object where something is posted.
func (r *rig) call(route api.Route, who event.PersonID) answer {
	r.t.Helper()
	if route.Method == "POST" {
		return r.post(path(route.Pattern), who, "{}")
	}
	return r.get(path(route.Pattern), who)
}

// kept reports whether an answer says that the table keeps somebody out.
func kept(a answer) bool {
	return a.code() == "not-signed-in" || a.code() == "not-your-role"
}

func TestEveryRouteLetsInWhomTheTableLists(t *testing.T) {
	r := newRig(t)
	people := map[event.Role]event.PersonID{event.Crew: "c1", event.Handler: "h1", event.Watcher: "w1"}
	for n, role := range everyRole {
		if people[role] != "" || role == event.Founder || role == event.Operator {
			continue
		}
		who := event.PersonID("x" + string(rune('a'+n)))
		r.enrol(who, event.Grip, "s1")
		r.do(&event.Appointed{Person: who, Role: role}, verified("ad1", event.AD))
		people[role] = who
	}
	people[event.Founder] = "ad1"
	for _, route := range api.Routes() {
		if route.Endless || route.Demo || route.Founding {
			continue
		}
		name := route.Method + " " + route.Pattern
		if got := r.call(route, ""); route.Public == kept(got) {
			t.Errorf("%s, a stranger: %d %s", name, got.status, got.code())
		}
		for _, role := range everyRole {
			if role == event.Operator || route.Pattern == "/api/signout" {
				continue // The box has no passkey and so no session.
			}
			// Everybody enrolled is crew besides what they were appointed to.
			listed := api.Open(route.Pattern, route.Method, []event.Role{role, event.Crew})
			if got := r.call(route, people[role]); listed == kept(got) {
				t.Errorf("%s, %s: %d %s", name, role, got.status, got.code())
			}
		}
	}
}

func TestARoleThatIsNotListedIsKeptOut(t *testing.T) {
	for _, route := range api.Routes() {
		for _, role := range everyRole {
			listed := slices.Contains(route.Roles, role) && !slices.Contains(route.But, role)
			if got := api.Open(route.Pattern, route.Method, []event.Role{role}); got != (route.Public || listed) {
				t.Errorf("%s %s lets %s in: %v", route.Method, route.Pattern, role, got)
			}
		}
		if !route.Public && (api.Open(route.Pattern, route.Method, nil) || len(route.Roles) == 0) {
			t.Errorf("%s %s lets in who holds nothing, or nobody at all", route.Method, route.Pattern)
		}
		if !route.Public && api.Open(route.Pattern, route.Method, []event.Role{event.Operator}) {
			t.Errorf("%s %s lets the box in", route.Method, route.Pattern)
		}
	}
}

func TestWhoeverWritesTheRosterDoesNotVouch(t *testing.T) {
	r := newRig(t)
	for n, role := range []event.Role{event.Office, event.Producer} {
		who := event.PersonID("o" + string(rune('1'+n)))
		r.enrol(who, event.Grip, "s1")
		r.do(&event.Appointed{Person: who, Role: role}, verified("ad1", event.AD))
		r.post("/api/vouchers", who, `{"person":"n1"}`).refused(t, http.StatusForbidden, "not-your-role")
		for _, path := range []string{"look", "join"} {
			r.post("/api/vouchers/"+path, who, `{"code":"AAAAAAAA"}`).
				refused(t, http.StatusForbidden, "not-your-role")
		}
		r.get("/api/desk", who).into(t, &[]any{})
	}
	r.post("/api/vouchers", "c1", `{"person":"n1"}`).refused(t, http.StatusNotFound, "not-on-roster")
}

func TestSomebodyWhoseEnrolmentNoLongerStandsIsKeptOut(t *testing.T) {
	r := newRig(t)
	enrolled := r.do(&event.CrewEnrolled{
		Person: "c2", Department: event.Grip, Key: r.key("c2").Public(), Vouchers: []event.PersonID{"s1"},
	}, verified("c2", event.Crew), verified("s1", event.Crew))
	r.get("/api/desk", "c2").into(t, &[]any{})
	r.do(&event.Corrected{Of: enrolled.ID, Fields: []string{"vouchers"}}, verified("s1", event.Steward))
	for _, route := range api.Routes() {
		if route.Public {
			continue
		}
		if got := r.call(route, "c2"); !kept(got) {
			t.Errorf("%s %s: %d %s", route.Method, route.Pattern, got.status, clip(got.body))
		}
	}
}

func TestASessionEndsWithItsTimeItsTokenAndItsOwner(t *testing.T) {
	r := newRig(t)
	r.post("/api/signout", "c1", "{}").into(t, &struct{}{})
	r.get("/api/desk", "c1").refused(t, http.StatusUnauthorized, "not-signed-in")
	r.tokens["c1"] = "bm90IGEgdG9rZW4"
	r.get("/api/desk", "c1").refused(t, http.StatusUnauthorized, "not-signed-in")
	delete(r.tokens, "c1")
	r.get("/api/desk", "c1").into(t, &[]any{})
	r.clock.Move(13 * time.Hour)
	r.get("/api/desk", "c1").refused(t, http.StatusUnauthorized, "not-signed-in")
}

func TestWhatIsNotInTheTableDoesNotExist(t *testing.T) {
	r := newRig(t)
	for _, p := range []string{
		"/api", "/api/", "/api/nothing", "/api/hello/more", "/demo", "/nothing", "/as/", "/as/a/b",
		"/notes.secret", "/assets/", "/assets/../index.html", "/words/en.txt", "/words/xx.json",
		"/tile/0/000.p/0", "/tile/nothing", "/index.html/", "/.git/config",
	} {
		if got := r.get(p, "h1"); got.status != http.StatusNotFound && got.status < 300 {
			t.Errorf("GET %s: %d %s", p, got.status, clip(got.body))
		}
	}
	r.post("/api/hello", "h1", "{}").refused(t, http.StatusNotFound, "not-found")
	r.ask("DELETE", "/api/desk", "h1", nil).refused(t, http.StatusNotFound, "not-found")
	r.post("/", "h1", "{}").refused(t, http.StatusNotFound, "not-found")
}

func TestRoutesOfDemoAndFoundingAreRefusedElsewhere(t *testing.T) {
	r := newRig(t)
	for _, route := range api.Routes() {
		switch {
		case route.Demo:
			r.call(route, "").refused(t, http.StatusForbidden, "demo-only")
			r.call(route, "h1").refused(t, http.StatusForbidden, "demo-only")
		case route.Founding:
			r.call(route, "").refused(t, http.StatusForbidden, "founded")
			r.call(route, "ad1").refused(t, http.StatusForbidden, "founded")
		}
	}
}

func TestAnotherSiteCannotAct(t *testing.T) {
	r := newRig(t)
	for _, h := range [][]string{
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://other.example"},
	} {
		r.ask("POST", "/api/signin/nonce", "", `{"person":"h1"}`, h...).
			refused(t, http.StatusForbidden, "other-site")
	}
	if got := r.ask("POST", "/api/signin/nonce", "", `{"person":"h1"}`, "Sec-Fetch-Site", "same-origin"); got.status != http.StatusOK {
		t.Errorf("the page itself: %d %s", got.status, got.body)
	}
}
