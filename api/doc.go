// Package api is the only HTTP surface of a box: it turns requests into calls of one production and
// answers back, and decides nothing about the record itself.
//
// Every route stands in one table, routes.go, with who may call it; what is not in the table does
// not exist, and who is not listed is refused. Every error becomes status, code and two sentences in
// one table, errors.go: what is wrong, and what to do next. An error nobody foresaw says "internal"
// outside and everything in the log, which never holds an address, a token or a name.
//
// A session is a bearer token that a page keeps for one tab. There are no cookies, so no other site
// can make a browser act for somebody. The page's policy allows scripts of this origin only.
//
// STOP needs no session and is never refused: a repeat joins the STOP that is open already.
package api
