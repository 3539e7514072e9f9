package capability

// The report.

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/risk"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Report is what one plugin does and may do, as far as its files show it. Lists
// are never nil, and in an order that does not change from run to run.
type Report struct {
	Path    string `json:"path"`
	Author  string `json:"author"`
	Name    string `json:"name"`
	Version string `json:"version"`
	// Declares counts what the plugin brings, by its kind: "tool".
	Declares []Count `json:"declares"`
	// Permissions are those of resource.permission that are granted or needed.
	Permissions []Permission `json:"permissions"`
	// StorageBytes is the size of the storage that is granted, or 0.
	StorageBytes int64 `json:"storage_bytes,omitempty"`
	// Uploads are the calls that hand a file to Dify, which need no permission.
	Uploads Places `json:"uploads"`
	// Scopes are those of the manifest's own list, and what the sources reach.
	Scopes []Scope `json:"scopes"`
	// HasScopeList says that the manifest lists scopes.
	HasScopeList bool `json:"has_scope_list"`
	// Requests are the calls that send a request by a library for HTTP.
	Requests Requests `json:"requests"`
	// Hosts are those that the sources name or the manifest declares.
	Hosts []Host `json:"hosts"`
	// Powers are what the marketplace counts as a risk: commands, code, databases …
	Powers []Power `json:"powers"`
	// Environment are the variables that are read, "*" for one whose name is made
	// at run time.
	Environment []string `json:"environment"`
	// Credentials are what the plugin asks its users for.
	Credentials []Credential `json:"credentials"`
	// Endpoints are the addresses that the plugin opens: "POST /hook".
	Endpoints []string `json:"endpoints"`
	// Services are modules that speak to services of their own, Libraries such
	// whose ways are not known.
	Services  []string `json:"services"`
	Libraries []string `json:"libraries"`
	// NotAnalysed are the places that could not be looked into.
	NotAnalysed []Gap `json:"not_analysed"`
}

// Count is a number of things of one kind.
type Count struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// Place is a line of a file of the plugin, 1-based, 0 for the whole file.
type Place struct {
	Path string `json:"path"`
	Line int    `json:"line,omitempty"`
	What string `json:"what,omitempty"`
	// Said is What as a message, where it is one.
	Said text.Message `json:"-"`
}

// Places are the first places of a kind, and how many there are.
type Places struct {
	Count  int     `json:"count"`
	Places []Place `json:"places"`
}

// maxPlaces bounds the places that a report holds of one kind: a page shows the
// first few, but who compares two versions wants them all.
const maxPlaces = 1000

func (ps *Places) add(p Place) {
	ps.Count++
	if len(ps.Places) < maxPlaces {
		ps.Places = append(ps.Places, p)
	}
}

// Permission is one permission of the platform: "storage", "model.llm".
type Permission struct {
	Name    string `json:"name"`
	Granted bool   `json:"granted"`
	Used    bool   `json:"used"`
	Calls   Places `json:"calls"`
}

// Scope is one scope: "net:outbound".
type Scope struct {
	Name    string `json:"name"`
	Granted bool   `json:"granted"`
	Used    bool   `json:"used"`
	At      Places `json:"at"`
}

// Requests counts the calls that send a request, by where their host comes from.
type Requests struct {
	Total int `json:"total"`
	// Fixed hosts stand in the sources.
	Fixed int `json:"fixed"`
	// FromParameter and FromCredential: its user or its administrator decides.
	FromParameter  int `json:"from_parameter"`
	FromCredential int `json:"from_credential"`
	// AtRunTime: the host is made at run time, in ways that are not followed.
	AtRunTime int `json:"at_run_time"`
	// UserDecides are the first of those whose host is not fixed.
	UserDecides Places `json:"user_decides"`
}

// Host is a host that the plugin talks to.
type Host struct {
	Name string `json:"name"`
	// Declared: network.domains of the manifest names it.
	Declared bool `json:"declared"`
	// Named: the sources name it, first At.
	Named bool `json:"named"`
	// Preset: an address at it is the default or an option of what a
	// declaration asks users for, first At where the sources do not name it.
	Preset bool   `json:"preset"`
	At     *Place `json:"at,omitempty"`
}

// Power is a capability that the marketplace's form asks about.
type Power struct {
	Kind  string `json:"kind"`
	Level string `json:"level"`
	Title string `json:"title"`
	At    Places `json:"at"`
}

