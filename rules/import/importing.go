// Package importing holds the rules about imports against the dependencies that
// a plugin declares.
//
// Not stable: programs take rules from package rules; see docs/stability.md.
package importing

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

//go:embed brings.txt
var bringsText string

// closure is what a distribution brings in.
type closure struct {
	// from on is what the names are known for.
	from  requirement.Version
	names []string
}

// brings maps a distribution to all that is installed with it. One that is not
// there may bring in anything.
var brings = sync.OnceValue(func() map[string]*closure {
	out := map[string]*closure{}
	for line := range strings.Lines(bringsText) {
		if f := strings.Fields(line); len(f) > 1 && f[0] != "#" {
			from, _ := requirement.ParseVersion(f[1])
			out[f[0]] = &closure{from, f[2:]}
		}
	}
	return out
})

// episode is what only some releases of a distribution bring in.
type episode struct {
	names []string
	// in are these releases.
	in requirement.Set
}

// episodes are those of the SDK: pydub until 0.3.0, aiohttp in 0.7.6 and 0.8.0
// (dify-plugin-sdks: pyproject.toml, as of 2026-11-24).
var episodes = sync.OnceValue(func() map[string][]episode {
	version := func(s string) requirement.Version { v, _ := requirement.ParseVersion(s); return v }
	return map[string][]episode{"dify-plugin": {
		{[]string{"pydub"}, requirement.UpTo(version("0"), version("0.3.0"))},
		{[]string{"aiohttp", "aiohappyeyeballs", "aiosignal", "attrs", "frozenlist"}, requirement.UpTo(version("0.7.6a0"), version("0.8.0"))},
	}}
})

// declaration is a requirement that the plugin declares.
type declaration struct {
	key  string // normalised name
	file *text.File
	span text.Span
	// brings are what it brings in for sure, or may.
	brings, may []string
	// known: it brings in nothing else.
	known bool
}

// declare is a requirement with what it brings in. The versions are nil where
// they cannot be told.
func declare(key string, f *text.File, span text.Span, versions *requirement.Set) declaration {
	d := declaration{key: key, file: f, span: span}
	c := brings()[key]
	if c == nil || versions == nil || !versions.Overlaps(requirement.Between(c.from, requirement.Version{})) {
		return d
	}
	d.known, d.brings = true, c.names
	for _, e := range episodes()[key] {
		switch {
		case versions.Subset(e.in):
			d.brings = slices.Concat(d.brings, e.names)
		case versions.Overlaps(e.in):
			d.may = append(d.may, e.names...)
		}
	}
	return d
}

// installed is what installing a plugin's dependencies puts in place.
type installed struct {
	// direct are the runtime requirements of the file that the daemon takes.
	direct []declaration
	// file is that file, nil where there is none.
	file *text.File
	// all are the normalised names of all that is installed, as far as known;
	// by says what brings in a name that is not declared; may are perhaps
	// installed.
	all, may map[string]bool
	by       map[string]string
	// closed: nothing else is installed.
	closed bool
	// blind: the files cannot be read.
	blind bool
	// lock is the uv.lock that decides, or nil. It is read when it is needed:
	// most imports are of what is declared.
	lock func() *requirement.Lock

	answers map[string]answer // of has, by module
	// compared counts the names that were compared; beyond maxCompared any
	// module may be installed.
	compared int
}

type answer struct {
	dist         string
	declared, ok bool
}

// maxCompared bounds the pairs of names that are compared in one plugin.
const maxCompared = 1 << 20

