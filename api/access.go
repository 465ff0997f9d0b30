package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// caller is who a request is from. The zero value is a stranger.
type caller struct {
	person event.PersonID
	roles  []event.Role
	token  string
}

// access says who may call a route. The zero value is nobody.
type access struct {
	public bool         // Anybody, signed in or not.
	code   bool         // Also a newcomer who gives a code.
	roles  []event.Role // Whoever holds one of these, given by an event that stands,
	but    []event.Role // unless they hold one of these besides.
}

// open reports whether somebody who holds these roles may call.
func (a access) open(roles []event.Role) bool {
	among := func(listed []event.Role) bool {
		return slices.ContainsFunc(roles, func(r event.Role) bool { return slices.Contains(listed, r) })
	}
	return a.public || among(a.roles) && !among(a.but)
}

// admit says who calls, and refuses whom the table does not list.
func (s *Server) admit(t *row, r *http.Request) (caller, error) {
	switch {
	case t.demo && s.cfg.Demo == nil:
		return caller{}, refused(http.StatusForbidden, "demo-only")
	case t.founding && (s.found == nil || s.p.Opened() != nil):
		return caller{}, refused(http.StatusForbidden, "founded")
	case !s.limits.allows(t.class, r):
		return caller{}, refused(http.StatusTooManyRequests, "rate")
	}
	c := s.caller(r)
	if c.person != "" {
		s.streams.saw(place(r))
	}
	switch {
	case t.who.open(c.roles):
		return c, nil
	case t.who.code && r.URL.Query().Get("code") != "":
		return c, nil
	case c.person == "":
		return caller{}, refused(http.StatusUnauthorized, "not-signed-in")
	}
	return caller{}, refused(http.StatusForbidden, "not-your-role")
}

// caller reads the bearer token. A token that opens nothing is a stranger's.
func (s *Server) caller(r *http.Request) caller {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || token == "" {
		return caller{}
	}
	person, ok := s.p.Who(token)
	if !ok {
		return caller{}
	}
	c := caller{person: person, token: token}
	s.p.View(func(known *state.State) { c.roles = known.RolesOf(person) })
	return c
}
