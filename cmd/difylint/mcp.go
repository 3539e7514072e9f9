package main

// difylint mcp: the checks as tools of the Model Context Protocol, for coding agents.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/kit/example"
	"github.com/difylint/difylint/lint/kit/ruledoc"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"
)

func newMCP(e env) *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Serve a coding agent: check, fix, explain, requires and diagnose as tools",
		Long: `Speak the Model Context Protocol on standard input and output. An agent's program
starts this in the folder that it works in.

Tools: check, fix (prints a diff), explain, requires, diagnose. Resources: the pages
of the rules, rule:///family/name. Only plugins in the folder in which the server
was started are read; nothing is run, written or sent.

Exit status: 0 the client left, 2 could not run.`,
		Example: `  claude mcp add difylint -- difylint mcp`,
		Args:    driver.Args(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			root, err := realPath(".")
			if err != nil {
				return err
			}
			s := &mcpServer{env: e, root: root}
			err = s.server().Run(cmd.Context(), &mcp.IOTransport{Reader: io.NopCloser(e.Stdin), Writer: unclosed{e.Stdout}})
			if errors.Is(err, io.EOF) || errors.Is(err, mcp.ErrConnectionClosed) {
				return nil
			}
			return err
		},
	}
}

// unclosed keeps standard output open, which is the process's.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

type mcpServer struct {
	env  env
	root string // the folder that is served, without links
}

// The arguments of the tools. What is optional has omitempty: the schema that
// clients see is made of these.
type (
	mcpPath struct {
		Path string `json:"path,omitempty" jsonschema:"a plugin's folder, a file of a plugin, a .difypkg, or a folder of plugins; the working folder where it is left out"`
	}
	mcpCheck struct {
		mcpPath
		Profile     string   `json:"profile,omitempty" jsonschema:"marketplace, official or private; findings about publishing count for the first two"`
		Rules       []string `json:"rules,omitempty" jsonschema:"run these rules only: ids or family/*"`
		MinSeverity string   `json:"min_severity,omitempty" jsonschema:"leave out findings below error, warning or info"`
	}
	mcpFix struct {
		mcpPath
		Unsafe bool `json:"unsafe,omitempty" jsonschema:"show the fixes that need a look, too"`
	}
	mcpExplain struct {
		Rule string `json:"rule" jsonschema:"the id of a rule, family/name"`
	}
	mcpDiagnose struct {
		mcpPath
		Message string `json:"message" jsonschema:"what the platform said: an error, a traceback or a log"`
	}
)

func (s *mcpServer) server() *mcp.Server {
	srv := mcp.NewServer(&mcp.Implementation{Name: "difylint", Version: lint.Version()}, &mcp.ServerOptions{
		Instructions: "Check Dify plugins before the platform does. Call check after each change; errors name the gate (package, install, start, call) at which Dify refuses the plugin. fix returns a diff and writes nothing.",
	})
	tool := func(name, about string) *mcp.Tool {
		no := false
		return &mcp.Tool{Name: name, Description: about, Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, DestructiveHint: &no, OpenWorldHint: &no}}
	}
	mcp.AddTool(srv, tool("check", "Report what the Dify platform will refuse in plugins, with the place, the gate and the fix of each finding, as JSON."), answer(s.check))
	mcp.AddTool(srv, tool("fix", "Return, as a unified diff, what the fixes of the findings would change. Nothing is written."), answer(s.fix))
	mcp.AddTool(srv, tool("explain", "Return the page of a rule: what it means, why it matters, an example and its repair."), answer(s.explain))
	mcp.AddTool(srv, tool("requires", "Return the oldest Dify, daemon and SDK that take a plugin, and what makes it so, as JSON."), answer(s.requires))
	mcp.AddTool(srv, tool("diagnose", "Read what the platform said (an error, a traceback, a log) and return its causes with places in the plugin, as JSON."), answer(s.diagnose))
	for _, r := range rules.All() {
		srv.AddResource(&mcp.Resource{URI: rulePage + r.ID, Name: r.ID, Title: r.Title, MIMEType: "text/markdown"}, s.page)
	}
	return srv
}

// rulePage is what the addresses of the rules' pages begin with.
const rulePage = "rule:///"

// answer makes a tool of a function that returns its text.
func answer[In any](f func(context.Context, In) (string, error)) mcp.ToolHandlerFor[In, any] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, any, error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, nil, errors.New(driver.Plain(err))
		}
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: out}}}, nil, nil
	}
}

// path is a path of a request: it must lie in the folder that is served, also
// where links lead.
func (s *mcpServer) path(name string) (string, error) {
	if name == "" {
		name = "."
	}
	full, err := realPath(filepath.FromSlash(name))
	if err != nil {
		return "", err
	}
	if !below(s.root, full) {
		return "", text.Errorf("%s lies outside the folder that the server was started in", name)
	}
	return filepath.Rel(s.root, full)
}

