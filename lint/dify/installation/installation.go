// Package installation reads the files of a Dify installation: its compose
// files and .env, and says what each container gets from them, with a place for
// every value. Nothing is started, contacted or written.
//
// compose-spec/compose-go, the library of docker compose, also reads offline,
// but it decodes each file into maps before it fills variables in and merges: of a
// value in a container it cannot say from which line of which file it came, it stops
// at the first error, and it opens whatever files the compose file names. A finding
// needs the line, so files are read here with the trees that keep places, and the
// rules of compose (merging of files, variables, env_file, extends, include,
// profiles) are followed for the keys that matter to plugins.
//
// Not stable: see docs/stability.md.
package installation

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// Subject is what a target of this kind is called in plugin.Target.
const Subject = "installation"

// Names of compose's files, in the order in which compose looks for them.
var (
	composeNames  = []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}
	overrideNames = []string{"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"}
)

// envName is the file beside the compose file that fills variables in.
const envName = ".env"

// ErrNone is the error where a path leads to no installation.
var ErrNone = text.Errorf("no installation found")

// Place is the input that has the installation to judge plugins for.
var Place = plugin.NewInput[*Installation]()

// Installation is what the files say.
type Installation struct {
	// Compose are the compose files that are read, in the order in which they are merged.
	Compose []*plugin.Document
	// Env is the .env file, or nil.
	Env *EnvFile
	// Services are those of the compose files by name; Names their order.
	Services map[string]*Service
	Names    []string
	// Problems are why compose refuses the files.
	Problems []Problem
	// Alone is true where there is no compose file: the containers are taken to
	// be those of Dify's own.
	Alone bool

	from     *plugin.Plugin
	asked    map[string]bool // variables of any value of a compose file
	envFiles map[string]*EnvFile
	profiles []string
	partial  bool // a file that is included is not read

	documents map[string]*plugin.Document // by the path, those that were read
	unread    error
}

// Unread says which of the files could not be read, or nil. What holds for the
// installation is not known then.
func (in *Installation) Unread() error { return in.unread }

// unreadable notes a file that is there and cannot be read.
func (in *Installation) unreadable(at plugin.Place, err error) {
	if errors.Is(err, plugin.ErrTooLarge) {
		in.Problems = append(in.Problems, Problem{Place: at, Format: "the file is not judged: it is larger than what is read of one file", Beyond: true})
	} else {
		in.problem(at, "the file cannot be read: %s", reason(err))
	}
	if in.unread == nil {
		in.unread = text.Errorf("%s: the file cannot be read: %s", in.from.Label(at.Path), reason(err))
	}
}

// Target is the installation that a path means: a folder with a compose file or
// an .env, Dify's repository, or one of the files. The error says what is missing.
func Target(name string) (plugin.Target, error) {
	info, err := os.Stat(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return plugin.Target{}, text.Errorf("%s: no such file or folder", name)
		}
		return plugin.Target{}, text.Errorf("%s: cannot be read", name)
	}
	dir, entry := name, ""
	if !info.IsDir() {
		if !info.Mode().IsRegular() {
			return plugin.Target{}, text.Errorf("%s: %w: it is not a regular file", name, ErrNone)
		}
		dir, entry = filepath.Dir(name), filepath.Base(name)
	} else if !holds(dir) {
		if sub := filepath.Join(dir, "docker"); holds(sub) {
			dir = sub
		} else {
			return plugin.Target{}, text.Errorf("%s: %w: there is no %s and no %s in it", name, ErrNone, composeNames[len(composeNames)-1], envName)
		}
	}
	return plugin.Target{FS: plugin.Dir(dir), Dir: plugin.Label(dir), Subject: Subject, Entry: entry}, nil
}

// EntryOf is what compose would be given to read a file of a folder: "" for its own
// files and .env, else a compose file. ok is false for other names.
func EntryOf(dir fs.FS, name string) (entry string, ok bool) {
	if name == envName || slices.Contains(composeNames, name) || slices.Contains(overrideNames, name) {
		return "", true
	}
	ext := path.Ext(name)
	if ext == ".yaml" || ext == ".yml" {
		top, _, _ := strings.Cut(name, ".")
		return name, top == "docker-compose" || top == "compose"
	}
	// middleware.env is that of docker-compose.middleware.yaml.
	if base, env := strings.CutSuffix(name, envName); env {
		for _, own := range composeNames {
			ext := path.Ext(own)
			sibling := strings.TrimSuffix(own, ext) + "." + base + ext
			if _, err := fs.Stat(dir, sibling); err == nil {
				return sibling, true
			}
		}
	}
	return "", false
}

