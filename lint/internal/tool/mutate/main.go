// Mutate measures how many small mistakes in the code the tests notice.
//
//	go run ./lint/internal/tool/mutate [-seed N] [-n 400] [-tests ./rules] [-slow 30s] [-skip REGEXP] [-time 30m] PACKAGE...
//
// It draws n mutants of the packages at random: a comparison turned round or moved
// by one, an operand of && or || left out, a guard that never holds, a sum that is
// a difference, a result that is its opposite, a statement that is left out. All
// are compiled at once, by an overlay, and a variable of the environment turns one
// on. Each is run against the tests that reach it, of its own package and of
// -tests, the fastest first; a failure, a panic or a test that does not end kills
// it. Tests that are slower than -slow or match -skip are left out: the figure is
// then too low, never too high. What is not tried within -time is not counted; the
// rest is a sample all the same. Survivors are printed, with what kind of change
// they are.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// helper is added to each package with mutants.
const helper = `package %s

import (
	"os"
	"strconv"
	"sync"
)

var mutantOn, mutantSeen = os.Getenv("MUTANT"), os.Getenv("MUTANT_SEEN")

var mutantsSeen sync.Map

func mutant(n int) bool {
	if mutantSeen != "" {
		if _, ok := mutantsSeen.LoadOrStore(n, true); !ok {
			f, err := os.OpenFile(mutantSeen, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
			if err != nil {
				panic(err)
			}
			f.WriteString(strconv.Itoa(n) + "\n")
			f.Close()
		}
		return false
	}
	return mutantOn != "" && mutantOn == strconv.Itoa(n)
}

func mutantPick[T any](n int, as, instead T) T {
	if mutant(n) {
		return instead
	}
	return as
}
`

// mutant is one change: text before and after a node, with %[1]d for its number.
type mutant struct {
	n             int
	pkg, file     string
	start, end    int
	line          int
	before, after string
	kind, source  string

	tried, killed bool
	why           string
}

// unit is a test that can be run alone: a function, or a part of a slow one.
type unit struct {
	binary, name string
	took         time.Duration
	reaches      map[int]bool
}

func main() {
	log.SetFlags(0)
	seed := flag.Uint64("seed", 1, "what the sample is drawn with")
	count := flag.Int("n", 400, "how many mutants")
	tests := flag.String("tests", "./rules", "packages whose tests are run besides those of the mutated package")
	slow := flag.Duration("slow", 30*time.Second, "leave out tests slower than this")
	skip := flag.String("skip", "^$", "leave out tests whose name matches this")
	limit := flag.Duration("time", 24*time.Hour, "try no mutant after this")
	jobs := flag.Int("j", 2, "how many tests at once")
	flag.Parse()
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	pkgs := load(flag.Args())
	var all []*mutant
	for _, p := range pkgs {
		all = append(all, mutantsOf(p)...)
	}
	r := rand.New(rand.NewPCG(*seed, 0)) //nolint:gosec // a sample that can be drawn again
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	sample := all[:min(*count, len(all))]
	for i, m := range sample {
		m.n = i + 1
	}
	fmt.Printf("%d of %d mutants, seed %d\n", len(sample), len(all), *seed)

	others := strings.Fields(output("go", append([]string{"list"}, strings.Fields(*tests)...)...))
	sample, binaries := build(dir, pkgs, sample, others)
	units := baseline(dir, binaries, *slow, regexp.MustCompile(*skip), *jobs)
	start := time.Now()
	parallel(*jobs, len(sample), func(i int) {
		m := sample[i]
		if time.Since(start) < *limit {
			m.try(units, func(u *unit) bool { return u.binary == m.pkg || slices.Contains(others, u.binary) }, binaries)
		}
	})
	report(sample)
}

// pkg is a package with its types.
type pkg struct {
	ImportPath, Name, Dir, Export string
	DepOnly                       bool
	GoFiles                       []string

	fset  *token.FileSet
	files []*ast.File
	info  types.Info
}

