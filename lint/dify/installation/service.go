package installation

import (
	"cmp"
	"errors"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Service is one container of the compose files.
type Service struct {
	Name string
	// At is its name in the first file that has it.
	At plugin.Place
	// Env is the environment that the container gets, by name.
	Env map[string]*Value
	// Active is false where profiles leave the service out.
	Active bool
	// EnvFiles are the files of env_file that are there, in order.
	EnvFiles []*EnvFile

	in     *Installation
	layers []layer
}

// layer is what one file says of a service.
type layer struct {
	doc  *plugin.Document
	node *yaml.Node
}

// Values are the environment in the order of the names.
func (s *Service) Values() iter.Seq2[string, *Value] {
	return func(yield func(string, *Value) bool) {
		for _, name := range slices.Sorted(maps.Keys(s.Env)) {
			if !yield(name, s.Env[name]) {
				return
			}
		}
	}
}

// service adds what a file says of a service.
func (in *Installation) service(name string, d *plugin.Document, n *yaml.Node) {
	s := in.Services[name]
	if s == nil {
		s = &Service{Name: name, At: plugin.AtKey(d, n), in: in, Env: map[string]*Value{}}
		in.Services[name] = s
		in.Names = append(in.Names, name)
	}
	s.extend(d, n, 0)
	s.layers = append(s.layers, layer{d, n})
}

// extend adds the layers of the service that another extends.
func (s *Service) extend(d *plugin.Document, n *yaml.Node, depth int) {
	ext := n.Get("extends")
	if ext == nil {
		return
	}
	if depth > maxDeep {
		s.in.tooMany(plugin.AtKey(d, ext))
		return
	}
	name, from := s.in.scalar(d, ext), d
	if ext.IsMapping() {
		name = s.in.scalar(d, ext.Get("service"))
		if file := s.in.scalar(d, ext.Get("file")); file != nil && file.Text != "" {
			if from = s.in.document(path.Join(path.Dir(d.Path), file.Text)); from == nil {
				return
			}
		}
	}
	if name == nil {
		return
	}
	base := from.Root.At("services", name.Text)
	if base == nil {
		s.in.problem(plugin.AtKey(d, ext), "the service %q that this one extends is not in %s", short(name.Text), from.Path)
		return
	}
	s.extend(from, base, depth+1)
	s.layers = append(s.layers, layer{from, base})
}

// node is the part of the service that holds: of the last file that has it.
func (s *Service) node(route ...any) (layer, bool) {
	for i := len(s.layers) - 1; i >= 0; i-- {
		l := s.layers[i]
		if n := l.node.At(route...); n != nil {
			if n.Tag == "!reset" {
				return layer{}, false
			}
			return layer{l.doc, n}, true
		}
	}
	return layer{}, false
}

// Get is a value of the service below the given keys; nil where there is none.
func (s *Service) Get(route ...any) *Value {
	if l, ok := s.node(route...); ok {
		return s.in.scalar(l.doc, l.node)
	}
	return nil
}

// Has reports whether a file says anything of a key.
func (s *Service) Has(route ...any) bool { _, ok := s.node(route...); return ok }

// own are the entries of a mapping without those that it merges in.
func own(n *yaml.Node) []*yaml.Node {
	return slices.DeleteFunc(slices.Clone(n.Entries()), (*yaml.Node).IsMerge)
}

// resets reports whether a part takes the place of what the files before say.
func resets(n *yaml.Node) bool {
	r := n.Resolve()
	return r != nil && (r.Tag == "!reset" || r.Tag == "!override")
}

// field is a value of an item that is a mapping; nil where there is none.
func (s *Service) field(item layer, key string) *Value {
	return s.in.scalar(item.doc, item.node.Get(key))
}

// items are the items of a list of all files.
func (s *Service) items(key string) []layer {
	var out []layer
	for _, l := range s.layers {
		n := l.node.Get(key)
		if n == nil {
			continue
		}
		if resets(n) {
			out = nil
		}
		if n.IsScalar() && !n.IsNull() {
			out = append(out, layer{l.doc, n})
		}
		for _, item := range n.Items() {
			out = append(out, layer{l.doc, item})
		}
	}
	return out
}

// resolve works out the environment.
func (s *Service) resolve() {
	if s.layers == nil {
		return // made by alone
	}
	s.active()
	for _, item := range s.items("env_file") {
		name, required := s.in.scalar(item.doc, item.node), true
		if item.node.IsMapping() {
			name, required = s.field(item, "path"), s.field(item, "required").Or("") != "false"
		}
		if name.Or("") != "" {
			s.envFile(item, path.Join(path.Dir(item.doc.Path), name.Text), required)
		}
	}
	files := s.Env
	s.Env = map[string]*Value{}
	for _, l := range s.layers {
		s.environment(l.doc, l.node.Get("environment"), 0)
	}
	for name, v := range files {
		if own := s.Env[name]; own != nil {
			own.Hidden = append(slices.Clip(v.Hidden), v.FromFile)
			continue
		}
		s.Env[name] = v
	}
}

func (s *Service) active() {
	items := s.items("profiles")
	s.Active = len(items) == 0 || slices.Contains(s.in.profiles, "*")
	for _, item := range items {
		s.Active = s.Active || slices.Contains(s.in.profiles, s.in.scalar(item.doc, item.node).Or(""))
	}
}

// envFile adds the names of a file of env_file.
func (s *Service) envFile(item layer, name string, required bool) {
	f := s.in.envFiles[name]
	if f == nil && s.in.Env != nil && name == s.in.Env.File.Path {
		f = s.in.Env
	}
	if f == nil {
		file, err := s.in.read(name, maxEnvFile)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.in.unreadable(plugin.Place{Path: name}, err)
			return
		}
		if err != nil {
			if required && s.Active && !slices.ContainsFunc(s.in.Problems, func(p Problem) bool { return len(p.Args) > 0 && p.Args[0] == name }) {
				hint := ""
				if s.in.from.Exists(name + ".example") {
					hint = "; copy " + name + ".example to it"
				}
				s.in.problem(plugin.AtHead(item.doc, item.node), "the file %s of env_file is not there: compose starts nothing%s", name, hint)
			}
			return
		}
		f = parseEnv(file, s.in.lookup)
		s.in.envFiles[name] = f
		s.in.Problems = append(s.in.Problems, f.Problems...)
	}
	s.EnvFiles = append(s.EnvFiles, f)
	filled := f
	if f == s.in.Env {
		// As an env_file, .env is read once more, with all of its own names known before.
		filled = parseEnv(f.File, s.in.lookup)
	}
	for i, e := range f.Entries {
		v := &Value{Name: e.Name, Text: e.Text, At: e.Place(), FromFile: e}
		if i < len(filled.Entries) {
			v.Text = filled.Entries[i].Text
		}
		if e.Inherits {
			t, ok := s.in.lookup(e.Name)
			if !ok {
				continue
			}
			v.Text = t
		}
		if before := s.Env[e.Name]; before != nil {
			v.Hidden = append(slices.Clip(before.Hidden), before.FromFile)
		}
		s.Env[e.Name] = v
	}
}

