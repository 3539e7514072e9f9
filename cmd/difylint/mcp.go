package main

// difylint mcp: the checks as tools of the Model Context Protocol, for coding agents.

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/fix"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/kit/driver"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/rules"
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
			return (&mcpServer{env: e, root: root, out: json.NewEncoder(e.Stdout), stop: map[string]context.CancelFunc{}}).serve(cmd.Context())
		},
	}
}

type mcpServer struct {
	env  env
	root string // the folder that is served, without links

	mu   sync.Mutex
	out  *json.Encoder
	stop map[string]context.CancelFunc // by the id of the request that is worked on
}

// The arguments of the tools. What is optional has omitempty: the schema that
// clients see is made of these.
type (
	mcpPath struct {
		Path string `json:"path,omitempty" about:"a plugin's folder, a file of a plugin, a .difypkg, or a folder of plugins; the working folder where it is left out"`
	}
	mcpCheck struct {
		mcpPath
		Profile     string   `json:"profile,omitempty" about:"marketplace, official or private; findings about publishing count for the first two"`
		Rules       []string `json:"rules,omitempty" about:"run these rules only: ids or family/*"`
		MinSeverity string   `json:"min_severity,omitempty" about:"leave out findings below error, warning or info"`
	}
	mcpFix struct {
		mcpPath
		Unsafe bool `json:"unsafe,omitempty" about:"show the fixes that need a look, too"`
	}
	mcpExplain struct {
		Rule string `json:"rule" about:"the id of a rule, family/name"`
	}
	mcpDiagnose struct {
		mcpPath
		Message string `json:"message" about:"what the platform said: an error, a traceback or a log"`
	}
)

// maxMCP bounds one message, in bytes.
const maxMCP = 16 << 20

// mcpVersions are the versions of the protocol in which the server speaks: what it
// uses is the same in all. The newest is offered to a client that asks for another.
var mcpVersions = []string{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}

// The codes of JSON-RPC's errors.
const (
	mcpParse   = -32700
	mcpRequest = -32600
	mcpMethod  = -32601
	mcpParams  = -32602
)

type mcpError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *mcpError) Error() string { return e.Message }

type mcpMessage struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

