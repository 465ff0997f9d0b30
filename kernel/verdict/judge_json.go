package verdict

import (
	"strconv"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/primitive"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// AppendJSON appends the verdict as one JSON object: the same bytes on the server and on a phone,
// so that two of them can be compared by digest. The layout is docs/spec/verdict.md.
func AppendJSON(dst []byte, v Verdict) []byte {
	dst = append(dst, `{"outcome":"`...)
	dst = append(dst, v.Outcome.String()...)
	dst = append(dst, `","question":`...)
	dst = appendQuestion(dst, v.Question)
	dst = append(dst, `,"as_of":{"entry":`...)
	dst = strconv.AppendInt(dst, v.Entry, 10)
	dst = append(dst, `,"time":`...)
	dst = strconv.AppendInt(dst, v.Time, 10)
	dst = append(dst, `},"digest":"`...)
	dst = append(dst, Digest(v)...)
	dst = append(dst, `","reasons":`...)
	dst = appendReasons(dst, v.Reasons)
	return append(dst, '}')
}

// Digest is the SHA-256 of outcome and reasons, in lower-case hex. Two kernels that saw the same
// prefix must print the same.
func Digest(v Verdict) string {
	sum := primitive.SHA256(appendReasons([]byte(v.Outcome.String()), v.Reasons))
	return event.Hex(sum[:])
}

func appendQuestion(dst []byte, q Question) []byte {
	dst = append(dst, '{')
	put := func(name, value string) {
		if value != "" {
			dst = event.AppendMember(dst, name, value)
		}
	}
	put("ask", q.Ask.String())
	put("item", string(q.Item))
	put("container", string(q.Container))
	put("to", string(q.To))
	put("by", string(q.By))
	put("scene", string(q.Scene))
	put("purpose", q.Purpose.String())
	put("unit", string(q.Unit))
	put("day", string(q.Day))
	return append(dst, '}')
}

func appendReasons(dst []byte, reasons []Reason) []byte {
	dst = append(dst, '[')
	for n := range reasons {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = AppendReason(dst, &reasons[n])
	}
	return append(dst, ']')
}

// AppendReason appends one reason as JSON.
func AppendReason(dst []byte, r *Reason) []byte {
	dst = event.AppendMember(append(dst, '{'), "code", r.Code.String())
	dst = event.AppendMember(dst, "key", r.Key)
	dst = append(dst, `,"params":`...)
	dst = appendParams(dst, &r.Lack)
	dst = event.AppendMember(dst, "cause", r.Cause.String())
	dst = event.AppendMember(dst, "who", r.Who.String())
	dst = event.AppendMember(dst, "act", r.Act)
	if len(r.AcceptedBy) > 0 {
		dst = append(dst, `,"accepted_by":[`...)
		for n, who := range r.AcceptedBy {
			if n > 0 {
				dst = append(dst, ',')
			}
			dst = event.AppendText(dst, string(who))
		}
		dst = append(dst, ']')
	}
	dst = append(dst, `,"clauses":[`...)
	for n, c := range r.Clauses {
		if n > 0 {
			dst = append(dst, ',')
		}
		dst = event.AppendMember(append(dst, '{'), "pack", string(c.Pack))
		dst = event.AppendMember(dst, "clause", string(c.Clause))
		dst = event.AppendMember(dst, "force", c.Force.String())
		dst = append(event.AppendMember(dst, "status", c.Status.String()), '}')
	}
	dst = append(dst, `],"evidence":[`...)
	if r.Index != state.NoIndex {
		dst = strconv.AppendInt(dst, int64(r.Index), 10)
	}
	return append(dst, `]}`...)
}

// Fill returns what fills the sentence of a lack, by the names the catalogue uses.
func Fill(l *state.Lack) [][2]string {
	var out [][2]string
	put := func(name, value string) {
		if value != "" {
			out = append(out, [2]string{name, value})
		}
	}
	put("item", string(l.Item))
	put("container", string(l.Container))
	put("lot", string(l.Lot))
	put("tray", string(l.Tray))
	put("person", string(l.Person))
	put("scene", string(l.Scene))
	put(detailName(l.Key), l.Detail)
	put("n", strconv.FormatInt(l.N, 10))
	put("of", strconv.FormatInt(l.Of, 10))
	put("index", strconv.Itoa(l.Index))
	return out
}

// detailName says what the free word of a lack is called in its sentence.
func detailName(key string) string {
	switch key {
	case "meeting.topic":
		return "topic"
	case "notice.none", "sweep.none", "handler.permit-expired":
		return "day"
	case "packs.none":
		return "region"
	case "packs.changed", "packs.unknown", "packs.expired", "packs.left-out", "packs.dropped":
		return "pack"
	case "record.fork", "record.missing-link":
		return "item"
	}
	return "detail"
}

func appendParams(dst []byte, l *state.Lack) []byte {
	dst = append(dst, '{')
	for _, p := range Fill(l) {
		dst = event.AppendMember(dst, p[0], p[1])
	}
	return append(dst, '}')
}
