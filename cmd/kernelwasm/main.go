//go:build js && wasm

// Command kernelwasm is the kernel as a page runs it: bytes in, bytes out, under the name
// proofhouse. What it does is package session's and package view's, where it is tested natively;
// here is only the crossing.
package main

import (
	"syscall/js"

	"github.com/proofhouse/proofhouse/kernel/session"
	"github.com/proofhouse/proofhouse/kernel/verdict"
	"github.com/proofhouse/proofhouse/view"
)

// record is the page's one record; nil before open.
var record *session.Session

// errNotOpen answers every question about a record before there is one.
var errNotOpen = &session.Error{Code: session.CodeNotOpen, Message: "call open first"}

func main() {
	exports := js.Global().Get("Object").New()
	for name, export := range map[string]func(args []js.Value) ([]byte, error){
		"open": open,
		"feed": opened(func(args []js.Value) ([]byte, error) { return record.Feed(bytesAt(args, 0)) }),
		"vouch": opened(func(args []js.Value) ([]byte, error) {
			return record.Vouch(bytesAt(args, 0), textAt(args, 1))
		}),
		"judge": opened(func(args []js.Value) ([]byte, error) {
			return record.JudgeJSON(textAt(args, 0), textAt(args, 1))
		}),
		"model":   opened(model),
		"draft":   opened(func(args []js.Value) ([]byte, error) { return record.Draft(textAt(args, 0)) }),
		"signin":  func(args []js.Value) ([]byte, error) { return session.SignIn(textAt(args, 0)) },
		"inspect": func(args []js.Value) ([]byte, error) { return session.Inspect(textAt(args, 0)) },
		"commit":  func(args []js.Value) ([]byte, error) { return session.Commit(textAt(args, 0)) },
		"schema":  func([]js.Value) ([]byte, error) { return session.Schema(), nil },
	} {
		exports.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			out, err := export(args)
			if err != nil {
				out = session.ErrorJSON(err)
			}
			return string(out)
		}))
	}
	exports.Set("seal", js.FuncOf(func(_ js.Value, args []js.Value) any {
		entry, err := session.Seal(textAt(args, 0))
		if err != nil {
			return string(session.ErrorJSON(err))
		}
		out := js.Global().Get("Uint8Array").New(len(entry))
		js.CopyBytesToJS(out, entry)
		return out
	}))
	js.Global().Set("proofhouse", exports)
	select {} // The page calls in; a kernel that ends says so to its worker, which then says HOLD.
}

func open(args []js.Value) ([]byte, error) {
	s, err := session.Open(textAt(args, 0))
	if err != nil {
		return nil, err
	}
	record = s
	return []byte(`{"ok":true}`), nil
}

// opened refuses what needs a record while there is none.
func opened(export func([]js.Value) ([]byte, error)) func([]js.Value) ([]byte, error) {
	return func(args []js.Value) ([]byte, error) {
		if record == nil {
			return nil, errNotOpen
		}
		return export(args)
	}
}

// model is a read model over the page's record: name, arguments, now.
func model(args []js.Value) ([]byte, error) {
	given, err := session.Texts(textAt(args, 1))
	if err != nil {
		return nil, err
	}
	about, err := view.ParseArgs(given)
	if err != nil {
		return nil, &session.Error{Code: session.CodeField, Message: err.Error()}
	}
	now, err := record.Interval(textAt(args, 2))
	if err != nil {
		return nil, err
	}
	look := view.Look{
		Known: record.Known(), Texts: record.Text, Packs: record.Packs(), Now: now,
		Judge: func(q verdict.Question) verdict.Verdict { return record.Judge(q, now) },
	}
	out, err := look.Model(textAt(args, 0), about)
	if err != nil {
		return nil, &session.Error{Code: session.CodeField, Message: err.Error()}
	}
	return out, nil
}

// textAt returns a text argument; empty when the page gave none or something else.
func textAt(args []js.Value, n int) string {
	if n >= len(args) || args[n].Type() != js.TypeString {
		return ""
	}
	return args[n].String()
}

// bytesAt copies a Uint8Array argument; nil when the page gave none or something else.
func bytesAt(args []js.Value, n int) []byte {
	if n >= len(args) || !args[n].InstanceOf(js.Global().Get("Uint8Array")) {
		return nil
	}
	out := make([]byte, args[n].Length())
	js.CopyBytesToGo(out, args[n])
	return out
}