// serve answers the messages, one a line, until the stream ends and all that was
// asked is answered, or ctx is done. A line that is no message is answered with an
// error; one that is too long ends the session.
func (s *mcpServer) serve(ctx context.Context) error {
	lines, ended := make(chan []byte), make(chan error, 1)
	go func() {
		in := bufio.NewScanner(s.env.Stdin)
		in.Buffer(nil, maxMCP)
		for in.Scan() {
			select {
			case lines <- bytes.Clone(in.Bytes()):
			case <-ctx.Done():
				return
			}
		}
		ended <- in.Err()
	}()
	var work sync.WaitGroup
	defer work.Wait()
	for {
		select {
		case line := <-lines:
			if line = bytes.TrimSpace(line); len(line) == 0 {
				continue
			}
			var m mcpMessage
			if err := json.Unmarshal(line, &m); err != nil {
				code, id := mcpParse, json.RawMessage("null")
				if json.Valid(line) {
					code = mcpRequest
				}
				s.reply(id, nil, &mcpError{code, "a line holds one message of JSON-RPC"})
				continue
			}
			if m.ID == nil || m.Method == "" {
				s.notified(m)
				continue
			}
			ctx, cancel := context.WithCancel(ctx)
			s.mu.Lock()
			s.stop[string(m.ID)] = cancel
			s.mu.Unlock()
			work.Go(func() {
				defer cancel()
				result, err := s.request(ctx, m)
				s.mu.Lock()
				delete(s.stop, string(m.ID))
				s.mu.Unlock()
				if ctx.Err() == nil {
					s.reply(m.ID, result, err)
				}
			})
		case err := <-ended:
			if errors.Is(err, bufio.ErrTooLong) {
				return text.Errorf("a message is longer than %d bytes", maxMCP)
			}
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// notified takes what is not answered: of that, only that a request is no longer
// wanted matters.
func (s *mcpServer) notified(m mcpMessage) {
	var p struct {
		RequestID json.RawMessage `json:"requestId"`
	}
	if m.Method != "notifications/cancelled" || json.Unmarshal(m.Params, &p) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if cancel := s.stop[string(p.RequestID)]; cancel != nil {
		cancel()
	}
}

// reply writes an answer. Where the client is gone, nobody is left to be told.
func (s *mcpServer) reply(id json.RawMessage, result any, err error) {
	m := map[string]any{"jsonrpc": "2.0", "id": id}
	if err == nil {
		m["result"] = result
	} else {
		e := new(mcpError)
		if !errors.As(err, &e) {
			e = &mcpError{mcpParams, driver.Plain(err)}
		}
		m["error"] = e
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.out.Encode(m)
}

// request answers one request.
func (s *mcpServer) request(ctx context.Context, m mcpMessage) (any, error) {
	var p struct {
		ProtocolVersion string          `json:"protocolVersion"`
		Name            string          `json:"name"`
		Arguments       json.RawMessage `json:"arguments"`
		URI             string          `json:"uri"`
	}
	if m.Params != nil {
		if err := json.Unmarshal(m.Params, &p); err != nil {
			return nil, &mcpError{mcpParams, "params must be an object as the method asks for"}
		}
	}
	type object = map[string]any
	switch m.Method {
	case "initialize":
		version := mcpVersions[0]
		if slices.Contains(mcpVersions, p.ProtocolVersion) {
			version = p.ProtocolVersion
		}
		return object{
			"protocolVersion": version,
			"capabilities":    object{"tools": object{}, "resources": object{}},
			"serverInfo":      object{"name": "difylint", "version": lint.Version()},
			"instructions":    "Check Dify plugins before the platform does. Call check after each change; errors name the gate (package, install, start, call) at which Dify refuses the plugin. fix returns a diff and writes nothing.",
		}, nil
	case "ping":
		return object{}, nil
	case "tools/list":
		list := []object{}
		for _, t := range s.tools() {
			list = append(list, object{"name": t.name, "description": t.about, "inputSchema": t.schema,
				"annotations": object{"readOnlyHint": true, "idempotentHint": true, "destructiveHint": false, "openWorldHint": false}})
		}
		return object{"tools": list}, nil
	case "tools/call":
		for _, t := range s.tools() {
			if t.name != p.Name {
				continue
			}
			out, err := t.call(ctx, p.Arguments)
			if err != nil {
				return object{"content": []object{{"type": "text", "text": driver.Plain(err)}}, "isError": true}, nil
			}
			return object{"content": []object{{"type": "text", "text": out}}}, nil
		}
		return nil, &mcpError{mcpParams, fmt.Sprintf("there is no tool %q", p.Name)}
	case "resources/list":
		list := []object{}
		for _, r := range rules.All() {
			list = append(list, object{"uri": rulePage + r.ID, "name": r.ID, "title": r.Title, "mimeType": "text/markdown"})
		}
		return object{"resources": list}, nil
	case "resources/templates/list":
		return object{"resourceTemplates": []object{}}, nil
	case "resources/read":
		id, ok := strings.CutPrefix(p.URI, rulePage)
		if !ok {
			return nil, &mcpError{mcpParams, fmt.Sprintf("there is no resource %q", p.URI)}
		}
		page, err := s.explain(ctx, mcpExplain{id})
		if err != nil {
			return nil, err
		}
		return object{"contents": []object{{"uri": p.URI, "mimeType": "text/markdown", "text": page}}}, nil
	}
	return nil, &mcpError{mcpMethod, fmt.Sprintf("there is no method %q", m.Method)}
}

// rulePage is what the addresses of the rules' pages begin with.
const rulePage = "rule:///"

type mcpTool struct {
	name, about string
	schema      any
	call        func(context.Context, json.RawMessage) (string, error)
}

func (s *mcpServer) tools() []mcpTool {
	return []mcpTool{
		newTool("check", "Report what the Dify platform will refuse in plugins, with the place, the gate and the fix of each finding, as JSON.", s.check),
		newTool("diagnose", "Read what the platform said (an error, a traceback, a log) and return its causes with places in the plugin, as JSON.", s.diagnose),
		newTool("explain", "Return the page of a rule: what it means, why it matters, an example and its repair.", s.explain),
		newTool("fix", "Return, as a unified diff, what the fixes of the findings would change. Nothing is written.", s.fix),
		newTool("requires", "Return the oldest Dify, daemon and SDK that take a plugin, and what makes it so, as JSON.", s.requires),
	}
}

// newTool makes a tool of a function. The schema of its arguments is made of the
// fields of their type.
func newTool[In any](name, about string, f func(context.Context, In) (string, error)) mcpTool {
	fields, required := map[string]any{}, []string{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[In]()) {
		if field.Anonymous {
			continue
		}
		key, optional, _ := strings.Cut(field.Tag.Get("json"), ",")
		about := map[string]any{"description": field.Tag.Get("about")}
		switch field.Type.Kind() {
		case reflect.Bool:
			about["type"] = "boolean"
		case reflect.Slice:
			about["type"], about["items"] = "array", map[string]any{"type": "string"}
		default:
			about["type"] = "string"
		}
		fields[key] = about
		if optional == "" {
			required = append(required, key)
		}
	}
	schema := map[string]any{"type": "object", "properties": fields, "additionalProperties": false}
	if len(required) > 0 {
		schema["required"] = required
	}
	return mcpTool{name, about, schema, func(ctx context.Context, args json.RawMessage) (string, error) {
		var in In
		if args == nil {
			args = json.RawMessage("{}")
		}
		var given map[string]json.RawMessage
		if err := json.Unmarshal(args, &given); err != nil {
			return "", errors.New("arguments must be an object")
		}
		for _, key := range required {
			if given[key] == nil {
				return "", fmt.Errorf("the argument %s is missing", key)
			}
		}
		for key := range given {
			if fields[key] == nil {
				return "", fmt.Errorf("there is no argument %s", key)
			}
		}
		if err := json.Unmarshal(args, &in); err != nil {
			wrong := new(json.UnmarshalTypeError)
			if errors.As(err, &wrong) {
				return "", fmt.Errorf("the argument %s is of the type %s; the schema of the tool names another", wrong.Field, wrong.Value)
			}
			return "", err
		}
		return f(ctx, in)
	}}
}

// path is a path of a request: it must lie in the folder that is served, also
// where links lead.
func (s *mcpServer) path(name string) (string, error) {
	full, err := realPath(filepath.FromSlash(cmp.Or(name, ".")))
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
	page, err := kit.Page(r, kit.Catalogue(rules.All()))
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
