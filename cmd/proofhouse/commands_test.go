package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/proof"
	"github.com/proofhouse/proofhouse/production"
)

func TestTheCommandLine(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"nothing":                         {nil, exitUsage, "usage: proofhouse COMMAND"},
		"a word that is no command":       {[]string{"dance"}, exitUsage, `"dance" is no command`},
		"help":                            {[]string{"help"}, exitDone, "verify"},
		"help of a command":               {[]string{"verify", "--help"}, exitDone, "usage: proofhouse verify"},
		"an option nobody knows":          {[]string{"verify", "--quick", "x"}, exitUsage, "-quick"},
		"verify without a file":           {[]string{"verify"}, exitUsage, "needs one file"},
		"verify with one key":             {[]string{"verify", "x", "--log", "k"}, exitUsage, "both keys or none"},
		"verify with keys that are none":  {[]string{"verify", "x", "--log", "k", "--clock", "k"}, exitUsage, "--log"},
		"verify of a missing file":        {[]string{"verify", "missing.phb"}, exitRefused, "missing.phb"},
		"export without a directory":      {[]string{"export", "-o", "x"}, exitUsage, "--data and -o"},
		"export of nothing":               {[]string{"export", "--data", "missing", "-o", "x"}, exitRefused, "no production"},
		"doctor of nothing":               {[]string{"doctor", "--data", "missing"}, exitRefused, "no production"},
		"import of another kind":          {[]string{"import", "boats", sentFile("office", "crew.csv")}, exitUsage, "none of crew"},
		"import with a wrong date order":  {[]string{"import", "crew", sentFile("office", "crew.csv"), "--dates", "ymd"}, exitUsage, "mdy"},
		"import with a wrong seal":        {[]string{"import", "items", sentFile("rental", "lots.csv"), "--seal", "D-014"}, exitUsage, "LOT=NUMBER"},
		"import with half a person":       {[]string{"import", "crew", sentFile("office", "crew.csv"), "--same", "h1"}, exitUsage, "PERSON=LINE"},
		"apply without a production":      {[]string{"import", "crew", "x", "--apply"}, exitUsage, "--apply needs --data"},
		"explore without a number":        {[]string{"explore"}, exitUsage, "explore needs --faults"},
		"explore another claim":           {[]string{"explore", "--faults", "1", "--claim", "C"}, exitUsage, `claim "C"`},
		"demo an unknown pack":            {[]string{"demo", "--pack", "moon"}, exitUsage, "does not ship"},
		"explore an unknown pack":         {[]string{"explore", "--faults", "1", "--pack", "moon"}, exitUsage, "does not ship"},
		"explore seven people":            {[]string{"explore", "--faults", "7"}, exitUsage, "1 to 6"},
		"explore without no rule":         {[]string{"explore", "--faults", "1", "--chambers", "1", "--without", "moon"}, exitRefused, "moon"},
		"explore one chamber":             {[]string{"explore", "--faults", "1", "--chambers", "1"}, exitDone, "no set of people suffices"},
		"explore as lines":                {[]string{"explore", "--claim", "B", "--faults", "1", "--chambers", "1", "--json"}, exitDone, `"counterexamples":0,"ok":true}`},
		"explore by chance":               {[]string{"explore", "--simulate", "40", "--seed", "7"}, exitDone, "Seeds 7 to 46, a day each."},
		"explore by chance as lines":      {[]string{"explore", "--simulate=40", "--json"}, exitDone, `"counterexamples":0,"ok":true}`},
		"explore by chance, a rule off":   {[]string{"explore", "--simulate", "120", "--without", "load.retested"}, exitDone, "Days on which people sufficed: "},
		"explore by chance, no day":       {[]string{"explore", "--simulate", "0"}, exitUsage, "0 days, 1 to "},
		"explore by chance, later":        {[]string{"explore", "--simulate", "1", "--claim", "resets"}, exitUsage, "neither A nor B"},
		"explore by chance, seven people": {[]string{"explore", "--simulate", "1", "--faults", "7"}, exitUsage, "0 to 6"},
		"explore by chance, no rule":      {[]string{"explore", "--simulate", "1", "--without", "moon"}, exitRefused, "moon"},
		"explore by chance on the moon":   {[]string{"explore", "--simulate", "1", "--pack", "moon"}, exitUsage, "does not ship"},
		"explore by chance and more":      {[]string{"explore", "--simulate", "1", "again"}, exitUsage, `no word "again"`},
		"explore a show":                  {[]string{"explore", "--show", "--days", "2", "--only", "California"}, exitDone, "California, seed 1: 2 days"},
		"explore a show as a line":        {[]string{"explore", "--show", "--days", "1", "--only", "England", "--json"}, exitDone, `{"shows":1,"seed":1,"seeds":1,"days":1,`},
		"explore a show of no days":       {[]string{"explore", "--show", "--days", "0"}, exitUsage, "1 to 60"},
		"explore a show on the moon":      {[]string{"explore", "--show", "--only", "Moon"}, exitUsage, `called "Moon"`},
		"serve without a directory":       {[]string{"serve", "--rp", "set.example"}, exitUsage, "serve needs --data"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := commandLine(t, c.args...)
			if code != c.code || !strings.Contains(out+errs, c.says) {
				t.Errorf("exit code %d, want %d with %q:\n%s%s", code, c.code, c.says, out, errs)
			}
		})
	}
}

