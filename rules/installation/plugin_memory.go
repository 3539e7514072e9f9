package installation

import (
	"strconv"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/plugin"
)

// PluginMemory reports plugins that ask for more memory than an installation gives.
var PluginMemory = &lint.Rule{
	ID: "installation/plugin-memory", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Needs: needed,
	Title: "plugins ask for more memory than this installation gives",
	Why: "`resource.memory` in the manifest says, in bytes, what a plugin needs. All plugins run in the daemon's container: where they ask together for more than its limit, the system kills one of them " +
		"when the memory is used up. With `--together` the manifests of all plugins are added up.",
	Sources: []string{"dify-plugin-daemon: pkg/entities/plugin_entities/plugin_declaration.go (PluginResourceRequirement)", "compose-spec: deploy.resources, mem_limit"},
	Gather: func(p *lint.Pass) any {
		n, at := asked(p.Plugin)
		return memory{n, p.Keep(at)}
	},
	RunAll: func(p *lint.GroupPass) {
		in, _ := installation.Place.In(p.Inputs)
		if in == nil {
			return
		}
		limit, of := in.Memory(in.Daemon())
		if limit <= 0 {
			return
		}
		var sum int64
		var last *lint.Member
		var lastAt plugin.Place
		for _, pl := range p.Plugins {
			m, _ := pl.Gathered.(memory)
			if m.at.Path == "" {
				continue
			}
			sum, last, lastAt = sum+m.bytes, pl, m.at
			if m.bytes > limit {
				p.Report(pl, lint.Finding{Place: m.at, Key: "alone", Related: setAt(in, of, lint.Msg("the limit")), Message: lint.Msg("the plugin asks for %d MiB of memory, and %s of this installation has %s", m.bytes>>20, in.Daemon().Name, of.Shown())})
				return
			}
		}
		if sum > limit {
			p.Report(last, lint.Finding{Place: lastAt, Key: "together", Related: setAt(in, of, lint.Msg("the limit")), Message: lint.Msg("the %d plugins ask for %d MiB of memory together, and %s of this installation has %s", len(p.Plugins), sum>>20, in.Daemon().Name, of.Shown())})
		}
	},
}

// memory is what a plugin asks for, with its place.
type memory struct {
	bytes int64
	at    plugin.Place
}

// asked is what a plugin's manifest asks for in bytes, with its place.
func asked(p *plugin.Plugin) (int64, plugin.Place) {
	m := p.Manifest()
	n := m.Root.At("resource", "memory")
	bytes, err := strconv.ParseInt(n.Text(), 0, 64)
	if err != nil || bytes < 0 {
		return 0, plugin.Place{}
	}
	return bytes, plugin.At(m, n)
}
