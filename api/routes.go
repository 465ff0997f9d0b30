package api

import (
	"net/http"

	"github.com/proofhouse/proofhouse/kernel/event"
)

// row is one route of the table.
type row struct {
	method, pattern string
	who             access
	class           class
	bytes           int64 // Most bytes of a request body; smallBody when 0.
	page            bool  // A file or a public part of the log, which says itself how it is kept.
	demo            bool  // Exists in a demo only.
	founding        bool  // Exists until the founders have opened the production.
	serve           func(*Server, http.ResponseWriter, *http.Request, caller) error
}

var (
	public = access{public: true}
	// crew is everybody who was enrolled, whatever they are besides: what somebody may sign is decided
	// by the record, and a fact is never refused for who tells it. The box itself, operator, has no
	// session and no route.
	crew = access{roles: []event.Role{
		event.Founder, event.Handler, event.Watcher, event.AD, event.Advisor, event.Performer,
		event.StandIn, event.Crew, event.HazardOwner, event.Medic, event.Contact, event.Producer,
		event.Office, event.Steward, event.Recipient, event.Custodian, event.Guild, event.Investigator,
	}}
	// newcomer is crew, and whoever was given a voucher's code.
	newcomer = access{roles: crew.roles, code: true}
	// vouchers is crew without those who write the roster: nobody both lists a person and says that
	// they have met them. Package production asks for the department besides.
	vouchers = access{roles: crew.roles, but: []event.Role{event.Office, event.Producer}}
)

// printers are those who make labels and badges. What hangs on a thing is theirs to get right; a badge
// names a person, whom all of them see on the roster anyway.
var printers = access{roles: []event.Role{
	event.Founder, event.Handler, event.Watcher, event.AD, event.Advisor, event.Office,
}}

// table is every route of the server and who may call it.
var table = []row{
	{method: "GET", pattern: "/healthz", who: public, page: true, serve: (*Server).health},
	{method: "GET", pattern: "/api/hello", who: public, serve: (*Server).hello},
	{method: "GET", pattern: "/api/live", who: public, serve: (*Server).live},
	{method: "POST", pattern: "/api/stop", who: public, serve: (*Server).stop},
	{method: "GET", pattern: "/checkpoint", who: public, page: true, serve: (*Server).checkpoint},
	{method: "GET", pattern: "/tile/entries/{path...}", who: crew, page: true, serve: (*Server).tile},
	{method: "GET", pattern: "/tile/{path...}", who: public, page: true, serve: (*Server).tile},
	{method: "GET", pattern: "/words/{file}", who: public, page: true, serve: (*Server).words},

	{
		method: "POST", pattern: "/api/signin/nonce", who: public, class: signingIn,
		serve: (*Server).signInNonce,
	},
	{
		method: "POST", pattern: "/api/signin", who: public, class: signingIn, bytes: signBody,
		serve: (*Server).signIn,
	},
	{method: "POST", pattern: "/api/signout", who: public, serve: (*Server).signOut},

	{method: "GET", pattern: "/api/log", who: crew, serve: (*Server).log},
	{method: "GET", pattern: "/api/openings", who: crew, serve: (*Server).openings},
	{method: "POST", pattern: "/api/fresh", who: crew, class: timing, serve: (*Server).fresh},
	{method: "GET", pattern: "/api/judge", who: crew, serve: (*Server).judge},
	{
		method: "POST", pattern: "/api/difference", who: crew, bytes: signBody,
		serve: (*Server).difference,
	},
	{method: "POST", pattern: "/api/acts", who: crew, bytes: actBody, serve: (*Server).act},
	{method: "GET", pattern: "/api/desk", who: crew, serve: (*Server).desk},
	{method: "POST", pattern: "/api/desk", who: newcomer, bytes: actBody, serve: (*Server).propose},
	{
		method: "POST", pattern: "/api/desk/{key}/sign", who: crew, bytes: signBody,
		serve: (*Server).cosign,
	},
	{
		method: "POST", pattern: "/api/desk/{key}/decline", who: crew,
		serve: (*Server).decline,
	},

	{method: "GET", pattern: "/paper/labels.pdf", who: printers, serve: (*Server).labels},
	{method: "GET", pattern: "/paper/code", who: crew, serve: (*Server).paperCode},

	{method: "GET", pattern: "/api/vouchers", who: vouchers, serve: (*Server).newcomers},
	{method: "POST", pattern: "/api/vouchers", who: vouchers, serve: (*Server).vouch},
	{
		method: "POST", pattern: "/api/vouchers/look", who: vouchers, class: guessing,
		serve: (*Server).lookVouch,
	},
	{
		method: "POST", pattern: "/api/vouchers/join", who: vouchers, class: guessing,
		serve: (*Server).joinVouch,
	},
	{
		method: "POST", pattern: "/api/enrol/begin", who: public, class: guessing,
		serve: (*Server).enrolBegin,
	},
	// A page asks again whenever somebody may have joined, so this spends no budget; package production
	// counts wrong codes here as everywhere.
	{method: "POST", pattern: "/api/enrol/vouchers", who: public, serve: (*Server).enrolVouchers},
	{
		method: "POST", pattern: "/api/enrol/finish", who: public, class: guessing, bytes: signBody,
		serve: (*Server).enrolFinish,
	},

	{
		method: "POST", pattern: "/api/found/begin", who: public, class: guessing, founding: true,
		serve: (*Server).foundBegin,
	},
	{
		method: "POST", pattern: "/api/found/key", who: public, class: guessing, founding: true,
		bytes: signBody, serve: (*Server).foundKey,
	},
	{
		method: "POST", pattern: "/api/found/draft", who: public, class: guessing, founding: true,
		serve: (*Server).foundDraft,
	},
	{
		method: "POST", pattern: "/api/found/sign", who: public, class: guessing, founding: true,
		bytes: signBody, serve: (*Server).foundSign,
	},

	{
		method: "GET", pattern: "/demo/identities", who: public, demo: true,
		serve: (*Server).demoIdentities,
	},
	{method: "POST", pattern: "/demo/clock", who: public, demo: true, serve: (*Server).demoClock},
	{
		method: "GET", pattern: "/demo/stories/{name}", who: public, demo: true,
		serve: (*Server).demoStory,
	},
	{method: "GET", pattern: "/demo/state", who: public, demo: true, serve: (*Server).demoState},
}

// elsewhere answers whatever the table does not name: a file of the client, or nothing.
var elsewhere = row{who: public, page: true, serve: (*Server).file}