func load(patterns []string) []*pkg {
	var list []*pkg
	exports := map[string]string{}
	d := json.NewDecoder(strings.NewReader(output("go", append([]string{"list", "-deps", "-export", "-json"}, patterns...)...)))
	for d.More() {
		p := &pkg{}
		if err := d.Decode(p); err != nil {
			log.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if !p.DepOnly {
			list = append(list, p)
		}
	}
	for _, p := range list {
		p.fset, p.info = token.NewFileSet(), types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(p.fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				log.Fatal(err)
			}
			p.files = append(p.files, f)
		}
		cfg := types.Config{Importer: importer.ForCompiler(p.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
		if _, err := cfg.Check(p.ImportPath, p.fset, p.files, &p.info); err != nil {
			log.Fatal(err)
		}
	}
	return list
}

func mutantsOf(p *pkg) []*mutant {
	var list []*mutant
	for _, f := range p.files {
		if ast.IsGenerated(f) {
			continue
		}
		tf := p.fset.File(f.Pos())
		src, err := os.ReadFile(tf.Name())
		if err != nil {
			log.Fatal(err)
		}
		text := func(n ast.Node) string { return string(src[tf.Offset(n.Pos()):tf.Offset(n.End())]) }
		add := func(n ast.Node, kind, before, after string) {
			source, _, _ := strings.Cut(text(n), "\n")
			list = append(list, &mutant{
				pkg: p.ImportPath, file: tf.Name(), start: tf.Offset(n.Pos()), end: tf.Offset(n.End()),
				line: tf.Line(n.Pos()), before: before, after: after, kind: kind, source: source,
			})
		}
		constant := func(e ast.Expr) bool { return p.info.Types[e].Value != nil }
		is := func(e ast.Expr, info types.BasicInfo) bool {
			t := p.info.TypeOf(e)
			if t == nil {
				return false
			}
			b, ok := t.Underlying().(*types.Basic)
			return ok && b.Info()&info != 0
		}
		drop := func(list []ast.Stmt) {
			for _, s := range list {
				switch s := s.(type) {
				case *ast.ExprStmt:
					if c, ok := s.X.(*ast.CallExpr); ok && !slices.Contains([]string{"panic", "p.Skip"}, text(c.Fun)) {
						add(s, "left out", "if !mutant(%[1]d) { ", " }")
					}
				case *ast.AssignStmt:
					if s.Tok != token.DEFINE && text(s.Lhs[0]) != "_" {
						add(s, "left out", "if !mutant(%[1]d) { ", " }")
					}
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BlockStmt:
				drop(n.List)
			case *ast.CaseClause:
				drop(n.Body)
			case *ast.IfStmt:
				if _, ok := n.Cond.(*ast.BinaryExpr); !ok {
					add(n.Cond, "turned round", "((", ") != mutant(%[1]d))")
				}
				if l := n.Body.List; n.Else == nil && len(l) > 0 {
					switch l[len(l)-1].(type) {
					case *ast.ReturnStmt, *ast.BranchStmt:
						add(n.Cond, "guard that never holds", "(!mutant(%[1]d) && (", "))")
					}
				}
			case *ast.IncDecStmt:
				if t, ok := p.info.TypeOf(n.X).(*types.Basic); ok && t.Kind() == types.Int {
					back := map[token.Token]string{token.INC: "-1", token.DEC: "1"}[n.Tok]
					if inBlock(f, n) {
						add(n, "the other way", "", " ; "+text(n.X)+" += 2*mutantPick(%[1]d, 0, "+back+")")
					}
				}
			case *ast.ReturnStmt:
				for _, e := range n.Results {
					if t := text(e); t == "true" || t == "false" {
						add(e, "the opposite", "(", " != mutant(%[1]d))")
					}
				}
			case *ast.BinaryExpr:
				if constant(n) {
					return true
				}
				x, y := text(n.X), text(n.Y)
				switch n.Op {
				case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
					add(n, "turned round", "((", ") != mutant(%[1]d))")
					if !pure(n.X) || !pure(n.Y) {
						break
					}
					switch n.Op {
					case token.LSS, token.GTR:
						add(n, "moved by one", "(", " || mutant(%[1]d) && "+x+" == "+y+")")
					case token.LEQ, token.GEQ:
						add(n, "moved by one", "(", " && !(mutant(%[1]d) && "+x+" == "+y+"))")
					}
				case token.LAND, token.LOR:
					for _, e := range []ast.Expr{n.X, n.Y} {
						if b, ok := e.(*ast.BinaryExpr); ok && b.Op == n.Op {
							continue
						}
						if n.Op == token.LAND {
							add(e, "operand of && left out", "(mutant(%[1]d) || (", "))")
						} else {
							add(e, "operand of || left out", "(!mutant(%[1]d) && (", "))")
						}
					}
				case token.ADD, token.SUB, token.MUL, token.QUO, token.REM:
					if !is(n, types.IsInteger|types.IsFloat) || !pure(n.X) || !pure(n.Y) {
						break
					}
					instead := map[token.Token]string{token.ADD: "-", token.SUB: "+", token.MUL: "+", token.QUO: "*", token.REM: "*"}[n.Op]
					add(n, n.Op.String()+" as "+instead, "mutantPick(%[1]d, ", ", ("+x+") "+instead+" ("+y+"))")
				}
			}
			return true
		})
	}
	return list
}

// inBlock reports whether a statement stands in a block, not in the head of a loop.
func inBlock(f *ast.File, s ast.Stmt) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if b, ok := n.(*ast.BlockStmt); ok && slices.Contains(b.List, s) {
			found = true
		}
		return !found
	})
	return found
}