// OfDify reports whether the files are those of an installation of Dify: a
// container has one of its images, or, where there is only an .env, it sets what
// Dify alone reads.
func (in *Installation) OfDify() bool {
	if in.Alone {
		own := 0
		for _, e := range in.Env.Entries {
			if OfHost(e.Name) != nil && strings.Contains(e.Name, "PLUGIN_") {
				own++
			}
		}
		return own > 1
	}
	return slices.ContainsFunc(in.Names, func(name string) bool {
		img := in.Services[name].Image()
		return img.is(daemonImage) || img.is(apiImage)
	})
}

func holds(dir string) bool {
	return slices.ContainsFunc(append(slices.Clone(composeNames), envName), func(n string) bool {
		info, err := os.Stat(filepath.Join(dir, n))
		return err == nil && !info.IsDir() // what is no file is a problem, not nothing
	})
}

var read = plugin.NewFact(open)

// Of is the installation of a target, read once.
func Of(p *plugin.Plugin) *Installation { return read.Of(p) }

func open(p *plugin.Plugin) *Installation {
	in := &Installation{Services: map[string]*Service{}, from: p, asked: map[string]bool{}, envFiles: map[string]*EnvFile{}, documents: map[string]*plugin.Document{}}
	entry := p.Entry
	compose, env := in.names(entry)
	if f, err := in.read(env, maxEnvFile); err == nil {
		in.Env = parseEnv(f, nil)
		in.Problems = append(in.Problems, in.Env.Problems...)
	} else if !errors.Is(err, fs.ErrNotExist) {
		in.unreadable(plugin.Place{Path: env}, err)
	}
	if e := in.Env.Get("COMPOSE_FILE"); e != nil && entry == "" && e.Text != "" {
		sep := ":"
		if s := in.Env.Get("COMPOSE_PATH_SEPARATOR"); s != nil {
			sep = cmp.Or(s.Text, sep)
		}
		compose = nil
		for n := range strings.SplitSeq(e.Text, sep) {
			compose = append(compose, path.Clean(strings.TrimPrefix(n, "./")))
		}
	}
	if e := in.Env.Get("COMPOSE_PROFILES"); e != nil {
		for n := range strings.SplitSeq(e.Text, ",") {
			in.profiles = append(in.profiles, strings.TrimSpace(n))
		}
	}
	for _, name := range compose {
		in.load(name, 0)
	}
	for _, d := range in.Compose {
		in.scan(d)
	}
	if len(in.Compose) == 0 && len(in.Problems) == 0 {
		in.alone()
	}
	for _, name := range in.Names {
		in.Services[name].resolve()
	}
	// A file that is named by itself may be meant to be merged with others.
	if len(in.Problems) == 0 && !in.Alone && !in.partial && (entry == "" || slices.Contains(composeNames, entry)) {
		for _, name := range in.Names {
			in.Services[name].refused()
		}
	}
	return in
}

// names are the compose files and the .env that compose would take.
func (in *Installation) names(entry string) (compose []string, env string) {
	if ext := path.Ext(entry); ext == ".yaml" || ext == ".yml" {
		env = envName
		// docker-compose.middleware.yaml is run with middleware.env.
		base := strings.TrimSuffix(entry, ext)
		if _, own, ok := strings.Cut(base, "."); ok && in.from.Exists(own+".env") {
			env = own + ".env"
		}
		return []string{entry}, env
	}
	env = envName
	if entry != "" {
		env = entry
	}
	for _, list := range [][]string{composeNames, overrideNames} {
		if i := slices.IndexFunc(list, in.there); i >= 0 {
			compose = append(compose, list[i])
		} else if len(compose) == 0 {
			break
		}
	}
	return compose, env
}

// there reports whether compose finds something under a name, a file or not.
func (in *Installation) there(name string) bool {
	_, err := fs.Stat(in.from.FS, name)
	return !errors.Is(err, fs.ErrNotExist)
}

func (in *Installation) problem(at plugin.Place, format string, args ...any) {
	in.Problems = append(in.Problems, Problem{Place: at, Format: format, Args: args})
}

func (in *Installation) read(name string, limit int) (*text.File, error) {
	f, err := in.from.Read(name)
	if err != nil {
		return nil, err
	}
	if len(f.Data) > limit {
		return nil, plugin.ErrTooLarge
	}
	return f, nil
}

func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}

const (
	maxCompose = 4 << 20 // bytes of a compose file
	maxFiles   = 64      // compose files of one installation
	maxDeep    = 8       // files that include or extend one another
)

