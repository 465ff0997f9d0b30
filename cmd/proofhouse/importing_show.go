package main

import "strings"

// show prints an outcome and returns the exit code.
func (i *importing) show(o *outcome) int {
	if i.asJSON {
		i.json(o)
		return exitDone
	}
	i.say("%s: %d rows, %d lines with a problem, %d notes", o.File, o.Rows, len(o.Problems), len(o.Notes))
	for _, c := range o.Columns {
		field := string(c.Field)
		if field == "" {
			field = "(not read)"
		}
		i.say("  column %2d  %-28s %s", c.Index, c.Header, field)
	}
	for _, p := range o.Problems {
		i.say("  line %d: %s", p.Line, strings.TrimSuffix(inColumn(p.Column)+p.Reason, "."))
		i.say("    %s (%s)", p.Do, p.Code)
	}
	for _, n := range o.Notes {
		i.say("  line %d, read with care: %s (%s)", n.Line,
			strings.TrimSuffix(inColumn(n.Column)+n.Reason, "."), n.Code)
	}
	i.scenes(o)
	i.compared(o)
	return exitDone
}

func inColumn(name string) string {
	if name == "" {
		return ""
	}
	return name + ": "
}

func (i *importing) scenes(o *outcome) {
	for _, s := range o.Scenes {
		mark := " "
		if s.Proposed {
			mark = "?"
		}
		i.say("  %s scene %-5s %s", mark, s.Scene, s.Heading)
		for _, why := range s.Why {
			i.say("      %s", why)
		}
	}
	if len(o.Scenes) > 0 {
		i.say("A question mark proposes a scene for the weapons plan. Handler and AD plan it, no script does.")
	}
}

func (i *importing) compared(o *outcome) {
	if !o.Compared {
		i.say("Nothing was compared: name a production with --data.")
		return
	}
	i.say("%d new, %d changed, %d on record already", o.New, o.Changed, o.Known)
	for _, who := range o.Unlisted {
		i.say("  %s is enrolled and on no list. If a row is them, name its line: --same %s=LINE", who, who)
	}
	switch {
	case o.New+o.Changed == 0:
		i.say("Nothing to add.")
	case !i.apply:
		i.say("Nothing was changed: this was a dry run. Add --apply to leave it on the desk.")
	case o.Left > 0:
		i.say("%d acts wait on the desk of whoever signs them: %s.", o.Left, listed(o.Signers))
	case o.Signed > 0:
		i.say("%d acts were signed by demo identities: %s.", o.Signed, listed(o.Signers))
	case o.Kind == "script":
		i.say("The scenes wait to be planned.")
	}
}
