// Command said lists what the daemon, its command line, the SDK, Dify's API and the
// marketplace's checks say when they fail: each error's text with its file and
// function, and the releases in which it is said; what has no releases, as the
// checks, is read as it is now. The catalogue of messages is held against the list.
//
//	go run ./lint/internal/tool/said SPEAKER REPOSITORY GITDIR... >lint/dify/messages/said.tsv
//	go run ./lint/internal/tool/said api langgenius/dify GITDIR >lint/dify/messages/said-api.tsv
//
// SPEAKER is daemon, sdk, api or marketplace; triples may follow each other.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/Masterminds/semver/v3"
)

// row is one text in one function.
type row struct{ speaker, repository, file, function, text string }

func main() {
	if len(os.Args) < 4 || len(os.Args)%3 != 1 {
		fmt.Fprintln(os.Stderr, "usage: said SPEAKER REPOSITORY GITDIR [SPEAKER REPOSITORY GITDIR...]")
		os.Exit(2)
	}
	var lines []string
	for i := 1; i < len(os.Args); i += 3 {
		out, err := list(os.Args[i], os.Args[i+1], os.Args[i+2])
		if err != nil {
			fmt.Fprintln(os.Stderr, "said:", err)
			os.Exit(1)
		}
		lines = append(lines, out...)
	}
	w := bufio.NewWriter(os.Stdout)
	_, _ = fmt.Fprintln(w, "# speaker\trepository\tfile\tfunction\tfirst release\tlast release (empty: the newest)\ttext")
	for _, l := range lines {
		_, _ = fmt.Fprintln(w, l) // told by Flush
	}
	if err := w.Flush(); err != nil {
		os.Exit(1)
	}
}

type release struct {
	tag     string
	version *semver.Version // nil where there are no releases
}

func (r *release) name() string {
	if r.version == nil {
		return ""
	}
	return r.version.String()
}

// list reads every release of a repository.
func list(speaker, repository, dir string) ([]string, error) {
	out, err := git(dir, "tag", "--list")
	if err != nil {
		return nil, err
	}
	var all []release
	for _, tag := range strings.Fields(string(out)) {
		if v, err := semver.NewVersion(tag); err == nil && v.Prerelease() == "" {
			all = append(all, release{tag, v})
		}
	}
	slices.SortFunc(all, func(a, b release) int { return a.version.Compare(b.version) })
	if len(all) == 0 && speaker == "marketplace" {
		all = append(all, release{tag: "HEAD"})
	}
	first, last := map[row]string{}, map[row]string{}
	byBlob := map[string][]row{}
	for _, r := range all {
		tree, err := git(dir, "ls-tree", "-r", "--format=%(objectname) %(path)", r.tag)
		if err != nil {
			return nil, err
		}
		for _, l := range strings.Split(string(tree), "\n") {
			blob, name, _ := strings.Cut(l, " ")
			if !wanted(speaker, name) {
				continue
			}
			rows, ok := byBlob[blob+name]
			if !ok {
				data, err := git(dir, "cat-file", "blob", blob)
				if err != nil {
					return nil, err
				}
				rows = read(speaker, repository, name, data)
				byBlob[blob+name] = rows
			}
			for _, w := range rows {
				if _, ok := first[w]; !ok {
					first[w] = r.name()
				}
				last[w] = r.name()
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no releases", repository)
	}
	newest := all[len(all)-1].name()
	var lines []string
	for w, since := range first {
		until := last[w]
		if until == newest {
			until = ""
		}
		lines = append(lines, strings.Join([]string{w.speaker, w.repository, w.file, w.function, since, until, strconv.Quote(w.text)}, "\t"))
	}
	slices.Sort(lines)
	return lines, nil
}

func git(dir string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(context.Background(), "git", append([]string{"--git-dir=" + dir}, args...)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, said.String())
	}
	return out, nil
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

func read(speaker, repository, name string, data []byte) []row {
	if path.Ext(name) == ".go" {
		return readGo(speaker, repository, name, data)
	}
	return readPython(speaker, repository, name, data)
}

// readGo lists the texts of errors.New and fmt.Errorf.
func readGo(speaker, repository, name string, data []byte) []row {
	f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.SkipObjectResolution)
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
				out = append(out, row{speaker, repository, name, function, text})
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
func readPython(speaker, repository, name string, data []byte) []row {
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
			out = append(out, row{speaker, repository, name, function, s})
		}
	}
	return out
}