// tooMany notes, once, what is left out because files lead on to too many others.
func (in *Installation) tooMany(at plugin.Place) {
	const format = "what this leads to is not judged: up to %d compose files and %d names are read, and up to %d files, services or mappings that include one another"
	if !slices.ContainsFunc(in.Problems, func(p Problem) bool { return p.Format == format }) {
		in.Problems = append(in.Problems, Problem{Place: at, Format: format, Args: []any{maxFiles, maxEntries, maxDeep}, Beyond: true})
	}
}

// load reads a compose file, those that it includes before it.
func (in *Installation) load(name string, depth int) {
	if len(in.Compose) >= maxFiles || depth > maxDeep {
		in.tooMany(plugin.Place{Path: name})
		return
	}
	d := in.document(name)
	if d == nil {
		return
	}
	if !d.Root.IsMapping() {
		in.problem(plugin.AtTop(d), "the file is not a compose file: it must be a mapping with services")
		return
	}
	for _, item := range d.Root.Get("include").Items() {
		paths := []*yaml.Node{item}
		if item.IsMapping() {
			if paths = item.Get("path").Items(); paths == nil {
				paths = []*yaml.Node{item.Get("path")}
			}
		}
		for _, n := range paths {
			switch v := in.scalar(d, n); {
			case v == nil || v.Text == "":
			case strings.Contains(v.Text, "://") || strings.HasPrefix(v.Text, "git@") || path.IsAbs(v.Text):
				in.partial = true // it is not read
			default:
				in.load(path.Join(path.Dir(name), v.Text), depth+1)
			}
		}
	}
	in.Compose = append(in.Compose, d)
	for _, n := range own(d.Root.Get("services")) {
		in.service(n.Key.Value, d, n)
	}
}

// document reads and parses a compose file, once; nil where that is a problem.
func (in *Installation) document(name string) *plugin.Document {
	if d, known := in.documents[name]; known {
		return d
	}
	in.documents[name] = nil
	f, err := in.read(name, maxCompose)
	if err != nil {
		in.unreadable(plugin.Place{Path: name}, err)
		return nil
	}
	t := yaml.Parse(f)
	if t.Err != nil {
		in.problem(plugin.AtSpan(f, t.Err.Span), t.Err.Format, t.Err.Args...)
		return nil
	}
	d := &plugin.Document{Path: name, File: f, Tree: t, Root: t.Root}
	t.Root.Walk(func(n *yaml.Node) bool {
		if n.Kind != yaml.Mapping {
			return true
		}
		lines := map[string]int{}
		for _, e := range own(n) {
			if first, ok := lines[e.Key.Value]; ok {
				in.problem(plugin.AtKey(d, e), "the key %q is already in line %d: compose starts nothing", short(e.Key.Value), first)
			} else {
				lines[e.Key.Value] = f.LineAt(e.Key.Span.Start)
			}
		}
		return true
	})
	in.documents[name] = d
	return d
}

// scan notes which variables the values of a compose file ask for.
func (in *Installation) scan(d *plugin.Document) {
	d.Root.Walk(func(n *yaml.Node) bool {
		if n.Kind == yaml.Scalar && !n.IsKey() && strings.Contains(n.Value, "$") {
			for _, set := range []bool{false, true} {
				t := template{lookup: func(string) (string, bool) { return "x", set }}
				t.expand(n.Value, 0)
				for _, name := range t.names {
					in.asked[name] = true
				}
			}
		}
		return true
	})
}

// NotMain reports whether the compose file is not the one that compose takes by itself:
// the .env beside it is then that of another.
func (in *Installation) NotMain() bool {
	entry := in.from.Entry
	yaml := path.Ext(entry) == ".yaml" || path.Ext(entry) == ".yml"
	return yaml && !slices.Contains(composeNames, entry) && slices.ContainsFunc(composeNames, in.from.Exists) && in.Env != nil && in.Env.File.Path == envName
}

// Asked reports whether a value of a compose file asks for a variable.
func (in *Installation) Asked(name string) bool { return in.asked[name] }

// lookup is a variable's value as compose finds it. The shell that starts
// compose is not at hand.
func (in *Installation) lookup(name string) (string, bool) {
	if e := in.Env.Get(name); e != nil && !e.Inherits {
		return e.Text, true
	}
	return "", false
}

// Dir is the label of the installation's folder.
func (in *Installation) Dir() string { return in.from.Dir }

// Stat is the state of a file or folder of the installation.
func (in *Installation) Stat(name string) (fs.FileInfo, error) {
	name = path.Clean(name)
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	return fs.Stat(in.from.FS, name)
}

// Read is the content of a file of the installation.
func (in *Installation) Read(name string) (*text.File, error) { return in.from.Read(path.Clean(name)) }
