package dependency_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/advisory"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/rules"
	"github.com/difylint/difylint/rules/dependency"
)

// check runs the family's rules over a plugin that is nothing but its files.
func check(t *testing.T, files map[string]string) []lint.Finding {
	t.Helper()
	fsys := fstest.MapFS{"manifest.yaml": &fstest.MapFile{Data: []byte("author: acme\nname: demo\nplugins: {}\n")}}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(data)}
	}
	var family []*lint.Rule
	for _, r := range rules.All() {
		if r.Family() == "dependency" {
			family = append(family, r)
		}
	}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{Rules: family, Jobs: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range res.Plugins[0].Statuses {
		if s.State == lint.Failed {
			t.Fatalf("%s: %s", s.Rule.ID, s.Why)
		}
	}
	return res.Findings()
}

func ids(fs []lint.Finding) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Rule.Name()+":"+f.Severity.String())
	}
	return strings.Join(out, " ")
}

const project = "[project]\nname = \"demo\"\nversion = \"0.1.0\"\nrequires-python = \">=3.12\"\ndependencies = [\"dify-plugin>=0.9.0,<1.0.0\"%s]\n"

func pyproject(more string) string { return strings.Replace(project, "%s", more, 1) }

// lock holds the SDK and the packages given, the project asking for all of them.
func lock(packages ...string) string {
	var b, asked strings.Builder
	asked.WriteString("{ name = \"dify-plugin\" }")
	b.WriteString("\n[[package]]\nname = \"dify-plugin\"\nversion = \"0.9.1\"\nsource = { registry = \"https://pypi.org/simple\" }\n")
	for _, p := range packages {
		name, v, _ := strings.Cut(p, "==")
		asked.WriteString(", { name = \"" + name + "\" }")
		b.WriteString("\n[[package]]\nname = \"" + name + "\"\nversion = \"" + v + "\"\nsource = { registry = \"https://pypi.org/simple\" }\n")
	}
	return "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"demo\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\ndependencies = [" + asked.String() + "]\n" + b.String()
}

// TestWhichFileCounts: an error comes from the file that the daemon takes alone.
func TestWhichFileCounts(t *testing.T) {
	bad := "dify_plugin>=0.9.0,<1.0.0\nhttpx=1.0\n-r missing.txt\nPillow>2,<1\n./nothing.whl\npywin32==308\n"
	for _, c := range []struct {
		name   string
		files  map[string]string
		errors bool
	}{
		{"requirements.txt alone", map[string]string{"requirements.txt": bad}, true},
		{"beside pyproject.toml", map[string]string{"requirements.txt": bad, "pyproject.toml": pyproject("")}, false},
		{"beside a lock too", map[string]string{"requirements.txt": bad, "pyproject.toml": pyproject(""), "uv.lock": lock()}, false},
		{"a lock without its project", map[string]string{"requirements.txt": bad, "uv.lock": lock()}, true},
		{"pyproject.toml", map[string]string{"pyproject.toml": pyproject(", \"httpx=1.0\"")}, true},
		{"pyproject.toml that is locked", map[string]string{"pyproject.toml": pyproject(", \"httpx=1.0\""), "uv.lock": lock("httpx==1.0")}, false},
		{"no TOML, locked or not", map[string]string{"pyproject.toml": "[project\n", "uv.lock": lock()}, true},
		{"another folder's file", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\n", "sub/requirements.txt": bad}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := check(t, c.files)
			some := false
			for _, f := range found {
				some = some || f.Severity == lint.Error
			}
			if some != c.errors {
				t.Errorf("errors: %v; %s", some, ids(found))
			}
		})
	}
}

