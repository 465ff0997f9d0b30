package api

import (
	"net/http"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// Route is one row of the table as the tests read it.
type Route struct {
	Method, Pattern         string
	Public, Code            bool
	Demo, Founding, Endless bool
	Roles, But              []event.Role
}

// Routes returns the table.
func Routes() []Route {
	var out []Route
	for _, t := range table {
		out = append(out, Route{
			Method: t.method, Pattern: t.pattern, Public: t.who.public, Code: t.who.code, Demo: t.demo,
			Founding: t.founding, Endless: t.pattern == "/api/live", Roles: t.who.roles, But: t.who.but,
		})
	}
	return out
}

// Open reports whether the row lets somebody in who holds these roles and nothing else.
func Open(pattern, method string, roles []event.Role) bool {
	for _, t := range table {
		if t.pattern == pattern && t.method == method {
			return t.who.open(roles)
		}
	}
	return false
}

// Limiter returns the spending of a new limiter on a clock of the caller's.
func Limiter(budget int64, span time.Duration, now func() time.Time) func(string, int64) bool {
	l := newLimiter(budget, span)
	l.now = now
	return l.spend
}

// Place returns where a request comes from.
func Place(r *http.Request) string { return place(r) }
