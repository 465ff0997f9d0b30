package api

import (
	"bytes"
	"errors"
	"net/http"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
	"github.com/proofhouse/proofhouse/paper"
)

// labels prints labels or badges as a PDF. The query says what (items, containers or badges), format
// (a4 or letter), lang, and each id that is wanted; without ids everything that is here is printed.
func (s *Server) labels(w http.ResponseWriter, r *http.Request, _ caller) error {
	query := r.URL.Query()
	request := paper.Request{
		What: paper.WhatOf(query.Get("what")), Format: paper.FormatOf(query.Get("format")),
		Language: language(r), IDs: query["id"], Production: s.cfg.Name,
	}
	if request.What == paper.NoLabels || request.Format == paper.NoFormat ||
		slices.Contains(request.IDs, "") {
		return refused(http.StatusBadRequest, "bad-request")
	}
	if len(request.IDs) > paper.LabelsMax {
		return refused(http.StatusBadRequest, "labels-many")
	}
	if request.What == paper.Badges {
		names, err := s.names(r)
		if err != nil {
			return err
		}
		request.Name = func(who event.PersonID) string { return names[who] }
	}
	var sheet paper.Sheet
	var err error
	s.p.View(func(known *state.State) { sheet, err = paper.Print(known, request) })
	if err != nil {
		return paperProblem(err)
	}
	sheet.At = s.p.Now()
	var out bytes.Buffer
	if err := sheet.WritePDF(&out); err != nil {
		return paperProblem(err)
	}
	w.Header().Set("Content-Disposition", `attachment; filename="labels.pdf"`)
	return writeBytes(w, "application/pdf", out.Bytes())
}

// names reads everybody's roster name: nothing is read from the store while the record is looked at.
func (s *Server) names(r *http.Request) (map[event.PersonID]string, error) {
	var people []event.PersonID
	s.p.View(func(known *state.State) {
		for _, who := range known.People() {
			people = append(people, who.ID)
		}
	})
	out := make(map[event.PersonID]string, len(people))
	for _, who := range people {
		name, err := s.p.Name(r.Context(), who)
		if err != nil {
			return nil, err
		}
		out[who] = name
	}
	return out, nil
}

// paperProblem turns what cannot be printed into a refusal.
func paperProblem(err error) error {
	switch {
	case errors.Is(err, paper.ErrUnknown):
		return refused(http.StatusNotFound, "label-unknown")
	case errors.Is(err, paper.ErrNoLabels):
		return refused(http.StatusConflict, "labels-none")
	case errors.Is(err, paper.ErrLabelsMax):
		return refused(http.StatusBadRequest, "labels-many")
	}
	return err
}

// paperCode draws one of our own codes for a page that prints it: the path of its dark squares and how
// many squares the picture is wide. A text that is no code of this production is not drawn.
func (s *Server) paperCode(w http.ResponseWriter, r *http.Request, _ caller) error {
	code, err := paper.ParseCode(r.URL.Query().Get("text"))
	if err != nil || !code.Of(s.p.ID()) {
		return refused(http.StatusBadRequest, "bad-request")
	}
	grid, err := code.Grid()
	if err != nil {
		return err
	}
	return writeJSON(w, struct {
		Side int    `json:"side"`
		Path string `json:"path"`
	}{grid.Side(), grid.Path()})
}
