package intake

import (
	"encoding/json"
	"fmt"
)

// Code is a stable name of one finding. The catalogue holds the sentences; a code is never
// given another meaning and never used again once it is dropped.
type Code string

// The codes of a FileError. The file is refused as a whole.
const (
	FileEmpty           Code = "file-empty"
	FileTooBig          Code = "file-too-big"
	FileUTF16           Code = "file-utf16"
	FileNotUTF8         Code = "file-not-utf8"
	FileNUL             Code = "file-nul"
	FileWorkbook        Code = "file-workbook"
	FileNoHeader        Code = "file-no-header"
	FileMissingColumn   Code = "file-missing-column"
	FileTooManyColumns  Code = "file-too-many-columns"
	FileTooManyRows     Code = "file-too-many-rows"
	FileOpenQuote       Code = "file-open-quote"
	FileNoRows          Code = "file-no-rows"
	FileMapColumn       Code = "file-map-column"
	FileMapField        Code = "file-map-field"
	FileMapTwice        Code = "file-map-twice"
	FileScriptKind      Code = "file-script-kind"
	FileScriptDoctype   Code = "file-script-doctype"
	FileScriptXML       Code = "file-script-xml"
	FileScriptRoot      Code = "file-script-root"
	FileScriptDepth     Code = "file-script-depth"
	FileScriptSize      Code = "file-script-size"
	FileScriptBoneyard  Code = "file-script-boneyard"
	FileScriptNoScenes  Code = "file-script-no-scenes"
	FileScriptManyScene Code = "file-script-too-many-scenes"
)

// The codes of a Problem. The line is not among the rows.
const (
	RowTotal         Code = "row-total"
	RowDuplicate     Code = "row-duplicate"
	RowMissing       Code = "row-missing"
	RowNobody        Code = "row-nobody"
	RowExtraCells    Code = "row-extra-cells"
	RowCellTooLong   Code = "row-cell-too-long"
	RowQuote         Code = "row-quote"
	RowControl       Code = "row-control-character"
	RowBadDate       Code = "row-bad-date"
	RowAmbiguousDate Code = "row-ambiguous-date"
	RowBadNumber     Code = "row-bad-number"
	RowBadDuty       Code = "row-bad-duty"
	RowTwoKinds      Code = "row-two-kinds"
	RowLive          Code = "row-live-rounds"
	SceneRepeated    Code = "scene-number-repeated"
)

// The codes of a Note. The line is among the rows, read the careful way.
const (
	NoteDepartment   Code = "note-department"
	NoteRole         Code = "note-role"
	NoteContact      Code = "note-contact"
	NoteSharedMail   Code = "note-shared-mail"
	NoteClass        Code = "note-class"
	NoteKind         Code = "note-kind"
	NoteNoIdentity   Code = "note-no-identity"
	NoteSameFour     Code = "note-same-four"
	NoteNoLender     Code = "note-no-lender"
	NoteContents     Code = "note-contents"
	NoteLoad         Code = "note-load"
	NoteConstruction Code = "note-construction"
	NoteEvidenceCut  Code = "note-evidence-cut"
	NoteLongLine     Code = "note-long-line"
)

// FileError says why a whole file was refused. Nothing was read from it.
type FileError struct {
	Code   Code
	Line   int    // first line concerned, from 1; 0 when it is no one line
	Column string // column concerned, as our field name or as the header; may be empty
	Reason string // one English sentence: the fact
	Do     string // one English sentence: the next step
}

// Error gives the operation, the place and the fact, for a log: no cell of the file.
func (e *FileError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("read import file: line %d: %s: %s", e.Line, e.Code, e.Reason)
	}
	return fmt.Sprintf("read import file: %s: %s", e.Code, e.Reason)
}

// Problem says why one line is not among the rows.
type Problem struct {
	Line   int    // line of the file, from 1, where the row begins
	Column string // header of the column concerned; may be empty
	Code   Code
	Reason string
	Do     string
}

// Note says how one line that is among the rows was read where the text left it open.
type Note struct {
	Line   int
	Column string
	Code   Code
	Reason string
	Do     string
}

// Opening is a text that may be personal or confidential. It prints as a fixed word under
// every verb and refuses to be marshalled: only Reveal gives the text, and who calls Reveal
// answers for where the text goes.
type Opening struct{ text string }

// Reveal returns the text. The caller keeps it out of logs, errors and the leaf.
func (o Opening) Reveal() string { return o.text }

// Given reports whether the file had any text here.
func (o Opening) Given() bool { return o.text != "" }

// Format implements fmt.Formatter so that no verb prints the text.
func (o Opening) Format(s fmt.State, _ rune) {
	_, _ = s.Write([]byte(o.word()))
}

// MarshalJSON writes the fixed word, so that a row dumped as JSON stays without the text.
func (o Opening) MarshalJSON() ([]byte, error) { return json.Marshal(o.word()) }

func (o Opening) word() string {
	if o.text == "" {
		return "(none)"
	}
	return "(withheld)"
}

// findings gathers what is said about lines; every reader embeds it.
type findings struct {
	Problems []Problem
	Notes    []Note
}

func (f *findings) problem(p Problem) { f.Problems = append(f.Problems, p) }

func (f *findings) note(n Note) { f.Notes = append(f.Notes, n) }
