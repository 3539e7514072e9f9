package report

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/terminal"
)

func TestWriteUnknownFormat(t *testing.T) {
	err := Write(&bytes.Buffer{}, "sariff", Input{})
	if err == nil || err.Error() != `"sariff" is not a format; did you mean "sarif"?` {
		t.Errorf("got %v", err)
	}
	if err := Write(&bytes.Buffer{}, "zzzzzzzz", Input{}); err == nil || !strings.Contains(err.Error(), "one of text, ") {
		t.Errorf("got %v", err)
	}
}

type brokenWriter struct{ left int }

var errFull = errors.New("full")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestFormats(t *testing.T) {
	for _, name := range Formats() {
		t.Run(name, func(t *testing.T) {
			if err := Write(&brokenWriter{}, name, Input{Result: many(300)}); !errors.Is(err, errFull) {
				t.Errorf("the writer's error is lost: got %v", err)
			}
			for what, res := range map[string]*lint.Result{"nil": nil, "no plugin": {}, "no finding": empty()} {
				got := render(t, name, Input{Result: res})
				if strings.Contains(got, "error: ") {
					t.Errorf("%s: %s", what, got)
				}
			}
			// Whatever a plugin holds, a terminal sees no control character.
			for _, r := range render(t, name, Input{Result: fixture(), Options: Options{ShowIgnored: true}}) {
				if terminal.Hidden(r) && r != '\n' {
					t.Fatalf("%U is in the document", r)
				}
			}
		})
	}
}

// many is a run over 262 plugins with n findings each.
func many(n int) *lint.Result {
	res := &lint.Result{}
	for i := range 262 {
		one := fixture().Plugins[3]
		p := lint.PluginResult{Dir: "plugins/weather" + strings.Repeat("x", i%7), Name: "weather", Statuses: one.Statuses}
		for len(p.Findings) < n {
			p.Findings = append(p.Findings, one.Findings...)
		}
		p.Findings = p.Findings[:n]
		res.Plugins = append(res.Plugins, p)
		if n > 100 {
			break // one plugin suffices to overflow a buffer
		}
	}
	return res
}

func TestIgnoredFindings(t *testing.T) {
	for _, tt := range []struct {
		format            string
		comment, baseline bool // shown without being asked for
		marks             bool // shown on demand
	}{
		{"text", false, false, true},
		{"concise", false, false, true},
		{"json", false, true, true},
		{"jsonl", false, true, true},
		{"sarif", false, true, true},
		{"github", false, false, false},
		{"gitlab", false, false, false},
		{"junit", false, false, true},
		{"checkstyle", false, false, false},
		{"rdjsonl", false, false, false},
		{"markdown", false, false, true},
	} {
		t.Run(tt.format, func(t *testing.T) {
			plain := render(t, tt.format, Input{Result: fixture()})
			all := render(t, tt.format, Input{Result: fixture(), Options: Options{ShowIgnored: true}})
			for _, c := range []struct {
				what, doc, message string
				want               bool
			}{
				{"comment", plain, "ignored on purpose", tt.comment},
				{"baseline", plain, "old debt", tt.baseline},
				{"comment, asked for", all, "ignored on purpose", tt.marks},
				{"baseline, asked for", all, "old debt", tt.marks},
			} {
				if got := strings.Contains(c.doc, c.message); got != c.want {
					t.Errorf("%s: shown is %v", c.what, got)
				}
			}
		})
	}
	if len(Formats()) != 11 {
		t.Error("a format is missing in the table above")
	}
}

func TestUseColor(t *testing.T) {
	null, err := os.Open(os.DevNull) // a device, and no terminal
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	tty, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0) // a terminal; nil where the machine has none to give
	if err == nil {
		defer func() { _ = tty.Close() }()
	}
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for _, tt := range []struct {
		name string
		f    *os.File
		env  map[string]string
		want bool
	}{
		{"a file", file, nil, false},
		{"nothing", nil, nil, false},
		{"a device", null, nil, false},
		{"a terminal", tty, nil, tty != nil},
		{"NO_COLOR", tty, map[string]string{"NO_COLOR": "1"}, false},
		{"empty NO_COLOR", tty, map[string]string{"NO_COLOR": ""}, tty != nil},
		{"dumb", tty, map[string]string{"TERM": "dumb"}, false},
		{"CLICOLOR=0", tty, map[string]string{"CLICOLOR": "0"}, false},
		{"forced", file, map[string]string{"CLICOLOR_FORCE": "1"}, true},
		{"not forced", file, map[string]string{"CLICOLOR_FORCE": "0"}, false},
		{"forced otherwise", file, map[string]string{"FORCE_COLOR": "1", "TERM": "dumb"}, true},
		{"forced and refused", file, map[string]string{"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := UseColor(tt.f, func(k string) string { return tt.env[k] }); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
	if UseColor(file, nil) {
		t.Error("without an environment, a file is coloured")
	}
}

func TestSummary(t *testing.T) {
	found := func(s lint.Severity, by lint.Ignorer, fixes ...lint.Fix) lint.Finding {
		return lint.Finding{Rule: ruleValue, Severity: s, IgnoredBy: by, Fixes: fixes}
	}
	one := func(fs ...lint.Finding) *lint.Result {
		return &lint.Result{Plugins: []lint.PluginResult{{Findings: fs, Statuses: statuses(nil)}}}
	}
	safe, unsafe := lint.Fix{Safe: true}, lint.Fix{}
	for _, tt := range []struct {
		name string
		res  *lint.Result
		want string
	}{
		{"nil", nil, "no plugins were checked"},
		{"clean", one(), "no findings in 1 plugin"},
		{"one", one(found(lint.Error, "")), "1 error in 1 plugin"},
		{"all", one(found(lint.Error, ""), found(lint.Error, ""), found(lint.Warning, ""), found(lint.Info, "")), "2 errors, 1 warning, 1 info in 1 plugin"},
		{"safe", one(found(lint.Error, "", unsafe, safe)), "1 error in 1 plugin; 1 can be fixed with --fix"},
		{"unsafe", one(found(lint.Error, "", unsafe)), "1 error in 1 plugin; 1 can be fixed with --unsafe-fixes"},
		{"ignored", one(found(lint.Error, lint.ByComment, safe), found(lint.Error, lint.ByBaseline)), "no findings in 1 plugin; 1 ignored by comments; 1 in the baseline"},
		{"everything", fixture(), "6 errors, 2 warnings, 4 info in 3 of 4 plugins; 1 can be fixed with --fix, 1 more with --unsafe-fixes; " +
			"1 ignored by comments; 1 in the baseline; 1 rule could not judge 1 plugin; 1 rule failed, which is a defect of difylint: call/broken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := SummaryIn(nil, tt.res); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	res := many(20)
	for _, name := range Formats() {
		b.Run(name, func(b *testing.B) {
			in := Input{Result: res}
			b.SetBytes(int64(len(render(b, name, in))))
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(&countWriter{}, name, in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type countWriter struct{ n int }

func (w *countWriter) Write(p []byte) (int, error) {
	w.n += len(p)
	return len(p), nil
}