// installedOf reads the dependency files: pyproject.toml, with uv.lock, before
// requirements.txt, as the daemon does (dify-plugin-daemon,
// internal/core/local_runtime/setup_python_environment.go).
var installedOf = plugin.NewFact(func(p *plugin.Plugin) *installed {
	in := &installed{answers: map[string]answer{}, all: map[string]bool{}, may: map[string]bool{}, by: map[string]string{}, closed: true}
	add := func(r *requirement.Requirement, f *text.File) {
		if r == nil || !r.Valid() {
			in.closed = false
			return
		}
		var versions *requirement.Set
		if r.URL == "" {
			set := r.Specifiers.Set()
			versions = &set
		}
		d := declare(r.Key(), f, r.NameSpan, versions)
		d.known = d.known && len(r.Extras) == 0
		in.direct = append(in.direct, d)
		in.all[r.Key()] = true
	}
	if f, err := p.Read("pyproject.toml"); err == nil {
		pr := requirement.ParsePyProject(f)
		in.file, in.blind = f, len(pr.Problems) > 0
		for _, d := range pr.Dependencies {
			add(d.Requirement, f)
		}
		if lf, err := p.Read("uv.lock"); err == nil {
			in.lock = func() *requirement.Lock { return requirement.ParseLock(lf) }
			return in
		}
	} else if f, err := p.Read("requirements.txt"); err == nil {
		reqs := requirement.ParseRequirements(f, p.Read)
		in.file = f
		reqs.Walk(func(r *requirement.Requirements, e *requirement.Entry) {
			switch {
			case r.Constraint:
			case e.Requirement != nil:
				add(e.Requirement, r.File)
			case e.Kind != requirement.Include && e.Kind != requirement.Constrain && e.Kind != requirement.OptionLine || e.Kind == requirement.Include && e.Nested == nil:
				in.closed = false // a file or an address, of whatever it holds
				if key := requirement.NormalizeName(e.EggName); key != "" {
					in.direct = append(in.direct, declare(key, r.File, e.TargetSpan, nil))
					in.all[key] = true
				}
			}
		})
	} else {
		in.blind = true
		return in
	}
	for _, d := range in.direct {
		in.closed = in.closed && d.known
		for _, name := range d.brings {
			in.bring(name, d.key)
		}
		for _, name := range d.may {
			in.may[name] = true
		}
	}
	return in
})

func (in *installed) bring(name, by string) {
	if !in.all[name] {
		in.all[name], in.by[name] = true, by
	}
}

// locked notes the packages of the lock, with the declared one that brings in
// each, once.
func (in *installed) locked() {
	if in.lock == nil {
		return
	}
	lock := in.lock()
	in.lock = nil
	in.blind = in.blind || len(lock.Problems) > 0 || len(lock.Packages) == 0
	for _, d := range in.direct {
		queue := []string{d.key}
		for len(queue) > 0 {
			name := queue[0]
			queue = queue[1:]
			for _, pkg := range lock.Find(name) {
				deps := slices.Clone(pkg.Dependencies)
				for _, extra := range pkg.Extras {
					deps = append(deps, extra.Dependencies...) // asked for or not
				}
				for _, dep := range deps {
					if key := requirement.NormalizeName(dep.Name.Text); !in.all[key] {
						in.bring(key, d.key)
						queue = append(queue, key)
					}
				}
			}
		}
	}
}

// has reports whether a module is installed, by which distribution, and whether
// that is declared. Where no name fits, one that may bring the module counts.
func (in *installed) has(module string) (dist string, declared, ok bool) {
	a, known := in.answers[module]
	if !known {
		a.dist, a.declared, a.ok = in.look(module)
		in.answers[module] = a
	}
	return a.dist, a.declared, a.ok
}

func (in *installed) look(module string) (dist string, declared, ok bool) {
	names := distributions(module)
	if top, _, _ := strings.Cut(module, "."); pydata.OtherModule(names[0]) && names[0] == requirement.NormalizeName(top) {
		return names[0], false, false // pyyaml, whose module is yaml
	}
	for _, n := range names {
		if _, brought := in.by[n]; in.all[n] && !brought {
			return n, true, true
		}
	}
	in.locked()
	for _, n := range names {
		if in.all[n] {
			return n, false, true
		}
	}
	for _, n := range names {
		if in.may[n] {
			return n, true, true
		}
	}
	if in.compared += len(in.all); in.compared > maxCompared {
		return names[0], true, true // nobody can say that it is not
	}
	part := partOf(module)
	for n := range in.all {
		if part != "" && (strings.HasPrefix(n, part) || strings.HasPrefix(part, n+"-")) || part == "" && carries(n, module) {
			return n, true, true
		}
	}
	return names[0], false, false
}