// targets are the plugins that a path means, none of them outside the folder.
func (s *mcpServer) targets(ctx context.Context, name string) ([]plugin.Target, error) {
	path, err := s.path(name)
	if err != nil {
		return nil, err
	}
	targets, err := plugin.Discover(ctx, []string{path}, driver.OpenPackage)
	for _, t := range targets {
		if _, err := s.path(strings.TrimSuffix(t.Dir, "!")); err != nil {
			return nil, err
		}
	}
	return targets, err
}

// options are those of a run as the command's flags would give them.
func (s *mcpServer) options(flags ...string) (*driver.Check, lint.Options, error) {
	c := &driver.Check{Env: s.env, Rules: rules.All()}
	cmd := &cobra.Command{}
	c.Register(cmd.Flags())
	if err := cmd.ParseFlags(flags); err != nil {
		return nil, lint.Options{}, driver.FlagError(err)
	}
	opts, err := c.Options()
	return c, opts, err
}

func (s *mcpServer) check(ctx context.Context, in mcpCheck) (string, error) {
	var flags []string
	if in.Profile != "" {
		flags = append(flags, "--profile="+in.Profile)
	}
	if in.MinSeverity != "" {
		flags = append(flags, "--min-severity="+in.MinSeverity)
	}
	for _, r := range in.Rules {
		flags = append(flags, "--rule="+r)
	}
	c, opts, err := s.options(flags...)
	if err != nil {
		return "", err
	}
	targets, err := s.targets(ctx, in.Path)
	if err != nil {
		return "", err
	}
	if err := c.Baselines(&opts, targets); err != nil {
		return "", err
	}
	res, err := lint.Run(ctx, targets, opts)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = report.Write(&b, "json", report.Input{Result: res, Options: report.Options{Version: lint.Version()}})
	return b.String(), err
}

func (s *mcpServer) fix(ctx context.Context, in mcpFix) (string, error) {
	_, opts, err := s.options()
	if err != nil {
		return "", err
	}
	targets, err := s.targets(ctx, in.Path)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range targets {
		if t.Packaged {
			fmt.Fprintf(&b, "%s is a package and is not changed; fix the folder that it was made from\n", strings.TrimSuffix(t.Dir, "!"))
			continue
		}
		out, err := fix.Plugin(ctx, t, nil, fix.With(opts), fix.Options{Unsafe: in.Unsafe})
		if err != nil {
			return "", err
		}
		b.WriteString(out.Diff())
	}
	if b.Len() == 0 {
		return "There is nothing to fix.", nil
	}
	return b.String(), nil
}

func (s *mcpServer) explain(_ context.Context, in mcpExplain) (string, error) {
	r := rules.ByID(in.Rule)
	if r == nil {
		var ids []string
		for _, r := range rules.All() {
			ids = append(ids, r.ID)
		}
		return "", driver.Unknown("rule", in.Rule, ids)
	}
	page, err := ruledoc.Markdown(r, example.Catalogue(rules.All()))
	return string(page), err
}

func (s *mcpServer) requires(ctx context.Context, in mcpPath) (string, error) {
	targets, err := s.targets(ctx, in.Path)
	if err != nil {
		return "", err
	}
	list, err := requirementsOf(ctx, targets, 0)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	err = report.WriteRequirements(&b, "json", list, nil)
	return b.String(), err
}

func (s *mcpServer) diagnose(ctx context.Context, in mcpDiagnose) (string, error) {
	if len(in.Message) > maxLog {
		return "", text.Errorf("the message is too long; hand over the part around the first error")
	}
	var p *plugin.Plugin
	var found []lint.Finding
	if in.Path != "" {
		targets, err := s.targets(ctx, in.Path)
		if err != nil {
			return "", err
		}
		if len(targets) > 1 {
			return "", text.Errorf("%s holds %d plugins; name the one that the message is about", in.Path, len(targets))
		}
		if p, found, err = plainCheck(ctx, strings.TrimSuffix(targets[0].Dir, "!")); err != nil {
			return "", err
		}
	}
	var b bytes.Buffer
	err := report.WriteDiagnosis(&b, "json", report.Diagnose([]byte(in.Message), p, found), report.Options{Version: lint.Version()})
	return b.String(), err
}

// page is a rule's page as a resource.
func (s *mcpServer) page(ctx context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
	page, err := s.explain(ctx, mcpExplain{strings.TrimPrefix(req.Params.URI, rulePage)})
	if err != nil {
		return nil, mcp.ResourceNotFoundError(req.Params.URI)
	}
	return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: req.Params.URI, MIMEType: "text/markdown", Text: page}}}, nil
}
