package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/proofhouse/proofhouse/production"
)

// Bounds of a live stream.
const (
	// beat is how often a stream says that it is there.
	beat = 15 * time.Second
	// liveTime is how long one stream lasts; the browser comes back by itself.
	liveTime = time.Hour
	// retryMS is when a browser comes back after a stream ended, in milliseconds.
	retryMS = 2000
)

// live tells about every change until the caller goes, the server ends or the stream is an hour old.
// It holds no fact a verdict may rest on: pages fetch the log and judge by themselves. Whoever comes
// back with Last-Event-ID is told at once where the log is, and which STOPs are open.
func (s *Server) live(w http.ResponseWriter, r *http.Request, _ caller) error {
	leave := s.streams.enter(place(r))
	if leave == nil {
		return refused(http.StatusServiceUnavailable, "rate")
	}
	defer leave()
	listener, err := s.p.Listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	out := &stream{w: w, control: http.NewResponseController(w)}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	head := s.p.Head()
	out.text(fmt.Sprintf("retry: %d\n\n", retryMS))
	out.event("log", head.Size, at{head.Size, int64(head.Time)})
	for _, index := range s.openStops() {
		out.event("stop", head.Size, called{index})
	}
	s.follow(r, listener, out)
	return nil
}

type at struct {
	Size uint64 `json:"size"`
	Time int64  `json:"time"`
}

type called struct {
	Index uint64 `json:"index"`
}

type waits struct {
	N int `json:"n"`
}

// follow writes notices as they come.
func (s *Server) follow(r *http.Request, listener *production.Listener, out *stream) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	over := time.NewTimer(liveTime)
	defer over.Stop()
	size := s.p.Head().Size
	for out.err == nil {
		select {
		case <-r.Context().Done():
			return
		case <-s.ending:
			return
		case <-over.C:
			return
		case <-ticker.C:
			out.text(": here\n\n")
		case n, more := <-listener.C:
			if !more {
				return // Too slow, or the production ended: the browser comes back and reads anew.
			}
			switch n.Kind {
			case production.LogGrew:
				size = n.Size
				out.event("log", size, at{n.Size, int64(n.Time)})
			case production.DeskChanged:
				out.event("desk", size, waits{n.Count})
			case production.StopCalled:
				out.event("stop", size, called{n.Index})
			}
		}
	}
}

// stream writes server-sent events (HTML Living Standard, section 9.2). After the first failed write
// it writes nothing.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (o *stream) event(name string, id uint64, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		o.err = err
		return
	}
	o.text("id: " + strconv.FormatUint(id, 10) + "\nevent: " + name + "\ndata: " + string(text) + "\n\n")
}

func (o *stream) text(text string) {
	if o.err != nil {
		return
	}
	if o.err = o.control.SetWriteDeadline(time.Now().Add(answerTime)); o.err != nil {
		return
	}
	if _, o.err = o.w.Write([]byte(text)); o.err != nil {
		return
	}
	o.err = o.control.Flush()
}