func TestAnExportVerifiesAndEveryChangeIsRefused(t *testing.T) {
	for name, demo := range map[string]bool{"passkeys": false, "demo identities": true} {
		t.Run(name, func(t *testing.T) {
			dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
			foundedIn(t, dir, demo)
			if !demo {
				performIn(t, dir, "a1", event.AD, &event.ContactNamed{Person: "a1"})
			}
			file := filepath.Join(t.TempDir(), "b.phb")
			out, errs, code := commandLine(t, "export", "--data", dir.path, "-o", file)
			if code != exitDone || strings.Contains(out, proof.DemoBanner) != demo {
				t.Fatalf("export: %d\n%s%s", code, out, errs)
			}
			out, errs, code = commandLine(t, "verify", file)
			if code != exitDone || !strings.Contains(out, "WHOLE") ||
				strings.Contains(out, proof.DemoBanner) != demo {
				t.Fatalf("verify: %d\n%s%s", code, out, errs)
			}
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for bit := 0; bit < 8*len(whole); bit += 1 + len(whole)/64 {
				changed := bytes.Clone(whole)
				changed[bit/8] ^= 1 << (bit % 8)
				if found := checkBundle(bytes.NewReader(changed), nil, nil); found.whole() {
					t.Fatalf("bit %d may be changed", bit)
				}
			}
			if found := checkBundle(bytes.NewReader(whole[:len(whole)-1]), nil, nil); found.whole() {
				t.Error("the last byte may be missing")
			}
			if found := checkBundle(bytes.NewReader(append(bytes.Clone(whole), 0)), nil, nil); found.whole() {
				t.Error("a byte may follow")
			}
		})
	}
}

// A file may be whole by its own keys and still be another's history.
func TestExpectedKeysTellWhoseFileItIs(t *testing.T) {
	var file, keys [2]string
	for i := range file {
		dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
		foundedIn(t, dir, false)
		file[i] = filepath.Join(t.TempDir(), "b.phb")
		if out, errs, code := commandLine(t, "export", "-o", file[i], "--data", dir.path); code != exitDone {
			t.Fatalf("export: %d\n%s%s", code, out, errs)
		}
		set, err := production.LoadKeys(dir.keys())
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = set.Signer.Keys().Log.String() + "|" + set.Signer.Keys().Clock.String()
	}
	for i, key := range keys {
		log, clock, _ := strings.Cut(key, "|")
		out, errs, code := commandLine(t, "verify", file[0], "--log", log, "--clock", clock)
		if want := i; code != want {
			t.Errorf("key %d: exit code %d, want %d\n%s%s", i, code, want, out, errs)
		}
	}
}