// environment adds a mapping or a list of environment.
func (s *Service) environment(d *plugin.Document, n *yaml.Node, depth int) {
	if n == nil {
		return
	}
	if depth > maxDeep || len(s.Env) > maxEntries {
		s.in.tooMany(plugin.At(d, n))
		return
	}
	if resets(n) {
		clear(s.Env)
	}
	set := func(v *Value, name string, given bool) {
		if !given { // compose hands on what it has itself, or takes the name away
			s.in.asked[name] = true
			e := s.in.Env.Get(name)
			if e == nil || e.Inherits {
				delete(s.Env, name)
				return
			}
			v.Text, v.Entries, v.Names = e.Text, []*Entry{e}, []string{name}
		}
		v.Name = name
		s.Env[name] = v
	}
	for _, item := range n.Items() {
		whole := s.in.scalar(d, item)
		if whole == nil {
			continue
		}
		name, value, given := strings.Cut(whole.Text, "=")
		whole.Text = value
		_, whole.usual, _ = strings.Cut(whole.usual, "=")
		set(whole, name, given)
	}
	for _, m := range slices.Backward(n.Entries()) { // merges first: a key of the mapping's own wins
		if !m.IsMerge() {
			continue
		}
		list := m.Items()
		if list == nil {
			list = []*yaml.Node{m}
		}
		for _, from := range slices.Backward(list) {
			s.environment(d, from.Resolve(), depth+1)
		}
	}
	for _, e := range own(n) {
		v := s.in.scalar(d, e)
		switch {
		case e.Tag == "!reset":
			delete(s.Env, e.Key.Value)
		case v != nil:
			set(v, e.Key.Value, !e.IsNull())
		}
	}
}