func TestFamily(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"nothing to say", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1.0.0\nhttpx>=0.27,<1\n"}, ""},
		{"a lock makes ranges harmless", map[string]string{"pyproject.toml": pyproject(", \"httpx\", \"pillow>=1\""), "uv.lock": lock("httpx==0.27.0", "pillow==11.0.0")}, ""},
		{"locked out of the range", map[string]string{"pyproject.toml": pyproject(", \"httpx>=0.28\""), "uv.lock": lock("httpx==0.27.0")}, "disagree:warning"},
		{"a zero-byte requirements.txt", map[string]string{"requirements.txt": ""}, "empty:warning"},
		{"the SDK by way of another file", map[string]string{"requirements.txt": "-r more.txt\n", "more.txt": "dify_plugin>=0.9.0,<1\n"}, ""},
		{"the SDK in the plugin", map[string]string{"requirements.txt": "httpx>=0.27,<1\n", "dify_plugin/__init__.py": ""}, ""},
		{"a package that may bring the SDK", map[string]string{"requirements.txt": "acme-dify-kit>=1,<2\n"}, "sdk-missing:warning"},
		{"other markers, other lines", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1\nhttpx==0.27; python_version < \"3.12\"\nhttpx==0.28.1; python_version >= \"3.12\"\n"}, ""},
		{"for developing on Windows", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1\npywin32==308; sys_platform == \"win32\"\n"}, ""},
		{"extras are no duplicates", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1\nhttpx>=0.27,<1\nhttpx[http2]>=0.27,<1\n"}, ""},
		{"wheels that the plugin brings", map[string]string{"requirements.txt": "--no-index\n--find-links=./wheels\ndify_plugin>=0.9.0,<1\n", "wheels/a-1-py3-none-any.whl": ""}, ""},
		{"the usual index", map[string]string{"requirements.txt": "-i https://pypi.org/simple/\ndify_plugin>=0.9.0,<1\n"}, ""},
		{"an old SDK, without an end", map[string]string{"requirements.txt": "dify_plugin>=0.0.1b70\n"}, "sdk-hidden:warning unbounded:info"},
		{"an old SDK, pinned", map[string]string{"requirements.txt": "dify_plugin==0.0.1b70\n"}, ""},
		{"the other pattern takes the upper end", map[string]string{"requirements.txt": "dify_plugin>=0.1.0,<0.2.0\n"}, ""},
		{"ranges that only Python's oldest solves", map[string]string{"pyproject.toml": strings.Replace(pyproject(""), ">=3.12", ">=3.10", 1)}, "requires-python:error"},
		{"an SDK for both", map[string]string{"pyproject.toml": strings.Replace(strings.Replace(pyproject(""), ">=3.12", ">=3.11", 1), ">=0.9.0", ">=0.7.0", 1)}, ""},
		{"UTF-16", map[string]string{"requirements.txt": "\xff\xfed\x00i\x00f\x00y\x00_\x00p\x00l\x00u\x00g\x00i\x00n\x00=\x000\x00.\x009\x00"}, "invalid-line:error"},
		{"the SDK in UTF-16", map[string]string{"requirements.txt": utf16("dify_plugin>=0.9.0,<1\n")}, "sdk-hidden:info"},
		{"an old SDK in UTF-16", map[string]string{"requirements.txt": utf16("dify_plugin==0.0.1b70\n")}, "sdk-hidden:warning"},
		{"no Python is named, and a line for an older one", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1\nidna>=3,<4; python_version < \"3.12\"\n"}, "marker:warning"},
		{"a line that is too long to read", map[string]string{"requirements.txt": "dify_plugin>=0.9.0,<1\nidna>=" + strings.Repeat("1.", 40000) + "1\n"}, "invalid-line:warning"},
		{"hosts without end", map[string]string{"pyproject.toml": pyproject(""), "uv.lock": mirrored(lock(), 21)}, "lock-source:warning"},
		{"as many hosts as are told", map[string]string{"pyproject.toml": pyproject(""), "uv.lock": mirrored(lock(), 20)}, strings.TrimSpace(strings.Repeat("lock-source:warning ", 20))},
		{"a bundle's dependencies", map[string]string{"manifest.yaml": "type: bundle\nauthor: acme\nname: demo\ndependencies:\n  - type: marketplace\n    value: {marketplace_pattern: \"a/b:1.0.0\"}\n"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := check(t, c.files)
			if got := ids(found); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
				for _, f := range found {
					t.Log(f.Path, f.Message)
				}
			}
		})
	}
}