// pure reports whether an expression can be evaluated twice.
func pure(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if f, is := n.Fun.(*ast.Ident); !is || f.Name != "len" {
				ok = false
			}
		case *ast.FuncLit, *ast.UnaryExpr:
			ok = false
		}
		return ok
	})
	return ok
}

// build compiles the tests of the mutated packages and the others with all mutants
// in place; a mutant that does not compile is left out.
func build(dir string, pkgs []*pkg, sample []*mutant, others []string) (left []*mutant, binaries map[string]string) {
	for {
		var own []string
		for _, m := range sample {
			own = append(own, m.pkg)
		}
		slices.Sort(own)
		own = slices.Compact(own)
		replace := map[string]string{}
		for _, p := range pkgs {
			byFile := map[string][]*mutant{}
			for _, m := range sample {
				if m.pkg == p.ImportPath {
					byFile[m.file] = append(byFile[m.file], m)
				}
			}
			if len(byFile) == 0 {
				continue
			}
			for file, list := range byFile {
				replace[file] = write(dir, len(replace), mutated(file, list))
			}
			replace[filepath.Join(p.Dir, "zz_mutants.go")] = write(dir, len(replace), fmt.Appendf(nil, helper, p.Name))
		}
		overlay, _ := json.Marshal(map[string]any{"Replace": replace}) // strings always can
		file := write(dir, len(replace), overlay)
		log.Printf("building %d mutants", len(sample))
		bad, _ := exec.CommandContext(context.Background(), "go", append([]string{"build", "-gcflags=-e", "-overlay", file}, own...)...).CombinedOutput()
		left = slices.DeleteFunc(slices.Clone(sample), func(m *mutant) bool {
			return bytes.Contains(bad, fmt.Appendf(nil, "%s:%d:", filepath.Base(m.file), m.line))
		})
		if len(left) < len(sample) {
			sample = left
			continue
		}
		if len(bad) > 0 {
			log.Fatalf("%s", bad)
		}
		binaries = map[string]string{}
		for i, p := range slices.Concat(own, others) {
			if binaries[p] != "" {
				continue
			}
			bin := filepath.Join(dir, fmt.Sprintf("%d.test", i))
			if out, err := exec.CommandContext(context.Background(), "go", "test", "-c", "-overlay", file, "-o", bin, p).CombinedOutput(); err != nil {
				log.Fatalf("%s: %s", p, out)
			}
			if _, err := os.Stat(bin); err == nil { // no tests, no file
				binaries[p] = bin
			}
		}
		return sample, binaries
	}
}

