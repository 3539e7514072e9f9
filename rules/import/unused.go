package importing

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/plugin"
	"github.com/difylint/difylint/lint/pydeps/pydata"
	"github.com/difylint/difylint/lint/pyfacts"
)

// Unused is told of dependencies that no source imports.
var Unused = &lint.Rule{
	ID: "import/unused", Gate: lint.None, Severity: lint.Info, Since: "0.1.0",
	Title: "a dependency is declared and no source imports it",
	Why: "Every dependency is downloaded and installed on the platform's machine at each install, and is one more thing that can " +
		"fail or carry a flaw; reviewers ask for unneeded ones to go. Some packages are used without an import (drivers, " +
		"parsers, pinned requirements of others); those that are known are left out, and the rule cannot know all of them.",
	Examples: []lint.Example{{
		Bad:  "-- requirements.txt --\ndify_plugin>=0.9.0,<1.0.0\npandas>=2,<3 # want\n",
		Good: "-- requirements.txt --\ndify_plugin>=0.9.0,<1.0.0\n",
	}},
	Run: func(p *lint.Pass) {
		in := installedOf.Of(p.Plugin)
		prog := pyfacts.Program(p.Plugin)
		if in.blind || len(pyfacts.Left(p.Plugin)) > 0 || len(importsOf.Of(p.Plugin)) == 0 {
			return
		}
		for _, m := range prog.Modules {
			if m.Err != nil || m.Incomplete {
				return
			}
		}
		used := map[string]bool{}
		for _, im := range importsOf.Of(p.Plugin) {
			for _, n := range distributions(im.module) {
				used[n] = true
			}
		}
		for _, d := range in.direct[:min(len(in.direct), maxImports)] {
			if used[d.key] || silent[d.key] || d.key == "dify-plugin" {
				continue
			}
			if _, dev := pydata.DevTool(d.key); dev {
				continue // see dependency/dev-tool
			}
			if broughtByOther(in, d.key) || imports(p, d.key) {
				continue
			}
			if said := spoken.Of(p.Plugin); said[d.key] || said[strings.ReplaceAll(d.key, "-", "_")] {
				continue
			}
			p.Report(lint.Finding{
				Place: lint.AtSpan(d.file, d.span), Key: d.key, Unneeded: true,
				Message: lint.Msg("%s is declared, and no source of the plugin imports it", d.key),
			})
		}
	},
}

// silent are packages that others use without an import in the plugin's own
// sources: engines, drivers, extras. As of 2026-11-24.
var silent = words("openpyxl xlrd xlsxwriter pyxlsb odfpy lxml html5lib pyarrow fastparquet tabulate socksio pysocks h2 hpack brotli brotlipy zstandard certifi " +
	"tzdata python-multipart uvicorn gunicorn greenlet psycopg2-binary psycopg2 pymysql mysqlclient aiosqlite asyncpg cryptography typing-extensions setuptools wheel pip " +
	"werkzeug flask gevent tiktoken accelerate sentencepiece protobuf grpcio cffi six pillow onnxruntime torch torchvision torchaudio aiodns aiohttp-socks cchardet orjson ujson " +
	"pypng uvloop httptools watchfiles email-validator python-dotenv numpy")

func words(s string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		out[w] = true
	}
	return out
}

// broughtByOther reports whether another declared package needs this one: it is
// declared to pin it.
func broughtByOther(in *installed, key string) bool {
	for _, d := range in.direct {
		for _, n := range brings()[d.key] {
			if n == key && d.key != key {
				return true
			}
		}
	}
	return false
}

// imports reports whether some import may be of a package whose modules have
// another name.
func imports(p *lint.Pass, key string) bool {
	for _, im := range importsOf.Of(p.Plugin) {
		if kin(key, im.module) {
			return true
		}
	}
	return false
}

// spoken are the words of the sources, in lower case: a package may be used by
// its name alone, as a driver in an address.
var spoken = lint.NewFact(func(p *plugin.Plugin) map[string]bool {
	out := map[string]bool{}
	for _, m := range pyfacts.Program(p).Modules {
		for word := range bytes.FieldsFuncSeq(m.File.Data, func(r rune) bool {
			return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
		}) {
			if len(word) <= 64 {
				out[strings.ToLower(string(word))] = true
			}
		}
	}
	return out
})