// TestBuildSystem: which plugin a build tool can make a package of.
func TestBuildSystem(t *testing.T) {
	const frozen = "version = 1\nrequires-python = \">=3.12\"\n"
	for _, c := range []struct {
		name, backend, more, files, want string
	}{
		{"demo", "hatchling.build", "", "tools/a.py", "error"},
		{"demo", "hatchling.build", "", "demo.py", "warning"},
		{"demo", "hatchling.build", "", "demo/a.py", "warning"},
		{"demo", "hatchling.build", "", "src/demo/a.py", "warning"},
		{"demo", "hatchling.build", "", "a/b/demo/a.py", "error"},
		{"Demo-Kit", "hatchling.build", "", "demo_kit.py", "warning"},
		{"Demo-Kit", "hatchling.build", "", "Demo_Kit.py", "warning"},
		{"Demo-Kit", "hatchling.build", "", "Demo_Kit/__init__.py", "warning"},
		{"Demo-Kit", "hatchling.build", "", "Demo_Kit/a.py", "error"},
		{"demo", "hatchling.build", "[tool.hatch.build]\nx = 1", "", ""},
		{"demo", "poetry.core.masonry.api", "", "tools/a.py", "error"},
		{"demo", "poetry.core.masonry.api", "", "demo.py", "warning"},
		{"Demo-Kit", "poetry.core.masonry.api", "", "demo_kit/a.py", "warning"},
		{"Demo-Kit", "poetry.core.masonry.api", "", "Demo_Kit/a.py", "warning"},
		{"demo", "poetry.core.masonry.api", "", "src/demo.py", "warning"},
		{"Demo-Kit", "poetry.core.masonry.api", "", "src/demo_kit/a.py", "warning"},
		{"Demo-Kit", "poetry.core.masonry.api", "", "src/Demo_Kit/a.py", "warning"},
		{"demo", "poetry.core.masonry.api", "[tool.poetry]\npackages = []", "", ""},
		{"demo", "flit_core.buildapi", "", "", "error"},
		{"demo", "flit_core.buildapi", "[tool.flit.module]\nname = \"main\"", "", ""},
		{"demo", "uv_build", "", "demo/__init__.py", "error"},
		{"demo", "uv_build", "", "src/demo/__init__.py", "warning"},
		{"demo", "uv_build", "", "src/demo/__init__.pyi", "warning"},
		{"demo-stubs", "uv_build", "", "", "warning"},
		{"demo", "uv_build", "[tool.uv.build-backend]\nmodule-root = \"\"", "", ""},
		{"demo", "uv_build", "[tool.uv]\npackage = true", "", "error"},
		{"demo", "setuptools.build_meta", "", "tools/a.py provider/b.py", "warning"}, // of tools it takes nothing
		{"demo", "setuptools.build_meta", "", "models/a.py models/b.py", "warning"},
		{"demo", "setuptools.build_meta", "", "models/a.py provider/b.py", "error"},
		{"demo", "setuptools.build_meta", "", "models/a.py _assets/b.py 1st/c.py with-dash/d.py v1.0/e.py", "warning"},
		{"demo", "setuptools.build_meta", "", "models/a.py provider/b.py setup.py", "warning"},
		{"demo", "setuptools.build_meta", "", "models/a.py provider/b.py setup.cfg", "warning"},
		{"demo", "setuptools.build_meta", "", "models/a.py provider/b.py src/c.py", "warning"},
		{"Demo-Kit", "setuptools.build_meta", "", "models/a.py provider/b.py demo_kit/c.py", "warning"},
		{"Demo-Kit", "setuptools.build_meta", "", "models/a.py provider/b.py Demo_Kit/c.py", "warning"},
		{"demo", "setuptools.build_meta", "[tool.setuptools]\npy-modules = []", "models/a.py provider/b.py", ""},
		{"demo", "", "", "models/a.py provider/b.py", "error"},
		{"demo", "", "[tool.setuptools]\npy-modules = []", "models/a.py provider/b.py", ""},
		{"demo", "pdm.backend", "", "models/a.py provider/b.py", "warning"},
		{"demo", "pdm.backend", "[tool.pdm]\ndistribution = false", "", ""},
		{"", "hatchling.build", "", "", ""},
		{"demo", "hatchling.build", "[tool.uv]\npackage = false", "", ""},
		{"demo", "hatchling.build", "", "uv.lock=" + frozen, ""},
		{"demo", "hatchling.build", "", "uv.lock=" + frozen + "[[package]]\nname = \"demo\"\nsource = { virtual = \".\" }\n", ""},
		{"demo", "hatchling.build", "", "uv.lock=" + frozen + "[[package]]\nname = \"demo\"\nsource = { editable = \".\" }\n", "error"},
		{"demo", "hatchling.build", "[tool", "", ""},
	} {
		files := map[string]string{"pyproject.toml": strings.Replace(pyproject(""), "\"demo\"", "\""+c.name+"\"", 1) + "\n[build-system]\nrequires = []\n"}
		if c.backend != "" {
			files["pyproject.toml"] += "build-backend = \"" + c.backend + "\"\n"
		}
		files["pyproject.toml"] += c.more + "\n"
		if name, text, whole := strings.Cut(c.files, "="); whole {
			files[name] = text
		} else {
			for _, name := range strings.Fields(c.files) {
				files[name] = ""
			}
		}
		got := ""
		for _, f := range check(t, files) {
			if f.Rule.ID == "dependency/build-system" {
				got = f.Severity.String()
			}
		}
		if got != c.want {
			t.Errorf("%s of %q with %q and %q: %q, want %q", c.backend, c.name, c.files, c.more, got, c.want)
		}
	}
}