// Credential is a value that the plugin asks for.
type Credential struct {
	Name string `json:"name"`
	Type string `json:"type"`
	// For says whose it is: "provider", "model", "oauth client", "oauth", "endpoint".
	For      string `json:"for"`
	Required bool   `json:"required"`
	At       Place  `json:"at"`
}

// Gap is a place that could not be looked into, and why.
type Gap struct {
	Place
	Why text.Message `json:"why"`
}

// Of makes the report of a plugin. It reads files of the plugin and nothing else.
func Of(p *plugin.Plugin) *Report {
	r := &Report{
		Path: p.Dir, Author: p.Author(), Name: p.Name(), Version: p.Version(),
		Declares: []Count{}, Permissions: []Permission{}, Scopes: []Scope{}, Hosts: []Host{}, Powers: []Power{}, Environment: []string{},
		Credentials: []Credential{}, Endpoints: []string{}, Services: []string{}, Libraries: []string{}, NotAnalysed: []Gap{},
		Uploads: Places{Places: []Place{}}, Requests: Requests{UserDecides: Places{Places: []Place{}}},
	}
	r.permissions(p)
	r.scopes(p)
	r.requests(p)
	r.assessed(p)
	r.declared(p)
	if l := Libraries(p); len(l) > 0 {
		r.Libraries = l
	}
	r.gaps(p)
	return r
}

func placeOf(f *text.File, s text.Span, what string) Place {
	return Place{Path: f.Path, Line: f.LineAt(s.Start), What: what}
}

func (r *Report) permissions(p *plugin.Plugin) {
	byName := map[string]*Permission{}
	at := func(name string, need sdk.Permission) *Permission {
		if byName[name] == nil {
			byName[name] = &Permission{Name: name, Granted: Grants(p, need), Calls: Places{Places: []Place{}}}
		}
		return byName[name]
	}
	for _, c := range Callbacks(p) {
		here := placeOf(c.File, c.Span, "session."+c.Method)
		if c.Key == "" {
			r.Uploads.add(here)
			continue
		}
		need := c.Permission
		perm := at(need.String(), need)
		perm.Used = true
		perm.Calls.add(here)
	}
	endpoints := p.Manifest().Root.At("plugins", "endpoints").Items()
	for _, key := range sdk.PermissionKeys() {
		need := sdk.Permission{Key: key}
		if !Grants(p, need) && (key != "endpoint" || len(endpoints) == 0) {
			continue
		}
		switch key {
		case "model":
			for _, kind := range sdk.ModelKinds() {
				if need := (sdk.Permission{Key: key, Kind: kind}); Grants(p, need) {
					at(need.String(), need)
				}
			}
		case "endpoint":
			perm := at(key, need)
			for _, n := range endpoints {
				perm.Used = true
				perm.Calls.add(Place{Path: plugin.ManifestName, Line: p.Manifest().File.LineAt(n.Span.Start), What: "plugins.endpoints"})
			}
		default:
			at(key, need)
		}
	}
	var order []string
	for _, key := range sdk.PermissionKeys() {
		order = append(order, key)
		for _, kind := range sdk.ModelKinds() {
			order = append(order, key+"."+kind)
		}
	}
	for _, name := range order {
		if perm := byName[name]; perm != nil {
			r.Permissions = append(r.Permissions, *perm)
		}
	}
	if Grants(p, sdk.Permission{Key: "storage"}) {
		r.StorageBytes, _ = strconv.ParseInt(Granted(p).At("storage", "size").Text(), 0, 64)
	}
}