func TestImportsWaitForWhoSignsThem(t *testing.T) {
	dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
	foundedIn(t, dir, false)
	crew := sentFile("office", "crew.csv")
	out, errs, code := commandLine(t, "import", "crew", crew)
	if code != exitDone || !strings.Contains(out, "87 rows") || !strings.Contains(out, "Nothing was compared") {
		t.Fatalf("without a production: %d\n%s%s", code, out, errs)
	}
	out, errs, code = commandLine(t, "import", "crew", crew, "--data", dir.path)
	if code != exitDone || !strings.Contains(out, "87 new") || !strings.Contains(out, "dry run") {
		t.Fatalf("dry run: %d\n%s%s", code, out, errs)
	}
	for _, personal := range []string{"505-555", "@example.org", "Wendeline"} {
		if strings.Contains(out+errs, personal) {
			t.Errorf("the dry run shows %q", personal)
		}
	}
	out, errs, code = commandLine(t, "import", "--json", "--apply", "crew", crew, "--data", dir.path,
		"--signer", "a1")
	if code != exitDone {
		t.Fatalf("apply: %d\n%s%s", code, out, errs)
	}
	var got outcome
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if got.New != 87 || got.Left != got.Acts || got.Left == 0 || !slices.Equal(got.Signers, []event.PersonID{"a1"}) {
		t.Errorf("applied: %+v", got)
	}
	_, errs, code = commandLine(t, "import", "crew", crew, "--apply", "--data", dir.path, "--signer", "w9")
	if code != exitRefused || !strings.Contains(errs, "who can: a1, h1") {
		t.Errorf("another signer: %d\n%s", code, errs)
	}
	out, _, code = commandLine(t, "import", "script", sentFile("script", "script.fountain"), "--apply",
		"--data", dir.path)
	if code != exitDone || !strings.Contains(out, "? scene") || !strings.Contains(out, "wait to be planned") {
		t.Errorf("script: %d\n%s", code, out)
	}
	out, _, code = commandLine(t, "import", "script", sentFile("script", "script.fountain"), "--apply",
		"--data", dir.path)
	if code != exitDone || !strings.Contains(out, "Nothing to add") {
		t.Errorf("script again: %d\n%s", code, out)
	}
	h, err := dir.open(t.Context(), housing{log: quietLog()})
	if err != nil {
		t.Fatal(err)
	}
	drafts := h.Pending(t.Context(), "a1")
	for _, d := range drafts {
		sig, err := storyKey(t, "a1", false).Sign(event.PayloadType, d.Payload)
		if err != nil {
			t.Fatal(err)
		}
		if w, err := h.Cosign(t.Context(), d.ID, sig); err != nil || w.Pending {
			t.Errorf("sign: %+v, %v", w, err)
		}
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if len(drafts) != got.Left {
		t.Errorf("%d drafts on the desk, %d were left", len(drafts), got.Left)
	}
	out, errs, code = commandLine(t, "import", "crew", crew, "--data", dir.path, "--apply")
	if code != exitDone || !strings.Contains(out, "0 new, 0 changed, 87 on record") {
		t.Errorf("again: %d\n%s%s", code, out, errs)
	}
}

// The commands of the newcomer's road, in their order.
func TestADemoIsSeededImportedExportedAndVerified(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "demo"), filepath.Join(t.TempDir(), "b.phb")
	list := filepath.Join(t.TempDir(), "more.csv")
	if err := os.WriteFile(list, []byte("Tag,Description,Class,Kind,Chambers,Lender\n"+
		"R-77,Revolver,Real gun,Revolver,6,Somebody\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		says string
		args []string
	}{
		{proof.DemoBanner, []string{"demo", "--data", dir, "--seed-only"}},
		{"1 new", []string{"import", "items", list, "--data", dir}},
		{"1 acts were signed by demo identities: h1, w1.", []string{"import", "items", list, "--data", dir, "--apply"}},
		{"0 new, 0 changed, 1 on record", []string{"import", "items", list, "--data", dir, "--apply"}},
		{"nothing found wrong", []string{"doctor", "--data", dir}},
		{proof.DemoBanner, []string{"export", "--data", dir, "-o", file, "--openings"}},
		{proof.DemoBanner, []string{"verify", file}},
	} {
		out, errs, code := commandLine(t, c.args...)
		if code != exitDone || !strings.Contains(out, c.says) {
			t.Fatalf("%v: exit code %d, want %q\n%s%s", c.args, code, c.says, out, errs)
		}
	}
}

func TestAFileThatIsRefused(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "crew.csv")
	if err := os.WriteFile(bad, []byte("Name,Dept\nJos\xe9,Grip\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, errs, code := commandLine(t, "import", "crew", bad)
	if code != exitRefused || !strings.Contains(errs, "file-not-utf8") || strings.Contains(errs, "Jos") {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	out, _, code := commandLine(t, "import", "crew", bad, "--json")
	if code != exitRefused || !strings.Contains(out, `"Code": "file-not-utf8"`) {
		t.Errorf("as JSON: exit code %d\n%s", code, out)
	}
}

func TestTheDoctor(t *testing.T) {
	healthy := func(t *testing.T) dataDir {
		dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
		foundedIn(t, dir, false)
		performIn(t, dir, "a1", event.AD, &event.ContactNamed{Person: "a1"})
		return dir
	}
	for name, c := range map[string]struct {
		harm func(t *testing.T, dir dataDir)
		says string
	}{
		"nothing": {func(*testing.T, dataDir) {}, ""},
		"keys that others can read": {func(t *testing.T, dir dataDir) {
			chmod(t, filepath.Join(dir.keys(), "ledger.key"), 0o644)
		}, "ledger.key can be read by others"},
		"a directory that others can read": {func(t *testing.T, dir dataDir) {
			chmod(t, dir.path, 0o755)
		}, "can be read by others"},
		"no checkpoint store": {func(t *testing.T, dir dataDir) {
			if err := os.RemoveAll(dir.checkpointsPath()); err != nil {
				t.Fatal(err)
			}
		}, "the checkpoint store is missing"},
		"a backup put back": {func(t *testing.T, dir dataDir) {
			old, err := os.ReadFile(dir.store())
			if err != nil {
				t.Fatal(err)
			}
			performIn(t, dir, "a1", event.AD, &event.ContactNamed{Person: "h1"})
			if err := os.WriteFile(dir.store(), old, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "the store has 2"},
		"an entry changed on the disk": {func(t *testing.T, dir dataDir) {
			db, err := os.ReadFile(dir.store())
			if err != nil {
				t.Fatal(err)
			}
			at := bytes.LastIndex(db, []byte("production.contact-named"))
			if at < 0 {
				t.Fatal("the entry is not in the file")
			}
			db[at]++
			if err := os.WriteFile(dir.store(), db, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "entry 1"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := healthy(t)
			c.harm(t, dir)
			out, errs, code := commandLine(t, "doctor", "--data", dir.path)
			want := exitRefused
			if c.says == "" {
				want, c.says = exitDone, "nothing found wrong"
			}
			if code != want || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d, want %d with %q\n%s%s", code, want, c.says, out, errs)
			}
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestADirectoryHasOneProcess(t *testing.T) {
	dir := dataDir{path: filepath.Join(t.TempDir(), "data")}
	foundedIn(t, dir, false)
	h, err := dir.open(t.Context(), housing{log: quietLog()})
	if err != nil {
		t.Fatal(err)
	}
	_, errs, code := commandLine(t, "export", "--data", dir.path, "-o", filepath.Join(t.TempDir(), "b.phb"))
	if code != exitRefused || !strings.Contains(errs, "stop it first") {
		t.Errorf("exit code %d\n%s", code, errs)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestServeRefusesADemoAndAnotherAddress(t *testing.T) {
	demo := dataDir{path: filepath.Join(t.TempDir(), "demo")}
	foundedIn(t, demo, true)
	_, errs, code := commandLine(t, "serve", "--data", demo.path, "--rp", "set.example", "--origin",
		"https://set.example")
	if code != exitRefused || !strings.Contains(errs, "demo production") {
		t.Errorf("a demo: exit code %d\n%s", code, errs)
	}
	real := dataDir{path: filepath.Join(t.TempDir(), "real")}
	foundedIn(t, real, false)
	_, errs, code = commandLine(t, "serve", "--data", real.path, "--rp", "other.example", "--origin",
		"https://other.example")
	if code != exitRefused || !strings.Contains(errs, "opened for another host") {
		t.Errorf("another address: exit code %d\n%s", code, errs)
	}
	if h, err := real.open(t.Context(), housing{log: quietLog(), clock: time.Now}); err != nil {
		t.Errorf("the refused directory stays locked: %v", err)
	} else if err := h.Close(); err != nil {
		t.Error(err)
	}
}