// TestMask: what a message must not repeat is said of a URL with a secret before its host.
func TestMask(t *testing.T) {
	for _, c := range []struct {
		files map[string]string
		masks bool
	}{
		{map[string]string{"requirements.txt": "a @ https://user:pass@example.com/a-1.tar.gz\n"}, true},
		{map[string]string{"requirements.txt": "a @ https://example.com/a@1.tar.gz\n"}, false},
		{map[string]string{"requirements.txt": "git+https://token@example.com/a\n"}, true},
		{map[string]string{"requirements.txt": "git+ssh://git@example.com/a\n"}, false},
		{map[string]string{"requirements.txt": "./wheels/a@b.whl\n"}, false},
		{map[string]string{"requirements.txt": "-i https://user:pass@example.com/simple\n"}, true},
		{map[string]string{"requirements.txt": "-r https://user:pass@example.com/r.txt\n"}, true},
		{map[string]string{"pyproject.toml": pyproject(", \"a\"") + "[tool.uv.sources]\na = { git = \"https://token@example.com/a\" }\n"}, true},
		{map[string]string{"pyproject.toml": pyproject(""), "uv.lock": strings.ReplaceAll(lock(), "https://pypi.org", "https://token@example.com")}, true},
	} {
		masks := false
		for _, f := range check(t, c.files) {
			masks = masks || f.Mask
		}
		if masks != c.masks {
			t.Errorf("%q: masked: %v", c.files, masks)
		}
	}
}

// mirrored is a lock with packages each of which comes from a host of its own.
func mirrored(lock string, hosts int) string {
	var b strings.Builder
	b.WriteString(lock)
	for i := range hosts {
		fmt.Fprintf(&b, "[[package]]\nname = \"p%d\"\nversion = \"1\"\nsource = { registry = \"https://h%d.example.com/simple\" }\n", i, i)
	}
	return b.String()
}

func utf16(s string) string { return "\xff\xfe" + strings.Join(strings.Split(s, ""), "\x00") + "\x00" }

// TestReviewDay: the oldest SDK that the marketplace accepts is that of the day.
func TestReviewDay(t *testing.T) {
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ now, review, want string }{
		{"2025-10-31", "", ""},
		{"2025-11-01", "", "0.5.0"},
		{"2026-06-07", "", "0.5.0"},
		{"2026-06-08", "", "0.9.0"},
		{"2026-06-08", "2025-12-01", "0.5.0"},
		{"2025-12-01", "2026-07-01", "0.9.0"},
	} {
		cfg := &lint.Config{Profile: "marketplace"}
		if c.review != "" {
			cfg.ReviewDate = day(c.review)
		}
		fsys := fstest.MapFS{"manifest.yaml": {Data: []byte("author: acme\nname: demo\nplugins: {}\n")}, "requirements.txt": {Data: []byte("dify_plugin==0.4.0\n")}}
		res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{Rules: []*lint.Rule{dependency.SDKOld}, Jobs: 1, Now: day(c.now), Config: func(string) *lint.Config { return cfg }})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range res.Findings() {
			got += f.Message.String()
		}
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("on %s, reviewed on %q: %q, want %q", c.now, c.review, got, c.want)
		}
	}
}

// TestAdvisories: records that cannot be read do not pass for none.
func TestAdvisories(t *testing.T) {
	const record = `{"id": "DEMO-2026-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "httpx"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]}`
	for _, c := range []struct {
		name     string
		records  map[string]string
		findings int
		skipped  string
	}{
		{"one", map[string]string{"a.json": record}, 1, ""},
		{"none", map[string]string{"a.txt": record}, 0, "has no OSV records"},
		{"one that cannot be read", map[string]string{"a.json": "{"}, 0, "has no OSV records"},
		{"one of two", map[string]string{"a.json": record, "b.json": "{"}, 1, "1 of the 2 records"},
	} {
		known := fstest.MapFS{}
		for name, s := range c.records {
			known[name] = &fstest.MapFile{Data: []byte(s)}
		}
		fsys := fstest.MapFS{"manifest.yaml": {Data: []byte("author: acme\nname: demo\nplugins: {}\n")}, "requirements.txt": {Data: []byte("httpx==0.27.0\n")}}
		res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{Rules: []*lint.Rule{dependency.Advisory}, Jobs: 1, Inputs: []plugin.Given{advisory.Known.With(advisory.FS(known))}})
		if err != nil {
			t.Fatal(err)
		}
		why := ""
		for _, s := range res.Plugins[0].Statuses {
			if s.State == lint.Skipped {
				why = s.Why
			}
		}
		if len(res.Findings()) != c.findings || (why == "") != (c.skipped == "") || !strings.Contains(why, c.skipped) {
			t.Errorf("%s: %d findings, %q", c.name, len(res.Findings()), why)
		}
	}
}
