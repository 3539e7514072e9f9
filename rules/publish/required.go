package publish

import (
	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
	"github.com/difylint/difylint/lint/source/yamledit"
)

// Required reports keys that the marketplace asks for and the platform does not.
var Required = &lint.Rule{
	ID: "publish/required", Gate: lint.Publish, Severity: lint.Error, Since: "0.1.0",
	Title: "the manifest lacks a key that the marketplace requires",
	Why: "A plugin packages, installs and runs without `privacy`, `repo` and `contact`; the marketplace's checks refuse it " +
		"(\"missing required field\"). `privacy` is the path of the privacy policy or its URL, `repo` the URL of the source, " +
		"`contact` an e-mail address. Neither the daemon nor the SDK reads `contact`.",
	Sources: []string{"dify-marketplace-toolkit: toolkit/checks/manifest.py"},
	Run: submitted(func(p *lint.Pass) {
		m := p.Plugin.Manifest()
		for _, key := range [...]string{"privacy", "repo", "contact"} {
			n := m.Root.Get(key)
			if !missing(n) {
				continue
			}
			f := lint.Finding{Place: plugin.AtTop(m), Key: key}
			f.Message = lint.Msg("the marketplace asks for the key %s, which the manifest does not have; %s", key, wanted[key])
			if n != nil {
				f.Place = plugin.At(m, n)
				f.Message = lint.Msg("the marketplace asks for %s, and nothing stands there; %s", key, wanted[key])
			}
			switch {
			case key == "privacy" && n != nil && !p.Plugin.Exists(privacyName):
				f.Message = lint.Msg("the marketplace asks for privacy, and nothing stands there; write the file %s and name it", privacyName)
			case key == "privacy" && p.Plugin.Exists(privacyName):
				f.Fixes = lint.SafeFix(lint.Msg("Name %s", privacyName), put(p, n, key, privacyName))
			case key == "repo":
				if url := onlyRepository(p); url != "" {
					f.Fixes = lint.UnsafeFix(lint.Msg("Write %s", url), put(p, n, key, yamledit.String(url)))
				}
			}
			refuse(p, f)
		}
	}),
}

var wanted = map[string]lint.Message{
	"privacy": lint.Msg("name the policy, as PRIVACY.md, or its URL"),
	"repo":    lint.Msg("write the URL of the source, as https://github.com/you/your-plugin"),
	"contact": lint.Msg("write an e-mail address"),
}

// missing is what yq's "//" takes for nothing: absent, null, false or empty.
func missing(n *yaml.Node) bool {
	if n.IsNull() {
		return true
	}
	r := n.Resolve()
	return r.Kind == yaml.Scalar && (blank(r.Value) || r.Tag == "!!bool" && lower(r.Value) == "false")
}

func put(p *lint.Pass, n *yaml.Node, key, yamlText string) []text.Edit {
	m := p.Plugin.Manifest()
	if n != nil {
		return yamledit.ReplaceWith(m.Tree, n, yamlText)
	}
	return yamledit.InsertEntry(m.Tree, m.Root, key, yamlText)
}

// onlyRepository is the source repository that the README links to, where it
// links to one alone.
func onlyRepository(p *lint.Pass) string {
	f := readme(p.Plugin)
	if f == nil {
		return ""
	}
	found := ""
	for _, m := range repositoryRoot().FindAllString(string(f.Data), 50) {
		switch found {
		case "", m:
			found = m
		default:
			return ""
		}
	}
	return found
}
