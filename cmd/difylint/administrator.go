package main

// difylint installation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint"
	place "github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/pkg"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/terminal"
	"github.com/difylint/difylint/rules"
	"github.com/difylint/difylint/rules/installation"
	"github.com/spf13/cobra"
)

func newInstallation(e env) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "installation [flags] [DIR]",
		Short: "Say how an installation of Dify takes plugins",
		Long: `Print one page about an installation for its administrator: the releases, what is
enforced, the keys that are trusted, limits, indexes and proxies, and what is wrong
or risky. DIR is the folder with Dify's compose file and .env, or one of them.

Files are read and nothing else: nothing is contacted, started or written, and no
secret is printed.

Exit status: 0 printed, 2 could not run.`,
		Example: `  difylint installation dify/docker
  difylint installation --format markdown dify/docker`,
		Args: driver.Args(0, 1, "DIR"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return administrate(cmd.Context(), e, format, driver.OrHere(args)[0])
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

// fact is one line of the page.
type fact struct {
	Name  text.Message `json:"name"`
	Value text.Message `json:"value"`
	// Set is the name by which it is set, Path and Line where; empty for a default.
	Set  string `json:"set,omitempty"`
	Path string `json:"path,omitempty"`
	Line int    `json:"line,omitempty"`
}

// part is one part of the page.
type part struct {
	Title text.Message `json:"title"`
	Facts []fact       `json:"facts"`
}

// overview is the page.
type overview struct {
	Version int    `json:"version"`
	Dir     string `json:"path"`
	Parts   []part `json:"parts"`
	// Findings are the messages of what is wrong or risky, the gravest first.
	Findings []overviewFinding `json:"findings"`
}

type overviewFinding struct {
	Rule     string       `json:"rule"`
	Severity string       `json:"severity"`
	Path     string       `json:"path"`
	Line     int          `json:"line"`
	Message  text.Message `json:"message"`
}

func administrate(ctx context.Context, e env, format, dir string) error {
	write := map[string]func(env, *overview) error{"text": overviewText, "json": overviewJSON, "markdown": overviewMarkdown}[format]
	t, err := place.Target(dir)
	if err != nil {
		return err
	}
	p := t.Plugin()
	o := survey(place.Of(p), p)
	res, err := lint.Run(ctx, []plugin.Target{t}, lint.Options{Rules: rules.All(), Target: sdk.TargetOf})
	if err != nil {
		return err
	}
	found := res.Findings()
	slices.SortStableFunc(found, func(a, b lint.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	for i := range found {
		if f := &found[i]; f.IgnoredBy == lint.NotIgnored {
			o.Findings = append(o.Findings, overviewFinding{f.Rule.ID, f.Severity.String(), f.Label(), f.Position().Line, f.Message})
		}
	}
	return write(e, o)
}

// survey gathers the facts.
func survey(in *place.Installation, p *plugin.Plugin) *overview {
	o := &overview{Version: 1, Dir: in.Dir(), Findings: []overviewFinding{}}
	var facts []fact
	end := func(format string) {
		if len(facts) > 0 {
			o.Parts = append(o.Parts, part{text.Msg(format), facts})
		}
		facts = nil
	}
	add := func(name, value text.Message, of *place.Value) {
		f := fact{Name: name, Value: value}
		if of != nil {
			at := of.Place()
			f.Set, f.Path, f.Line = of.Label(), p.Label(at.Path), at.Position().Line
		}
		facts = append(facts, f)
	}
	// value is what a file says, or else none.
	value := func(s string, none text.Message) text.Message {
		if s == "" {
			return none
		}
		return text.Msg("%s", s)
	}
	image := func(name text.Message, s *place.Service) {
		if s == nil {
			return
		}
		if img := s.Image(); img != nil {
			add(name, value(cmp.Or(img.Version, img.Tag), text.Msg("no tag")), img.Value)
		}
	}
	image(text.Msg("%s", "Dify"), in.API())
	image(text.Msg("plugin daemon"), in.Daemon())
	end("Releases")
	if in.Daemon() == nil {
		return o
	}
	setting := func(name text.Message, setting string, none text.Message) {
		if s := place.OfDaemon(setting); s == nil || !s.Known(in.Release()) {
			return
		}
		got, of := in.Effective(setting)
		if of != nil && of.Secret() {
			got = "***"
		}
		add(name, value(place.Clean(got), none), of)
	}
	var nothing text.Message
	setting(text.Msg("signatures are verified"), "FORCE_VERIFYING_SIGNATURE", nothing)
	setting(text.Msg("further keys are trusted"), "THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED", nothing)
	for _, k := range append([]pkg.Key{pkg.OfficialKey()}, installation.Trusted(in)...) {
		if k.Public != nil {
			name := text.Msg("key %s", k.Name)
			if k.Official {
				name = text.Msg("key of the marketplace")
			}
			sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(k.Public))
			add(name, text.Msg("%s", "SHA256:"+hex.EncodeToString(sum[:16])), nil)
		}
	}
	setting(text.Msg("remote debugging"), "PLUGIN_REMOTE_INSTALLING_ENABLED", nothing)
	if api := in.API(); api != nil && api.Env["MARKETPLACE_ENABLED"] != nil {
		add(text.Msg("marketplace"), text.Msg("%s", place.Clean(api.Env["MARKETPLACE_ENABLED"].Text)), api.Env["MARKETPLACE_ENABLED"])
	}
	end("Enforced")
	setting(text.Msg("package, bytes"), "MAX_PLUGIN_PACKAGE_SIZE", nothing)
	if n := in.Nginx(); n != nil && n.Env["NGINX_CLIENT_MAX_BODY_SIZE"] != nil {
		add(text.Msg("request through nginx"), text.Msg("%s", place.Clean(n.Env["NGINX_CLIENT_MAX_BODY_SIZE"].Text)), n.Env["NGINX_CLIENT_MAX_BODY_SIZE"])
	}
	setting(text.Msg("environment of a plugin, seconds"), "PYTHON_ENV_INIT_TIMEOUT", nothing)
	setting(text.Msg("installation, minutes"), "PLUGIN_INSTALL_TIMEOUT", nothing)
	setting(text.Msg("call of a plugin, seconds"), "PLUGIN_MAX_EXECUTION_TIMEOUT", nothing)
	if n, of := in.Memory(in.Daemon()); of != nil && n > 0 {
		add(text.Msg("memory of the daemon"), text.Msg("%s", of.Shown()), of)
	} else {
		add(text.Msg("memory of the daemon"), text.Msg("no limit"), nil)
	}
	end("Limits")
	setting(text.Msg("Python interpreter"), "PYTHON_INTERPRETER_PATH", nothing)
	setting(text.Msg("index of packages"), "PIP_MIRROR_URL", text.Msg("the default of uv"))
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"} {
		setting(text.Msg("%s", name), name, text.Msg("none"))
	}
	setting(text.Msg("storage"), "PLUGIN_STORAGE_TYPE", nothing)
	end("Python, network and storage")
	return o
}

// at is where a fact is set, for readers.
func (f *fact) at() text.Message {
	if f.Path == "" {
		return text.Msg("default")
	}
	if f.Set == "" {
		return text.Msg("%s:%d", f.Path, f.Line)
	}
	return text.Msg("%s, %s:%d", f.Set, f.Path, f.Line)
}

func overviewText(e env, o *overview) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", o.Dir)
	for _, p := range o.Parts {
		fmt.Fprintf(&b, "\n%s\n", e.Lang.Text(p.Title))
		for i := range p.Facts {
			f := &p.Facts[i]
			name := e.Lang.Text(f.Name)
			b.WriteString("  " + name + strings.Repeat(" ", max(0, nameCells-terminal.Width(name))) + " " +
				e.Lang.Say("%s  (%s)", f.Value, f.at()) + "\n")
		}
	}
	b.WriteString("\n" + e.Lang.Say("Wrong or risky") + "\n")
	for i := range o.Findings {
		t := &o.Findings[i]
		fmt.Fprintf(&b, "  %s [%s]\n", e.Lang.Say("%s:%d: %s: %s", t.Path, t.Line, text.Phrase(t.Severity), t.Message), t.Rule)
	}
	if len(o.Findings) == 0 {
		b.WriteString("  " + e.Lang.Say("nothing found") + "\n")
	}
	_, err := io.WriteString(e.Stdout, terminal.Printable(b.String()))
	return err
}