func write(dir string, n int, data []byte) string {
	name := filepath.Join(dir, fmt.Sprintf("%d.go", n))
	if err := os.WriteFile(name, data, 0o600); err != nil {
		log.Fatal(err)
	}
	return name
}

// mutated is a file with the mutants' texts around their nodes.
func mutated(file string, list []*mutant) []byte {
	src, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	type insert struct {
		at, size int
		text     string
	}
	var texts []insert
	for _, m := range list {
		size := m.end - m.start
		fill := func(s string) string { return strings.ReplaceAll(s, "%[1]d", strconv.Itoa(m.n)) }
		texts = append(texts, insert{m.start, size, fill(m.before)}, insert{m.end, -size, fill(m.after)})
	}
	// What ends comes before what begins; the larger node is outside. Of two
	// mutants of one node, the texts nest: the second is inside.
	slices.SortStableFunc(texts, func(a, b insert) int {
		if a.at != b.at {
			return a.at - b.at
		}
		if (a.size < 0) != (b.size < 0) {
			return a.size - b.size
		}
		return b.size - a.size
	})
	for i := 0; i < len(texts); { // the ends of one node's mutants in the opposite order
		j := i + 1
		for j < len(texts) && texts[j].at == texts[i].at && texts[j].size == texts[i].size {
			j++
		}
		if texts[i].size < 0 {
			slices.Reverse(texts[i:j])
		}
		i = j
	}
	var out []byte
	last := 0
	for _, t := range texts {
		out = append(append(out, src[last:t.at]...), t.text...)
		last = t.at
	}
	return append(out, src[last:]...)
}

// baseline runs every test alone, without a mutant, and notes what it reaches: a
// slow one that reaches any in its parts.
func baseline(dir string, binaries map[string]string, slow time.Duration, skip *regexp.Regexp, jobs int) []*unit {
	var units []*unit
	for _, p := range keys(binaries) {
		for _, name := range strings.Fields(output(binaries[p], "-test.list", "^(Test|Fuzz|Example)")) {
			if skip.MatchString(name) {
				continue
			}
			u := &unit{binary: p, name: name}
			out, ok := measure(dir, binaries, u)
			if !ok {
				log.Printf("%s %s fails without a mutant and is left out", p, name)
				continue
			}
			if len(u.reaches) == 0 {
				continue
			}
			parts := map[string]bool{}
			for _, m := range regexp.MustCompile(`(?m)^=== RUN +([^/\s]+/[^/\s]+(?:/[^/\s]+)?)`).FindAllSubmatch(out, -1) {
				parts[string(m[1])] = true
			}
			if u.took < time.Second || len(parts) < 2 {
				if u.took < slow {
					units = append(units, u)
				} else {
					log.Printf("%s %s takes %s and is left out", p, name, u.took.Round(time.Second))
				}
				continue
			}
			var single []*unit
			for _, name := range keys(parts) {
				if parts[name+"/"] || strings.Count(name, "/") == 1 && slices.ContainsFunc(keys(parts), func(o string) bool { return strings.HasPrefix(o, name+"/") }) {
					continue
				}
				single = append(single, &unit{binary: p, name: name})
			}
			passes := make([]bool, len(single))
			parallel(jobs, len(single), func(i int) { _, passes[i] = measure(dir, binaries, single[i]) })
			for i, u := range single {
				if passes[i] && u.took < slow && len(u.reaches) > 0 {
					units = append(units, u)
				}
			}
		}
		log.Printf("%s: %d tests so far reach a mutant", p, len(units))
	}
	slices.SortStableFunc(units, func(a, b *unit) int { return int(a.took - b.took) })
	return units
}

func measure(dir string, binaries map[string]string, u *unit) ([]byte, bool) {
	seen := filepath.Join(dir, fmt.Sprintf("seen %p", u))
	defer func() { _ = os.Remove(seen) }()
	start := time.Now()
	out, err := run(binaries[u.binary], []*unit{u}, 10*time.Minute, "MUTANT_SEEN="+seen, "-test.v")
	u.took, u.reaches = time.Since(start), map[int]bool{}
	data, _ := os.ReadFile(seen) // none: reaches none
	for _, s := range strings.Fields(string(data)) {
		n, _ := strconv.Atoi(s)
		u.reaches[n] = true
	}
	return out, err == nil
}