// carries reports whether a distribution may well carry a module whose name is
// unlike it. The SDK has one module, and so has a much used distribution of one
// word: flask_cors is not Flask's, request not that of requests. A module that
// has the name of another much used distribution is of that one.
func carries(dist, module string) bool {
	top, _, _ := strings.Cut(module, ".")
	name := requirement.NormalizeName(top)
	switch {
	case shared[top]: // google.iam is of grpc-google-iam-v1
	case dist == "dify-plugin" || !strings.Contains(dist, "-") && pydata.IsPopular(dist):
		return false
	case name != dist && pydata.IsPopular(name):
		return false
	}
	return kin(dist, squashed(module))
}

// distributions are what is installed for a module, likeliest first.
func distributions(module string) []string {
	top, _, _ := strings.Cut(module, ".")
	var out []string
	if d, ok := pydata.Distribution(module); ok {
		out = append(out, requirement.NormalizeName(d))
	}
	if d := partOf(module); d != "" {
		out = append(out, d)
	}
	out = append(out, alternatives[top]...)
	if name := requirement.NormalizeName(top); len(out) == 0 || !pydata.OtherModule(name) {
		out = append(out, name)
	}
	return out
}

// shared are packages that many distributions put their modules into, each named
// by the module's whole name.
var shared = map[string]bool{"azure": true, "google": true, "opentelemetry": true, "zope": true, "ruamel": true, "backports": true, "jaraco": true}

// partOf is the distribution of a module in a shared package, "" where it is not
// one of the known: azure-storage-blob for azure.storage.blob.models.
func partOf(module string) string {
	names := strings.Split(module, ".")
	if !shared[names[0]] {
		return ""
	}
	for n := min(len(names), 5); n > 1; n-- {
		if d := requirement.NormalizeName(strings.Join(names[:n], "-")); pydata.IsPopular(d) {
			return d
		}
	}
	return ""
}

// alternatives are further distributions of a module that several carry.
var alternatives = map[string][]string{
	"cv2": {"opencv-python-headless", "opencv-contrib-python", "opencv-contrib-python-headless"}, "psycopg2": {"psycopg2", "psycopg2-binary"},
	"fitz": {"pymupdf"}, "magic": {"python-magic", "python-magic-bin"}, "Crypto": {"pycryptodome", "pycrypto"}, "jwt": {"pyjwt"},
	"jose": {"python-jose"}, "mysql": {"mysql-connector-python", "mysql-connector"}, "MySQLdb": {"mysqlclient"}, "bson": {"pymongo", "bson"},
	"faiss": {"faiss-cpu", "faiss-gpu"}, "pkg_resources": {"setuptools"}, "setuptools": {"setuptools"}, "attr": {"attrs"},
	"duckduckgo_search": {"duckduckgo-search", "ddgs"}, "docx": {"python-docx"}, "websocket": {"websocket-client"}, "slugify": {"python-slugify"},
	"v2": {"nacos-sdk-python"}, "a2a": {"a2a-sdk"}, "telegram": {"python-telegram-bot"}, "multipart": {"python-multipart"}, "zmq": {"pyzmq"}, "serial": {"pyserial"}, "usb": {"pyusb"},
}

// squashed is the first name of a module as a distribution's may look, without
// what joins words.
func squashed(module string) string {
	top, _, _ := strings.Cut(module, ".")
	return strings.ReplaceAll(requirement.NormalizeName(top), "-", "")
}