// nameCells is the width of the names' column.
const nameCells = 34

func overviewMarkdown(e env, o *overview) error {
	var b strings.Builder
	replace := strings.NewReplacer("|", "\\|", "`", "'", "<", "&lt;").Replace
	cell := func(m text.Message) string { return replace(e.Lang.Text(m)) }
	b.WriteString("# " + e.Lang.Say("Installation %s", replace(o.Dir)) + "\n")
	for _, p := range o.Parts {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n| --- | --- | --- |\n", cell(p.Title), e.Lang.Say("| what | value | set by |"))
		for i := range p.Facts {
			f := &p.Facts[i]
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(f.Name), cell(f.Value), cell(f.at()))
		}
	}
	b.WriteString("\n## " + e.Lang.Say("Wrong or risky") + "\n\n")
	for i := range o.Findings {
		t := &o.Findings[i]
		b.WriteString("- " + e.Lang.Say("%s: %s (%s:%d, `%s`)", text.Phrase(t.Severity), cell(t.Message), replace(t.Path), t.Line, t.Rule) + "\n")
	}
	if len(o.Findings) == 0 {
		b.WriteString(e.Lang.Say("Nothing found.") + "\n")
	}
	_, err := io.WriteString(e.Stdout, terminal.Printable(b.String()))
	return err
}

func overviewJSON(e env, o *overview) error { return e.JSON(o) }
