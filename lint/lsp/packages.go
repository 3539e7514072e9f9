package lsp

// Dependencies: which packages there are, which releases of the SDK, and what
// each of these asks for.

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/source/requirement"
	"github.com/difylint/difylint/lint/source/requirement/pydata"
	"github.com/difylint/difylint/lint/source/text"
)

const (
	itemModule = 9
	itemUnit   = 11
)

// requirementBefore is a requirement that is being written: its name, and behind
// an operator its version.
var requirementBefore = text.Regexp(`^\s*([A-Za-z0-9][\w.-]*)?(?:\s*(?:\[[^\]]*\])?\s*(?:[^;#]*[<>=!~,])?(?:===|[<>=!~]=?)\s*([\w.]*))?$`)

// packageItems are the names of packages at the start of a requirement, and
// behind an operator the releases of the SDK.
func (v *view) packageItems(off int) []item {
	line := v.file.LineSpan(v.file.LineAt(off))
	start, end := line.Start, line.End
	if path.Ext(v.rel) == ".toml" {
		if !v.listsRequirements(off) {
			return nil
		}
		quote := bytes.LastIndexAny(v.file.Data[line.Start:off], `"'`)
		if quote < 0 {
			return nil
		}
		start = line.Start + quote + 1
		if n := bytes.IndexByte(v.file.Data[off:line.End], v.file.Data[start-1]); n >= 0 {
			end = off + n
		}
	}
	m := requirementBefore().FindSubmatchIndex(v.file.Data[start:off])
	if m == nil {
		return nil
	}
	tokenEnd := off
	for tokenEnd < end && (isWord(v.file.Data[tokenEnd]) || v.file.Data[tokenEnd] == '.') {
		tokenEnd++
	}
	var out []item
	if m[4] >= 0 { // a version
		if m[2] < 0 || requirement.NormalizeName(string(v.file.Data[start+m[2]:start+m[3]])) != sdkName {
			return nil
		}
		at := v.encoding.rangeOf(v.file, text.Span{Start: start + m[4], End: tokenEnd})
		for _, r := range slices.Backward(sdk.Published()) {
			if !r.Version.IsFinal() {
				continue
			}
			s := r.Version.String()
			out = append(out, item{
				Label: s, Kind: itemUnit, Detail: fmt.Sprintf("Python %s", r.Python), SortText: fmt.Sprintf("%04d", len(out)),
				Documentation: &markup{"markdown", v.asks(&r)}, TextEdit: &textEdit{at, s},
			})
		}
		return out
	}
	from := off
	if m[2] >= 0 {
		from = start + m[2]
	}
	at := v.encoding.rangeOf(v.file, text.Span{Start: from, End: tokenEnd})
	for _, name := range append([]string{"dify_plugin"}, pydata.Popular(string(v.file.Data[from:off]), maxItems-1)...) {
		out = append(out, item{Label: name, Kind: itemModule, SortText: fmt.Sprintf("%04d", len(out)), TextEdit: &textEdit{at, name}})
	}
	return out
}

// listsRequirements reports whether an offset of a pyproject.toml lies in a list
// of requirements.
func (v *view) listsRequirements(off int) bool {
	inGroup := false
	for l := v.file.LineAt(off); l > 0; l-- {
		s := v.file.LineSpan(l)
		line := strings.TrimSpace(string(v.file.Data[s.Start:min(s.End, max(off, s.Start))]))
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			return inGroup && (strings.Contains(line, "dependency-groups") || strings.Contains(line, "optional-dependencies"))
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && !inGroup && strings.HasPrefix(strings.TrimSpace(value), "[") {
			switch strings.TrimSpace(key) {
			case "dependencies", "requires", "dev-dependencies", "constraint-dependencies", "override-dependencies":
				return true
			}
			inGroup = true
		}
	}
	return false
}

// asks says what a release of the SDK asks for.
func (v *view) asks(r *sdk.Release) string {
	var b strings.Builder
	b.WriteString(v.s.lang().Say("**dify_plugin %s** needs Python %s and", r.Version.String(), code(r.Python.String())))
	for _, q := range r.Requirements {
		b.WriteString("\n- " + code(q.Text))
	}
	return b.String()
}

// aboutSDK says what the plugin's files choose of the SDK.
func (v *view) aboutSDK(pl *plugin.Plugin) string {
	dep := sdk.DependencyOf(pl)
	if !dep.Installed.IsValid() {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n\n" + v.s.lang().Say("The plugin is judged by SDK %s: %s", dep.Installed.String(), dep.Chosen()))
	all := sdk.Published()
	for i := range all {
		if all[i].Version.Equal(dep.Installed) {
			out.WriteString("\n\n" + v.asks(&all[i]))
		}
	}
	return out.String()
}
