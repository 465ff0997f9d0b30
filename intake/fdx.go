package intake

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Bounds of an .fdx document, beside MaxFileBytes.
const (
	MaxXMLDepth  = 32
	MaxXMLTokens = 2_000_000
	MaxTags      = 20_000 // categories, definitions and tags together
)

// readFDX reads a Final Draft document. A document type or entity declaration anywhere is
// refused before a single element is parsed: no screenplay needs one, and entities that
// expand into each other fill any memory.
func readFDX(text string) (*scriptBuilder, error) {
	if at := declaration(text); at >= 0 {
		return nil, &FileError{
			Code: FileScriptDoctype, Line: lineAt([]byte(text), at),
			Reason: "the file declares a document type or entities, which no screenplay needs",
			Do:     "Do not use this file. Save the script again in the program it was written in.",
		}
	}
	decoder := xml.NewDecoder(strings.NewReader(text))
	f := fdx{
		scriptBuilder: newScript("fdx"), decoder: decoder, categories: map[string]string{},
		definitions: map[string]definition{}, tagsByNo: map[string]string{},
	}
	for tokens := 0; ; tokens++ {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, f.refuse(FileScriptXML, "the file is not well-formed XML",
				"Save the script again in the program it was written in.")
		}
		if tokens == MaxXMLTokens {
			return nil, f.refuse(FileScriptSize,
				fmt.Sprintf("the file has more than %d XML tokens", MaxXMLTokens), "Split the script.")
		}
		if err := f.token(token); err != nil {
			return nil, err
		}
	}
	if !f.rootSeen {
		return nil, f.refuse(FileScriptRoot, "the file has no FinalDraft element",
			"Save the script as Final Draft (.fdx) and import that file.")
	}
	return f.build()
}

// declaration is the index of a document type or entity declaration, or -1. The whole text
// is searched, comments too: what is not there cannot be misread.
func declaration(text string) int {
	for at := 0; ; {
		next := strings.Index(text[at:], "<!")
		if next < 0 {
			return -1
		}
		at += next + 2
		name := strings.ToUpper(text[at:min(len(text), at+7)])
		if name == "DOCTYPE" || strings.HasPrefix(name, "ENTITY") {
			return at - 2
		}
	}
}

type fdx struct {
	*scriptBuilder
	decoder  *xml.Decoder
	rootSeen bool
	path     []string // open elements

	open       []*fdxParagraph // open paragraphs, innermost last
	paragraphs []*fdxParagraph // in order of their beginnings: a summary follows its heading

	categories  map[string]string     // category id -> name
	definitions map[string]definition // definition id -> what it says
	tagsByNo    map[string]string     // tag number -> definition id
	openTag     string
}

// fdxParagraph is one Paragraph element with what a scene list needs of it.
type fdxParagraph struct {
	kind    string
	number  string
	eighths int
	line    int
	text    []byte
	aside   bool // a summary or a script note: not printed
	tags    []string
}

func (f *fdx) refuse(code Code, reason, do string) error {
	line, _ := f.decoder.InputPos()
	return &FileError{Code: code, Line: line, Reason: reason, Do: do}
}

func (f *fdx) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		if len(f.path) == MaxXMLDepth {
			return f.refuse(FileScriptDepth,
				fmt.Sprintf("elements are nested deeper than %d", MaxXMLDepth),
				"Save the script again in the program it was written in.")
		}
		if len(f.path) == 0 {
			if t.Name.Local != "FinalDraft" {
				return f.refuse(FileScriptRoot, "the outermost element is not FinalDraft",
					"Save the script as Final Draft (.fdx) and import that file.")
			}
			f.rootSeen = true
		}
		f.path = append(f.path, t.Name.Local)
		return f.start(t)
	case xml.EndElement:
		f.end(t.Name.Local)
		f.path = f.path[:len(f.path)-1]
	case xml.CharData:
		f.chars(string(t))
	case xml.Directive:
		return f.refuse(FileScriptDoctype, "the file holds a declaration, which no screenplay needs",
			"Do not use this file. Save the script again in the program it was written in.")
	}
	return nil
}