// run runs tests of one function, with 8 GB of memory, in the folder of its package.
func run(binary string, units []*unit, limit time.Duration, env string, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	var levels [][]string
	for _, u := range units {
		for i, s := range strings.Split(u.name, "/") {
			if i == len(levels) {
				levels = append(levels, nil)
			}
			if s = regexp.QuoteMeta(s); !slices.Contains(levels[i], s) {
				levels[i] = append(levels[i], s)
			}
		}
	}
	var pattern []string
	for _, l := range levels {
		pattern = append(pattern, "^("+strings.Join(l, "|")+")$")
	}
	args = append([]string{"-c", `ulimit -v 8000000; exec "$@"`, "sh", binary, "-test.failfast", "-test.run", strings.Join(pattern, "/")}, args...)
	cmd := exec.CommandContext(ctx, "sh", args...)
	cmd.Dir = folder(units[0].binary)
	cmd.Env = append(os.Environ(), env)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, io.Discard
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	return out.Bytes(), err
}

var folders sync.Map

func folder(pkg string) string {
	dir, ok := folders.Load(pkg)
	if !ok {
		dir, _ = folders.LoadOrStore(pkg, strings.TrimSpace(output("go", "list", "-f", "{{.Dir}}", pkg)))
	}
	return dir.(string)
}

// firstAlone is how many tests are run alone before the others, which are run
// together with those of the same function.
const firstAlone = 3

func (m *mutant) try(units []*unit, counts func(*unit) bool, binaries map[string]string) {
	var groups [][]*unit
	reached, byFunc := 0, map[string]int{}
	for _, u := range units {
		if !counts(u) || !u.reaches[m.n] {
			continue
		}
		reached++
		name, _, _ := strings.Cut(u.name, "/")
		i, ok := byFunc[u.binary+name]
		if ok {
			groups[i] = append(groups[i], u)
			continue
		}
		if reached > firstAlone {
			byFunc[u.binary+name] = len(groups)
		}
		groups = append(groups, []*unit{u})
	}
	m.tried = true
	for _, g := range groups {
		limit := 30 * time.Second
		for _, u := range g {
			limit += 5 * u.took
		}
		if _, err := run(binaries[g[0].binary], g, limit, fmt.Sprint("MUTANT=", m.n)); err != nil {
			m.killed = true
			log.Printf("%d: killed by %s", m.n, g[0].name)
			return
		}
	}
	m.why = fmt.Sprintf("%d tests reach it", reached)
	log.Printf("%d: survives: %s", m.n, m)
}

func (m *mutant) String() string {
	return fmt.Sprintf("%s:%d: %s: %s (%s)", m.file, m.line, m.kind, m.source, m.why)
}

func report(sample []*mutant) {
	type sum struct{ killed, all int }
	sums, total := map[string]*sum{}, sum{}
	for _, m := range sample {
		if !m.tried {
			continue
		}
		s := sums[m.pkg]
		if s == nil {
			s = &sum{}
			sums[m.pkg] = s
		}
		s.all++
		total.all++
		if m.killed {
			s.killed++
			total.killed++
		} else {
			fmt.Println(m)
		}
	}
	for _, p := range keys(sums) {
		fmt.Printf("%4d of %4d killed in %s\n", sums[p].killed, sums[p].all, p)
	}
	fmt.Printf("%4d of %4d killed: %.1f %%\n", total.killed, total.all, 100*float64(total.killed)/float64(max(total.all, 1)))
}

func parallel(jobs, n int, do func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range jobs {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func output(name string, args ...string) string {
	out, err := exec.CommandContext(context.Background(), name, args...).Output()
	if err != nil {
		log.Fatalf("%s %v: %v", name, args, err)
	}
	return string(out)
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
