package main

// What the daemon, its command line, the SDK, Dify's API and the marketplace's
// checks say when they fail: each error's text with its file and function, and the
// releases in which it is said; what has no releases, as the checks, is read as it
// is now. The catalogue of messages (lint/dify/messages) is held against the list.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// row is one text in one function.
type row struct{ speaker, repository, file, function, text string }

func said(by ...*repository) func(string) string {
	return func(string) string {
		lines := []string{"# speaker\trepository\tfile\tfunction\tfirst release\tlast release (empty: the newest)\ttext\n"}
		for _, r := range by {
			lines = append(lines, texts(r)...)
		}
		return strings.Join(lines, "")
	}
}

// texts are what every release of a repository says.
func texts(r *repository) []string {
	var tags, names []string
	for _, v := range r.versions() {
		if v.Prerelease() == "" {
			tags, names = append(tags, v.Original()), append(names, v.String())
		}
	}
	if len(tags) == 0 && r == toolkit {
		tags, names = []string{"HEAD"}, []string{""}
	}
	if len(tags) == 0 {
		log.Fatalf("%s has no releases", r.name)
	}
	first, last := map[row]string{}, map[row]string{}
	byBlob := map[string][]row{}
	for i, tag := range tags {
		for l := range strings.Lines(r.git("ls-tree", "-r", "--format=%(objectname) %(path)", tag)) {
			blob, name, _ := strings.Cut(strings.TrimSpace(l), " ")
			if !wanted(r.speaker, name) {
				continue
			}
			rows, ok := byBlob[blob+name]
			if !ok {
				data := []byte(r.git("cat-file", "blob", blob))
				if path.Ext(name) == ".go" {
					rows = readGo(data)
				} else {
					rows = readPython(r.speaker, data)
				}
				for k := range rows {
					rows[k].speaker, rows[k].repository, rows[k].file = r.speaker, r.name, name
				}
				byBlob[blob+name] = rows
			}
			for _, w := range rows {
				if _, ok := first[w]; !ok {
					first[w] = names[i]
				}
				last[w] = names[i]
			}
		}
	}
	var lines []string
	for w, since := range first {
		until := last[w]
		if until == names[len(names)-1] {
			until = ""
		}
		lines = append(lines, strings.Join([]string{w.speaker, w.repository, w.file, w.function, since, until, strconv.Quote(w.text)}, "\t")+"\n")
	}
	slices.Sort(lines)
	return lines
}

// wanted says which files speak between packaging and a call.
func wanted(speaker, name string) bool {
	switch speaker {
	case "daemon":
		return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.Contains(name, "testdata") &&
			(strings.HasPrefix(name, "pkg/plugin_packager") || strings.HasPrefix(name, "pkg/bundle_packager") || strings.HasPrefix(name, "pkg/entities") ||
				strings.HasPrefix(name, "internal/core") || strings.HasPrefix(name, "internal/service") || strings.HasPrefix(name, "internal/server") ||
				strings.HasPrefix(name, "internal/types/app") || strings.HasPrefix(name, "internal/db") || strings.HasPrefix(name, "internal/tasks") || strings.HasPrefix(name, "cmd/commandline/plugin") || strings.HasPrefix(name, "cmd/commandline/signature"))
	case "sdk":
		return strings.HasSuffix(name, ".py") && strings.Contains(name, "dify_plugin/") && !strings.Contains(name, "test") &&
			!strings.Contains(name, "interfaces/model") && !strings.Contains(name, "/commands/")
	case "api":
		return strings.HasSuffix(name, ".py") && (strings.HasPrefix(name, "api/core/plugin/") || strings.HasPrefix(name, "api/services/plugin/") ||
			name == "api/controllers/console/workspace/plugin.py" || strings.HasPrefix(name, "api/controllers/inner_api/"))
	case "marketplace":
		return strings.HasSuffix(name, ".py")
	}
	return false
}

// readGo lists the texts of errors.New and fmt.Errorf.
func readGo(data []byte) []row {
	f, err := parser.ParseFile(token.NewFileSet(), "", data, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var out []row
	for _, d := range f.Decls {
		function := ""
		if fn, ok := d.(*ast.FuncDecl); ok {
			function = fn.Name.Name
		}
		ast.Inspect(d, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Errorf" && sel.Sel.Name != "New" {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "errors" && pkg.Name != "fmt" {
				return true
			}
			if text := literal(call.Args[0]); strings.Count(text, " ") > 0 {
				out = append(out, row{function: function, text: text})
			}
			return true
		})
	}
	return out
}

// literal is the text of an expression, with %s for what is not written out.
func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(e.Value); err == nil {
			return s
		}
	case *ast.BinaryExpr:
		return literal(e.X) + literal(e.Y)
	}
	return "%s"
}

var (
	pythonDef  = regexp.MustCompile(`(?m)^\s*(?:async )?def (\w+)`)
	pythonText = regexp.MustCompile(`(?s)(?:\b(?:msg|message|error_msg) = |raise \w+\()\(?\s*((?:f?"(?:[^"\\\n]|\\.)*"\s*)+)`)
	// loggedText is what the API raises, logs, or answers with a status.
	loggedText = regexp.MustCompile(`(?s)(?:\b(?:msg|message|error_msg|description) = |raise [\w.]+\(|logger\.(?:exception|error|warning)\()\(?\s*((?:f?"(?:[^"\\\n]|\\.)*"\s*)+)`)
	// checkText is what the marketplace's checks print.
	checkText  = regexp.MustCompile(`(?s)(?:raise \w+|print)\(\s*((?:f?["'](?:[^"'\\\n]|\\.)*["']\s*)+)`)
	failing    = regexp.MustCompile(`(?i)fail|exit|error|only|\bnot?\b|tested`) // and not how far a check is
	pythonPart = regexp.MustCompile(`f?["']((?:[^"'\\\n]|\\.)*)["']`)
	pythonHole = regexp.MustCompile(`\{[^{}]*\}`)
)

// readPython lists the texts that are raised, with %s for what is put in.
func readPython(speaker string, data []byte) []row {
	var out []row
	re := pythonText
	switch speaker {
	case "api":
		re = loggedText
	case "marketplace":
		re = checkText
	}
	for _, at := range re.FindAllSubmatchIndex(data, -1) {
		function := ""
		if defs := pythonDef.FindAllSubmatch(data[:at[0]], -1); defs != nil {
			function = string(defs[len(defs)-1][1])
		}
		var text strings.Builder
		for _, p := range pythonPart.FindAllSubmatch(data[at[2]:at[3]], -1) {
			text.Write(p[1])
		}
		s := pythonHole.ReplaceAllString(text.String(), "%s")
		if strings.Count(s, " ") > 0 && (speaker != "marketplace" || failing.MatchString(s)) {
			out = append(out, row{function: function, text: s})
		}
	}
	return out
}