func (f *fdx) start(e xml.StartElement) error {
	switch e.Name.Local {
	case "Paragraph":
		line, _ := f.decoder.InputPos()
		p := &fdxParagraph{
			kind: attribute(e, "Type"), number: attribute(e, "Number"), line: line,
			aside: f.inside("SceneProperties") || f.inside("ScriptNote"),
		}
		f.open = append(f.open, p)
		if f.inside("Content") && !f.inside("TitlePage") {
			f.paragraphs = append(f.paragraphs, p)
		}
	case "SceneProperties":
		if n := len(f.open); n > 0 {
			f.open[n-1].eighths = eighths(attribute(e, "Length"))
		}
	case "Text":
		if n := len(f.open); n > 0 {
			f.open[n-1].tags = append(f.open[n-1].tags, strings.FieldsFunc(
				attribute(e, "TagNumber"), func(r rune) bool { return r == ',' || r == ' ' })...)
		}
	case "TagCategory":
		f.categories[attribute(e, "Id")] = label(attribute(e, "Name"))
	case "TagDefinition":
		f.definitions[attribute(e, "Id")] = definition{
			category: attribute(e, "CatId"), label: label(attribute(e, "Label")),
		}
	case "Tag":
		f.openTag = attribute(e, "Number")
	}
	if len(f.categories)+len(f.definitions)+len(f.tagsByNo) > MaxTags {
		return f.refuse(FileScriptSize, fmt.Sprintf("the file has more than %d tags", MaxTags),
			"Split the script.")
	}
	return nil
}

// definition is what a tag stands for: a prop, a vehicle, in a category of the program or of
// the user.
type definition struct{ category, label string }

func label(text string) string { return cutText(squeeze(text), MaxCellBytes) }

func (f *fdx) inside(name string) bool {
	return slices.Contains(f.path, name)
}

func (f *fdx) end(name string) {
	switch name {
	case "Paragraph":
		f.open = f.open[:len(f.open)-1]
	case "Tag":
		f.openTag = ""
	}
}

func (f *fdx) chars(text string) {
	n, depth := len(f.open), len(f.path)
	switch {
	case depth > 0 && f.path[depth-1] == "Text" && n > 0:
		f.open[n-1].text = append(f.open[n-1].text, text...)
	case depth > 0 && f.path[depth-1] == "DefId" && f.openTag != "":
		f.tagsByNo[f.openTag] = squeeze(text)
	}
}

// build hands the paragraphs to the scenes. Tags stand behind the text in the file, so this
// is done once everything is read.
func (f *fdx) build() (*scriptBuilder, error) {
	for _, p := range f.paragraphs {
		text := string(p.text)
		switch {
		case p.aside:
			f.unprinted(p.line, text)
		case p.kind == "Scene Heading":
			if err := f.heading(p.line, text, p.number, p.eighths); err != nil {
				return nil, err
			}
		case p.kind == "Character":
			f.speaker(p.line, text)
		default:
			f.paragraph(p.line, text)
		}
		for _, number := range p.tags {
			f.tagged(p.line, number)
		}
	}
	return f.scriptBuilder, nil
}

// tagged adds a tag as evidence when its category or its label speaks of weapons. There is no
// category for weapons in the format, so users make their own or write it into the label.
func (f *fdx) tagged(line int, number string) {
	d := f.definitions[f.tagsByNo[number]]
	text := squeeze(f.categories[d.category] + ": " + d.label)
	if len(weaponWords().groups(text)) > 0 {
		f.tag(line, text)
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// eighths reads a length such as "1 3/8" or "5/8" or "2"; 0 when it says nothing usable.
func eighths(text string) int {
	total := 0
	for part := range strings.FieldsSeq(text) {
		if top, bottom, slash := strings.Cut(part, "/"); slash {
			n, ok := number(top, 2)
			if !ok || bottom != "8" {
				return 0
			}
			total += n
			continue
		}
		n, ok := number(part, 3)
		if !ok {
			return 0
		}
		total += 8 * n
	}
	return total
}