// Mount is one volume of a service.
type Mount struct {
	// Source is a folder of the host, a volume's name or "".
	Source *Value
	// Target is the path in the container.
	Target string
	// ReadOnly, Named where Source is a volume's name, and Memory where the volume is
	// gone with the container.
	ReadOnly, Named, Memory bool
	At                      plugin.Place
}

// Mounts are the volumes of a service; of one target the last.
func (s *Service) Mounts() []Mount {
	var out []Mount
	add := func(m Mount) {
		m.Target = path.Clean(m.Target)
		out = slices.DeleteFunc(out, func(o Mount) bool { return o.Target == m.Target })
		out = append(out, m)
	}
	for _, item := range s.items("tmpfs") {
		if v := s.in.scalar(item.doc, item.node); v != nil {
			target, _, _ := strings.Cut(v.Text, ":")
			add(Mount{Target: target, Memory: true, At: v.At})
		}
	}
	for _, item := range s.items("volumes") {
		if item.node.IsMapping() {
			kind := s.field(item, "type").Or("")
			m := Mount{
				Source: s.field(item, "source"), Target: s.field(item, "target").Or(""),
				Named: kind == "volume", Memory: kind == "tmpfs", At: plugin.AtHead(item.doc, item.node),
			}
			if r := s.field(item, "read_only"); r.Or("") == "true" {
				m.ReadOnly, m.At = true, r.At
			}
			add(m)
			continue
		}
		v := s.in.scalar(item.doc, item.node)
		if v == nil {
			continue
		}
		parts := strings.Split(v.Text, ":")
		if len(parts) > 1 && len(parts[0]) == 1 && strings.HasPrefix(parts[1], `\`) { // C:\folder
			parts = append([]string{parts[0] + ":" + parts[1]}, parts[2:]...)
		}
		m := Mount{At: v.At}
		if len(parts) == 1 {
			m.Target = parts[0]
		} else {
			src := *v
			src.Text = parts[0]
			m.Source, m.Target = &src, parts[1]
			m.Named = !strings.ContainsAny(parts[0][:min(1, len(parts[0]))], "./~\\") && !strings.Contains(parts[0], `:\`)
			m.ReadOnly = len(parts) > 2 && slices.Contains(strings.Split(parts[2], ","), "ro")
		}
		add(m)
	}
	return out
}

// MountOf is the volume that a path in the container lies in; nil where it lies
// in the container itself.
func (s *Service) MountOf(p string) *Mount {
	var best *Mount
	p = path.Clean(p)
	for _, m := range s.Mounts() {
		if m.Target == p || m.Target == "/" || strings.HasPrefix(p, m.Target+"/") {
			if best == nil || len(m.Target) > len(best.Target) {
				best = &m
			}
		}
	}
	return best
}

// Port is one published port.
type Port struct {
	// HostIP is the address it is published on, "" for all.
	HostIP string
	// Host and Container are port numbers; 0 where they are not one number.
	Host, Container int
	Value           *Value
	At              plugin.Place
}

// Ports are the published ports of a service.
func (s *Service) Ports() []Port {
	var out []Port
	for _, item := range s.items("ports") {
		if item.node.IsMapping() {
			target, published := s.field(item, "target"), s.field(item, "published")
			p := Port{HostIP: s.field(item, "host_ip").Or(""), Value: cmp.Or(published, target), At: plugin.AtHead(item.doc, item.node)}
			p.Container, _ = strconv.Atoi(target.Or(""))
			p.Host, _ = strconv.Atoi(published.Or(""))
			out = append(out, p)
			continue
		}
		v := s.in.scalar(item.doc, item.node)
		if v == nil {
			continue
		}
		spec, _, _ := strings.Cut(v.Text, "/")
		p := Port{Value: v, At: v.At}
		i := strings.LastIndexByte(spec, ':')
		p.Container, _ = strconv.Atoi(spec[i+1:])
		if i >= 0 {
			rest := spec[:i]
			if k := strings.LastIndexByte(rest, ':'); k >= 0 {
				p.HostIP, rest = strings.Trim(rest[:k], "[]"), rest[k+1:]
			}
			p.Host, _ = strconv.Atoi(rest)
		}
		out = append(out, p)
	}
	return out
}

// Aliases are further names that other containers find the service by, and hosts
// that are written into its own table.
func (s *Service) Aliases() []string {
	var out []string
	for _, l := range s.layers {
		for _, n := range l.node.Get("networks").Entries() {
			for _, a := range n.Get("aliases").Items() {
				out = append(out, a.Str())
			}
		}
	}
	for _, key := range []string{"extra_hosts", "links", "external_links"} {
		for _, item := range s.items(key) {
			name, alias, _ := strings.Cut(item.node.Str(), ":")
			if key == "extra_hosts" {
				name, _, _ = strings.Cut(name, "=")
				alias = ""
			}
			out = append(out, name, alias)
		}
		out = append(out, s.keys(key)...)
	}
	return out
}

// keys are the keys of a mapping of all files.
func (s *Service) keys(key string) []string {
	var out []string
	for _, l := range s.layers {
		for _, e := range own(l.node.Get(key)) {
			out = append(out, e.Key.Value)
		}
	}
	return out
}

// Networks are the names of the networks that a service is in: "default" where
// no file says anything.
func (s *Service) Networks() []string {
	var out []string
	for _, item := range s.items("networks") {
		out = append(out, item.node.Str())
	}
	if out = append(out, s.keys("networks")...); out == nil {
		return []string{"default"}
	}
	return out
}

// refused notes why compose refuses a service as a whole.
func (s *Service) refused() {
	if !s.Active {
		return
	}
	if !s.Has("image") && !s.Has("build") && !s.Has("provider") {
		s.in.problem(s.At, "the service %q has neither an image nor a build: compose starts nothing", short(s.Name))
	}
	for _, l := range s.layers {
		ask := func(n *yaml.Node, name string) {
			if s.in.Services[name] == nil && !strings.Contains(name, "$") && n.Get("required").Str() != "false" {
				s.in.problem(plugin.AtHead(l.doc, n), "the service %q depends on %q, which is not in the compose files: compose starts nothing", short(s.Name), short(name))
			}
		}
		on := l.node.Get("depends_on")
		for _, n := range on.Items() {
			ask(n, n.Str())
		}
		for _, n := range own(on) {
			ask(n, n.Key.Value)
		}
		for _, n := range l.node.Get("networks").Items() {
			if name := n.Str(); name != "default" && !strings.Contains(name, "$") && !s.in.network(name) {
				s.in.problem(plugin.AtHead(l.doc, n), "the network %q is not defined under networks: compose starts nothing", short(name))
			}
		}
	}
}

// network reports whether a compose file defines a network.
func (in *Installation) network(name string) bool {
	return slices.ContainsFunc(in.Compose, func(d *plugin.Document) bool { return d.Root.At("networks", name) != nil })
}

// External reports whether a network of another project is joined: its containers
// have names that cannot be seen here.
func (in *Installation) External() bool {
	for _, d := range in.Compose {
		for _, n := range d.Root.Get("networks").Entries() {
			if e := n.Get("external"); e != nil && (e.IsMapping() || e.Str() == "true") {
				return true
			}
		}
	}
	return false
}

// Volumes are the names of the volumes that the compose files define.
func (in *Installation) Volumes() map[string]bool {
	out := map[string]bool{}
	for _, d := range in.Compose {
		for _, n := range own(d.Root.Get("volumes")) {
			out[n.Key.Value] = true
		}
	}
	return out
}

// Text is all of a command or test, written as a text or a list.
func (s *Service) Text(route ...any) string {
	l, _ := s.node(route...)
	if v := s.in.scalar(l.doc, l.node); v != nil {
		return v.Text
	}
	var out []string
	for _, item := range l.node.Items() {
		if v := s.in.scalar(l.doc, item); v != nil {
			out = append(out, v.Text)
		}
	}
	return strings.Join(out, " ")
}

// Place is where a key of the service stands, or its name.
func (s *Service) Place(route ...any) plugin.Place {
	if l, ok := s.node(route...); ok {
		return plugin.AtKey(l.doc, l.node)
	}
	return s.At
}
