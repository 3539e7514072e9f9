package main

// difylint installation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
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
	formatFlag(cmd, &format, riskFormats)
	return cmd
}

// fact is one line of the page.
type fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	// Set is the name by which it is set, Path and Line where; empty for a default.
	Set  string `json:"set,omitempty"`
	Path string `json:"path,omitempty"`
	Line int    `json:"line,omitempty"`
}

// part is one part of the page.
type part struct {
	Title string `json:"title"`
	Facts []fact `json:"facts"`
}

// overview is the page.
type overview struct {
	Version int    `json:"version"`
	Dir     string `json:"path"`
	Parts   []part `json:"parts"`
	// Findings are the messages of what is wrong or risky, the gravest first.
	Findings []told `json:"findings"`
}

type told struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Message  string `json:"message"`
}

func administrate(ctx context.Context, e env, format, dir string) error {
	write := map[string]func(io.Writer, *overview) error{"text": overviewText, "json": overviewJSON, "markdown": overviewMarkdown}[format]
	if write == nil {
		return driver.Unknown("format", format, riskFormats)
	}
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
			o.Findings = append(o.Findings, told{f.Rule.ID, f.Severity.String(), f.Label(), f.Position().Line, f.Message.String()})
		}
	}
	return write(e.Stdout, o)
}

// survey gathers the facts.
func survey(in *place.Installation, p *plugin.Plugin) *overview {
	o := &overview{Version: 1, Dir: in.Dir(), Findings: []told{}}
	var facts []fact
	end := func(title string) {
		if len(facts) > 0 {
			o.Parts = append(o.Parts, part{title, facts})
		}
		facts = nil
	}
	add := func(name, value string, of *place.Value) {
		f := fact{Name: name, Value: value}
		if of != nil {
			at := of.Place()
			f.Set, f.Path, f.Line = of.Label(), p.Label(at.Path), at.Position().Line
		}
		facts = append(facts, f)
	}
	image := func(name string, s *place.Service) {
		if s == nil {
			return
		}
		if img := s.Image(); img != nil {
			add(name, cmp.Or(img.Version, img.Tag, "no tag"), img.Value)
		}
	}
	image("Dify", in.API())
	image("plugin daemon", in.Daemon())
	end("Releases")
	if in.Daemon() == nil {
		return o
	}
	setting := func(name, setting, none string) {
		if s := place.OfDaemon(setting); s == nil || !s.Known(in.Release()) {
			return
		}
		text, of := in.Effective(setting)
		if of != nil && of.Secret() {
			text = "***"
		}
		add(name, cmp.Or(place.Clean(text), none), of)
	}
	setting("signatures are verified", "FORCE_VERIFYING_SIGNATURE", "")
	setting("further keys are trusted", "THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED", "")
	for _, k := range append([]pkg.Key{pkg.OfficialKey()}, installation.Trusted(in)...) {
		if k.Public != nil {
			name := "key " + k.Name
			if k.Official {
				name = "key of the marketplace"
			}
			sum := sha256.Sum256(x509.MarshalPKCS1PublicKey(k.Public))
			add(name, "SHA256:"+hex.EncodeToString(sum[:16]), nil)
		}
	}
	setting("remote debugging", "PLUGIN_REMOTE_INSTALLING_ENABLED", "")
	if api := in.API(); api != nil && api.Env["MARKETPLACE_ENABLED"] != nil {
		add("marketplace", place.Clean(api.Env["MARKETPLACE_ENABLED"].Text), api.Env["MARKETPLACE_ENABLED"])
	}
	end("Enforced")
	setting("package, bytes", "MAX_PLUGIN_PACKAGE_SIZE", "")
	if n := in.Nginx(); n != nil && n.Env["NGINX_CLIENT_MAX_BODY_SIZE"] != nil {
		add("request through nginx", place.Clean(n.Env["NGINX_CLIENT_MAX_BODY_SIZE"].Text), n.Env["NGINX_CLIENT_MAX_BODY_SIZE"])
	}
	setting("environment of a plugin, seconds", "PYTHON_ENV_INIT_TIMEOUT", "")
	setting("installation, minutes", "PLUGIN_INSTALL_TIMEOUT", "")
	setting("call of a plugin, seconds", "PLUGIN_MAX_EXECUTION_TIMEOUT", "")
	if n, of := in.Memory(in.Daemon()); of != nil && n > 0 {
		add("memory of the daemon", of.Shown(), of)
	} else {
		add("memory of the daemon", "no limit", nil)
	}
	end("Limits")
	setting("Python interpreter", "PYTHON_INTERPRETER_PATH", "")
	setting("index of packages", "PIP_MIRROR_URL", "the default of uv")
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"} {
		setting(name, name, "none")
	}
	setting("storage", "PLUGIN_STORAGE_TYPE", "")
	end("Python, network and storage")
	return o
}

// at is where a fact is set, for readers.
func (f *fact) at() string {
	if f.Path == "" {
		return "default"
	}
	if f.Set == "" {
		return fmt.Sprintf("%s:%d", f.Path, f.Line)
	}
	return fmt.Sprintf("%s, %s:%d", f.Set, f.Path, f.Line)
}

func overviewText(w io.Writer, o *overview) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", o.Dir)
	for _, p := range o.Parts {
		fmt.Fprintf(&b, "\n%s\n", p.Title)
		for i := range p.Facts {
			f := &p.Facts[i]
			fmt.Fprintf(&b, "  %-34s %s  (%s)\n", f.Name, f.Value, f.at())
		}
	}
	b.WriteString("\nWrong or risky\n")
	for _, t := range o.Findings {
		fmt.Fprintf(&b, "  %s:%d: %s: %s [%s]\n", t.Path, t.Line, t.Severity, t.Message, t.Rule)
	}
	if len(o.Findings) == 0 {
		b.WriteString("  nothing found\n")
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

func overviewMarkdown(w io.Writer, o *overview) error {
	var b strings.Builder
	cell := strings.NewReplacer("|", "\\|", "`", "'", "<", "&lt;").Replace
	fmt.Fprintf(&b, "# Installation %s\n", cell(o.Dir))
	for _, p := range o.Parts {
		fmt.Fprintf(&b, "\n## %s\n\n| what | value | set by |\n| --- | --- | --- |\n", p.Title)
		for i := range p.Facts {
			f := &p.Facts[i]
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(f.Name), cell(f.Value), cell(f.at()))
		}
	}
	b.WriteString("\n## Wrong or risky\n\n")
	for _, t := range o.Findings {
		fmt.Fprintf(&b, "- %s: %s (%s:%d, `%s`)\n", t.Severity, cell(t.Message), cell(t.Path), t.Line, t.Rule)
	}
	if len(o.Findings) == 0 {
		b.WriteString("Nothing found.\n")
	}
	_, err := io.WriteString(w, terminal.Printable(b.String()))
	return err
}

func overviewJSON(w io.Writer, o *overview) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(o)
}
