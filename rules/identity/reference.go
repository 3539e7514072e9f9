package identity

import (
	"maps"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/near"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// The daemon's patterns of references (dify-plugin-daemon,
// pkg/entities/plugin_entities/identity.go and
// pkg/entities/bundle_entities/dependency.go).
var (
	uniquePattern      = text.Regexp(`^(?:([a-z0-9_-]{1,64})/)?([a-z0-9_-]{1,255}):([0-9]{1,4}(?:\.[0-9]{1,4}){1,3}(?:-[0-9A-Za-z_]{1,16})?)@[a-f0-9]{32,64}$`)
	marketplacePattern = text.Regexp(`^[a-z0-9_-]{1,64}/[a-z0-9_-]{1,128}:` + bundleVersion + `$`)
)

const (
	bundleNumber  = `[0-9]{1,4}(\.[0-9]{1,4}){2}(-[0-9A-Za-z_]{1,16})?`
	bundleAny     = `([0-9]{1,4}|[xX])`
	bundleVersion = `([~^]?` + bundleNumber + `|` + bundleAny + `(\.` + bundleAny + `){2}|` + bundleNumber + `-` + bundleNumber + `)`
)

// What looks like a reference, well formed or not.
var (
	uniqueLike     = text.Regexp(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+:[^\s/@]+@[0-9A-Za-z]*$`)
	identifierLike = text.Regexp(`^([A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)+)@(v?[0-9]+(?:\.[0-9]+)*(?:[-+][0-9A-Za-z.-]*)?)$`)
)

// Reference reports references to other plugins that lead nowhere.
var Reference = &lint.Rule{
	ID: "identity/reference", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0", Bundles: true,
	Title: "a reference to another plugin is invalid or names no known plugin",
	Why:   "A bundle names its plugins as `author/name:version`, and an installed plugin is `author/name:version@checksum`, with a checksum of 32 to 64 hexadecimal digits; some manifests also name others by their identifier, `com.example.plugin@1.0.1`. A reference of another form, or to a plugin that does not exist, fails only when somebody installs.",
	Sources: []string{
		"dify-plugin-daemon: pkg/entities/plugin_entities/identity.go",
		"dify-plugin-daemon: pkg/entities/bundle_entities/dependency.go",
	},
	Options: []lint.Option{{Name: "closed", Type: "boolean", Default: false, Doc: "Every referenced plugin must be among those that are checked together."}},
	Gather: func(p *lint.Pass) any {
		m := p.Plugin.Manifest()
		g := &referring{bundle: p.Plugin.IsBundle(), identifier: m.Root.Get("identifier").Str(), closed: lint.OptionOf[bool](p, "closed")}
		if n := m.Root.Get("version"); n != nil && !g.bundle {
			g.version = p.Keep(plugin.At(m, n))
		}
		for _, r := range references(p.Plugin) {
			r.at, r.tree = p.Keep(plugin.At(m, r.node)), m.Tree
			g.references = append(g.references, r)
		}
		return g
	},
	RunAll: func(p *lint.GroupPass) {
		byID, byIdentifier := map[string][]*lint.Member{}, map[string][]*lint.Member{}
		for _, pl := range p.Plugins {
			g, _ := pl.Gathered.(*referring)
			if g.bundle {
				continue
			}
			id := pl.Author + "/" + pl.Name
			byID[id] = append(byID[id], pl)
			if g.identifier != "" {
				byIdentifier[g.identifier] = append(byIdentifier[g.identifier], pl)
			}
		}
		ids, identifiers := slices.Sorted(maps.Keys(byID)), slices.Sorted(maps.Keys(byIdentifier))
		var words near.Budget
		for _, pl := range p.Plugins {
			g, _ := pl.Gathered.(*referring)
			for _, r := range g.references {
				where, known := byID, ids
				if r.form == identifierForm {
					where, known = byIdentifier, identifiers
				}
				f := lint.Finding{Place: r.at, Key: r.text}
				found := where[r.id]
				switch {
				case !r.ok:
					f.Message = lint.Msg("%q is not a valid reference to a plugin; write %s", shown(r.text), forms[r.form])
				case len(found) == 0:
					meant, ok := words.Nearest(r.id, known)
					switch {
					case ok:
						f.Message = lint.Msg("no checked plugin is %q; did you mean %q?", shown(r.id), meant)
						f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", meant), yamledit.ReplaceValue(r.tree, r.node, strings.Replace(r.text, r.id, meant, 1)))
					case g.closed:
						f.Message = lint.Msg("no checked plugin is %q", shown(r.id))
					default:
						continue
					}
				case !slices.ContainsFunc(found, func(o *lint.Member) bool { return r.takes(o.Version) }):
					o := found[0]
					other, _ := o.Gathered.(*referring)
					f.Message = lint.Msg("%s has the version %s here, but %q asks for another", r.id, o.Version, shown(r.text))
					f.Related = []lint.Related{{Place: other.version, Message: lint.Msg("the version"), Plugin: o.Dir}}
				default:
					continue
				}
				p.Report(pl, f)
			}
		}
	},
}

// referring is what is gathered of a plugin.
type referring struct {
	bundle, closed bool
	identifier     string
	version        plugin.Place
	references     []reference
}

type form int

const (
	uniqueForm form = iota
	identifierForm
	marketplaceForm
)

// forms are what to write for a reference that is not well formed; one of the
// marketplace's form is.
var forms = map[form]lint.Message{
	uniqueForm:     lint.Msg("author/name:version@checksum, in lower case, the checksum of 32 to 64 hexadecimal digits"),
	identifierForm: lint.Msg("a reverse domain name, @ and a full version, such as com.example.plugin@1.0.1"),
}

// reference is one place of a manifest that names another plugin.
type reference struct {
	node *yaml.Node
	tree *yaml.Tree // kept of the few manifests that name others
	at   plugin.Place
	text string
	form form
	// ok is whether it is well formed; then id and version are set.
	ok          bool
	id, version string
}

// takes reports whether a plugin's version is one that the reference asks for.
func (r reference) takes(have string) bool {
	if r.version == have {
		return true
	}
	v, err := semver.NewVersion(have)
	if err != nil {
		return true // version/pattern says so
	}
	want := r.version
	if from, to, ok := strings.Cut(want, "-"); ok && strings.Contains(to, ".") {
		want = ">=" + from + " <=" + to
	}
	c, err := semver.NewConstraint(want)
	return err != nil || c.Check(v)
}

// references finds what names other plugins in a manifest: a bundle's
// dependencies, and any text with the form of an identifier and a version.
func references(p *plugin.Plugin) []reference {
	m := p.Manifest()
	var out []reference
	if p.IsBundle() {
		for _, d := range m.Root.Get("dependencies").Items() {
			// schema/pattern tells of those that are malformed.
			if n := d.At("value", "marketplace_pattern"); marketplacePattern().MatchString(n.Str()) {
				r := reference{node: n, text: n.Str(), form: marketplaceForm, ok: true}
				r.id, r.version, _ = strings.Cut(r.text, ":")
				out = append(out, r)
			}
		}
	}
	m.Root.Walk(func(n *yaml.Node) bool {
		switch {
		case n.IsKey() || n.Kind == yaml.Alias:
			return false
		case n.Key != nil && slices.Contains([]string{"label", "description", "labels", "marketplace_pattern", "repo_pattern"}, n.Key.Value):
			return false
		case n.Kind != yaml.Scalar || len(n.Value) > 512:
			return true
		}
		if uniqueLike().MatchString(n.Value) {
			r := reference{node: n, text: n.Value, form: uniqueForm}
			if g := uniquePattern().FindStringSubmatch(n.Value); g != nil {
				r.ok, r.id, r.version = true, g[1]+"/"+g[2], g[3]
			}
			out = append(out, r)
		} else if g := identifierLike().FindStringSubmatch(n.Value); g != nil {
			r := reference{node: n, text: n.Value, form: identifierForm, id: g[1], version: g[2]}
			_, err := semver.StrictNewVersion(g[2])
			r.ok = err == nil && identifierPattern().MatchString(g[1])
			out = append(out, r)
		}
		return true
	})
	return out
}