func (r *Report) scopes(p *plugin.Plugin) {
	list := p.Manifest().Root.Get("permissions")
	r.HasScopeList = list.IsSequence()
	byName := map[string]*Scope{}
	at := func(name string) *Scope {
		if byName[name] == nil {
			byName[name] = &Scope{Name: name, At: Places{Places: []Place{}}}
		}
		return byName[name]
	}
	var env []string
	services := map[string]bool{}
	prog := sources.Program(p)
	for _, t := range Touches(p) {
		s := at(t.Scope)
		s.Used = true
		s.At.add(placeOf(t.File, t.Span, t.What))
		switch root, _, _ := strings.Cut(t.What, "."); {
		case t.Scope == EnvGet:
			env = append(env, variable(prog.Modules[t.Module], t))
		case t.Scope == NetOutbound && speaksItself(root):
			services[root] = true
		}
	}
	for _, n := range list.Items() {
		if name := n.Str(); name != "" {
			at(name)
		}
	}
	for _, n := range list.Items() {
		resource, action, _ := strings.Cut(n.Str(), ":")
		for name, s := range byName {
			if rr, a, _ := strings.Cut(name, ":"); (resource == "*" || rr == resource) && (action == "*" || resource == "*" || a == action) {
				s.Granted = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		r.Scopes = append(r.Scopes, *byName[name])
	}
	slices.Sort(env)
	if env = slices.Compact(env); len(env) > 0 {
		r.Environment = env
	}
	if len(services) > 0 {
		r.Services = slices.Sorted(maps.Keys(services))
	}
}

// speaksItself reports whether a module speaks to a service of its own.
func speaksItself(root string) bool { return services()[root] != "" || root == "google" }

// variable is the name of the environment variable that a place reads, or "*".
func variable(m *python.Module, t Touch) string {
	var name python.ExprID
	switch x := m.Exprs[t.Expr]; x.Kind {
	case python.CallExpr:
		name = m.Positional(t.Expr, 0)
	case python.Subscript:
		name = x.B
	case python.Compare:
		name = x.A
	}
	if s, ok := m.String(name); ok {
		return s
	}
	return "*"
}

func (r *Report) requests(p *plugin.Plugin) {
	prog, running := sources.Program(p), sdk.ReachOf(p).Meant
	for _, c := range sources.Calls(p) {
		m := prog.Modules[c.Module]
		call := m.Calls[c.Index]
		method, url := sources.Request(m, call.Expr, c.Path)
		if method == "" || !running[c.Module] || sources.UnderMain(p, m, call.Block) || strings.HasSuffix(c.Path, ".Request") {
			continue
		}
		r.Requests.Total++
		here := placeOf(m.File, m.Exprs[m.Exprs[call.Expr].A].Span(), c.Path)
		switch origin := sources.OriginOf(p, c.Module, url); {
		case fixedHost(prog, c.Module, url, 6):
			r.Requests.Fixed++
			continue
		case origin == sources.FromParameter:
			r.Requests.FromParameter++
		case origin == sources.FromCredential:
			r.Requests.FromCredential++
		default:
			r.Requests.AtRunTime++
		}
		r.Requests.UserDecides.add(here)
	}
}

// fixedHost reports whether an expression is certainly a URL whose host stands in
// the sources.
func fixedHost(prog *python.Program, i int, e python.ExprID, depth int) bool {
	if e == 0 || depth == 0 {
		return false
	}
	m := prog.Modules[i]
	if begin, whole := m.Prefix(e); begin != "" {
		_, rest, ok := strings.Cut(begin, "://")
		// Behind the host, a slash or the end says that it is all there.
		return ok && rest != "" && (whole || strings.ContainsAny(rest, "/?#"))
	}
	if m.Exprs[e].Kind == python.StringLit {
		parts := m.Parts(e)
		return len(parts) > 0 && parts[0].Expr != 0 && fixedHost(prog, i, parts[0].Expr, depth-1)
	}
	if m.Exprs[e].Kind == python.BinaryOp && m.Operator(e) == "+" {
		return fixedHost(prog, i, m.Exprs[e].A, depth-1)
	}
	values := prog.Resolve(i, e)
	for _, v := range values {
		if v.Root != python.LiteralRoot || v.Path != "" || v.Index == int32(e) && int(v.Module) == i || !fixedHost(prog, int(v.Module), python.ExprID(v.Index), depth-1) {
			return false
		}
	}
	return len(values) > 0
}

func (r *Report) assessed(p *plugin.Plugin) {
	a := risk.Assess(p)
	hosts := map[string]*Host{}
	for _, h := range a.Hosts {
		at := Place{Path: h.Path, Line: h.Line()}
		hosts[h.Name] = &Host{Name: h.Name, Named: true, At: &at}
	}
	for name, at := range presets(p) {
		if hosts[name] == nil {
			hosts[name] = &Host{Name: name, At: &at}
		}
		hosts[name].Preset = true
	}
	for _, n := range p.Manifest().Root.At("network", "domains").Items() {
		name := strings.ToLower(strings.TrimSpace(n.Str()))
		found := false
		for _, h := range hosts {
			if rest, ok := strings.CutPrefix(name, "*."); h.Name == name || ok && (h.Name == rest || strings.HasSuffix(h.Name, "."+rest)) {
				h.Declared, found = true, true
			}
		}
		if !found && name != "" {
			hosts[name] = &Host{Name: name, Declared: true}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(hosts)) {
		r.Hosts = append(r.Hosts, *hosts[name])
	}
	for _, reason := range a.Reasons {
		power := Power{Kind: string(reason.Kind), Level: reason.Level.String(), Title: reason.Title, At: Places{Places: []Place{}}}
		for _, ev := range reason.Evidence {
			power.At.add(Place{ev.Path, ev.Line(), ev.What.String(), ev.What})
		}
		power.At.Count += reason.More
		r.Powers = append(r.Powers, power)
	}
}

// address is a URL whose host has a dot.
var address = text.Regexp(`^(?i)(?:https?|wss?)://([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[:/?#]|$)`)

// presets are the hosts of addresses that a declaration fills in where users say
// nothing, or offers them, with the first place of each. Placeholders and help
// are for people, and addresses of private networks are examples.
func presets(p *plugin.Plugin) map[string]Place {
	out := map[string]Place{}
	for _, d := range p.Documents() {
		if d.Root == nil {
			continue
		}
		root := d.Root
		for _, list := range []*yaml.Node{
			root.Get("parameters"), root.Get("settings"), root.Get("credentials_for_provider"), root.Get("credentials_schema"), root.Get("subscription_schema"),
			root.At("subscription_constructor", "credentials_schema"), root.At("subscription_constructor", "parameters"),
			root.At("provider_credential_schema", "credential_form_schemas"), root.At("model_credential_schema", "credential_form_schemas"),
		} {
			for _, n := range slices.Concat(list.Items(), list.Entries()) {
				values := []*yaml.Node{n.Get("default")}
				for _, option := range n.Get("options").Items() {
					values = append(values, option.Get("value"))
				}
				for _, v := range values {
					m := address().FindStringSubmatch(strings.TrimSpace(v.Str()))
					if m == nil {
						continue
					}
					name := strings.ToLower(m[1])
					if ip, err := netip.ParseAddr(name); err == nil && (ip.IsPrivate() || ip.IsLoopback() || ip.IsUnspecified()) {
						continue
					}
					if _, ok := out[name]; !ok {
						out[name] = Place{Path: d.Path, Line: d.File.LineAt(v.HeadSpan().Start)}
					}
				}
			}
		}
	}
	return out
}

func (r *Report) declared(p *plugin.Plugin) {
	counts := map[string]int{}
	for _, d := range p.Documents() {
		if d.Root == nil || d.Kind == plugin.Manifest {
			continue
		}
		counts[string(d.Kind)]++
		r.credentials(d)
		if d.Kind == plugin.Endpoint {
			r.Endpoints = append(r.Endpoints, d.Root.Get("method").Str()+" "+d.Root.Get("path").Str())
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		r.Declares = append(r.Declares, Count{kind, counts[kind]})
	}
	slices.Sort(r.Endpoints)
	slices.SortStableFunc(r.Credentials, func(a, b Credential) int { return cmp.Compare(a.At.Path, b.At.Path) })
}

// credentials notes what a declaration asks its users for.
func (r *Report) credentials(d *plugin.Document) {
	switch d.Kind {
	case plugin.ToolProvider, plugin.DatasourceProvider, plugin.TriggerProvider, plugin.ModelProvider, plugin.EndpointProvider:
		for _, c := range plugin.Credentials(d) {
			r.Credentials = append(r.Credentials, Credential{c.Name, c.Node.Get("type").Str(), c.Of, IsTrue(c.Node.Get("required")), Place{Path: d.Path, Line: d.File.LineAt(c.Node.HeadSpan().Start)}})
		}
	}
}

func (r *Report) gaps(p *plugin.Plugin) {
	for _, name := range sources.Left(p) {
		r.NotAnalysed = append(r.NotAnalysed, Gap{Place{Path: name}, text.Msg("the source cannot be read, or is too large")})
	}
	for _, m := range sources.Program(p).Modules {
		switch {
		case m.Err != nil:
			r.NotAnalysed = append(r.NotAnalysed, Gap{placeOf(m.File, m.Err.Span, ""), text.Msg("not valid Python: %s", text.Msg(m.Err.Format, m.Err.Args...))})
		case m.Incomplete:
			r.NotAnalysed = append(r.NotAnalysed, Gap{Place{Path: m.File.Path}, text.Msg("nested too deeply")})
		}
	}
	for _, e := range Escapes(p) {
		if !e.Span.IsEmpty() {
			r.NotAnalysed = append(r.NotAnalysed, Gap{placeOf(e.File, e.Span, e.File.Slice(e.Span)), e.Why})
		}
	}
}