// kin reports whether a distribution may well carry a module whose squashed name
// is unlike it: one begins with the other, or they share a long word.
func kin(dist, m string) bool {
	d := strings.ReplaceAll(dist, "-", "")
	if len(m) >= 3 && (strings.HasPrefix(d, m) || strings.HasSuffix(d, m)) || len(d) >= 4 && strings.HasPrefix(m, d) {
		return true
	}
	for word := range strings.SplitSeq(dist, "-") {
		if len(word) >= 5 && word != "python" && strings.Contains(m, word) {
			return true
		}
	}
	return false
}

// imported is a module from outside that the sources import.
type imported struct {
	module string // dotted, as imported
	i      int    // of the source
	at     plugin.Place
	guard  python.Guard
	scope  python.ScopeID
}

// importsOf are the imports of modules that are neither the plugin's own nor the
// standard library's, in the order of the sources.
var importsOf = plugin.NewFact(func(p *plugin.Plugin) []imported {
	prog := sources.Program(p)
	var out []imported
	for i, m := range prog.Modules {
		for k := range m.Imports {
			im := &m.Imports[k]
			target, ok := prog.ImportTarget(i, im)
			if !ok || target == "" || im.Level > 0 || prog.Local(target) {
				continue
			}
			top, _, _ := strings.Cut(target, ".")
			if pydata.InStdlib(top, "") {
				continue
			}
			if im.From && im.Name != "*" {
				whole := target + "." + im.Name
				if _, ok := pydata.Distribution(whole); ok || partOf(whole) != partOf(target) {
					target = whole // from google import genai
				}
			}
			out = append(out, imported{target, i, plugin.AtSpan(m.File, im.ModuleSpan), sources.GuardOf(p, m, im.Block), im.Scope})
		}
		for _, t := range prog.TextImports(i) {
			if top, _, _ := strings.Cut(t.Module, "."); top != "" && !prog.Local(top) && !pydata.InStdlib(top, "") {
				c := &m.Calls[t.Call]
				guard := m.GuardOf(c.Block)
				if m.Ident(m.Exprs[c.Expr].A) == "find_spec" {
					guard |= python.ImportErrorGuard // it only asks
				}
				out = append(out, imported{t.Module, i, plugin.AtSpan(m.File, m.Exprs[t.Name].Span()), guard, c.Scope})
			}
		}
	}
	return out
})

// report reports an import that fails; one that does not run at start fails a call.
func report(p *lint.Pass, f lint.Finding, atStart bool) {
	if !atStart {
		f.Severity, f.Gate = lint.Warning, lint.Call
	}
	p.Report(f)
}

// importing is the fix that imports another name, under the one that the code calls
// it by.
func importing(m *python.Module, im *python.Import, name string) []lint.Fix {
	if im.As == "" {
		name += " as " + im.Name
	}
	return lint.UnsafeFix(lint.Msg("Import `%s`", name), text.ReplaceText(m.File, im.NameSpan, name))
}

// needed are the imports that running the plugin certainly or likely does: outside
// tests, not for type checkers only, and not where a missing module is caught.
func needed(p *plugin.Plugin) []imported {
	running := sdk.ReachOf(p).Meant
	prog := sources.Program(p)
	// Where the sources add to the path of modules, their own may be anywhere.
	moved := map[string]bool{}
	for i, m := range prog.Modules {
		if running[i] && bytes.Contains(m.File.Data, []byte("sys.path")) {
			for _, m := range prog.Modules {
				for part := range strings.SplitSeq(strings.TrimSuffix(m.File.Path, ".py"), "/") {
					moved[part] = true
				}
			}
			break
		}
	}
	return slices.DeleteFunc(slices.Clone(importsOf.Of(p)), func(im imported) bool {
		top, _, _ := strings.Cut(im.module, ".")
		return !running[im.i] || moved[top] || im.guard&(python.TypeCheckingGuard|python.ImportErrorGuard|python.HandlerGuard) != 0
	})
}
