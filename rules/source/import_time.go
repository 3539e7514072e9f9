package source

import (
	_ "embed" // the examples
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/sdk"
	"github.com/difylint/difylint/lint/dify/sources"
	"github.com/difylint/difylint/lint/source/python"
)

//go:embed import_time.txtar
var importTimeExamples string

// ImportTime reports code that waits, or uses the network, while the plugin starts.
var ImportTime = &lint.Rule{
	ID: "source/import-time", Gate: lint.None, Severity: lint.Warning, Since: "0.1.0",
	Title:    "the code waits or uses the network while the plugin starts",
	Why:      "Code at the top of a module, outside functions, runs when the SDK imports it, before the plugin answers anything. A request or a download there makes every start slower, and if the server does not answer, the plugin does not start: the daemon gives up after 120 seconds. Move it into the function that needs it.",
	Sources:  []string{"dify-plugin-daemon: internal/core/local_runtime/instance.go (MAX_HEARTBEAT_INTERVAL)", "dify-plugin-sdks: src/dify_plugin/core/utils/class_loader.py"},
	Examples: importTimeExamples,
	Run: func(p *lint.Pass) {
		prog, reach := sources.Program(p.Plugin), sdk.ReachOf(p.Plugin)
		slow := map[python.FuncRef]string{} // functions that wait, and by what
		type place struct {
			module, index int
			path          string
		}
		var top []place
		for _, c := range sources.Calls(p.Plugin) {
			m := prog.Modules[c.Module]
			call := &m.Calls[c.Index]
			if !c.Sure || !waits(m, call.Expr, c.Path) {
				continue
			}
			if m.RunsAtOnce(call.Scope) {
				top = append(top, place{c.Module, c.Index, c.Path})
				continue
			}
			if function, _ := methodAround(m, call.Block); function >= 0 && m.Blocks[call.Block].Kind == python.FunctionBlock && m.Functions[function].Scope == call.Scope {
				slow[python.FuncRef{Module: int32(c.Module), Function: function}] = c.Path
			}
		}
		for i, m := range prog.Modules {
			if !reach.AtStart[i] || len(slow) == 0 {
				continue
			}
			for k := range m.Calls {
				if !m.RunsAtOnce(m.Calls[k].Scope) {
					continue
				}
				values := prog.Target(i, k)
				if len(values) == 1 && values[0].Root == python.FunctionRoot && values[0].Path == "" && !prog.Function(values[0].Function()).Generator {
					if path := slow[values[0].Function()]; path != "" {
						top = append(top, place{i, k, path})
					}
				}
			}
		}
		first := map[int]bool{}
		for _, t := range top {
			m := prog.Modules[t.module]
			call := &m.Calls[t.index]
			guard := m.GuardOf(call.Block)
			if !reach.AtStart[t.module] || guard&python.TypeCheckingGuard != 0 || sources.UnderMain(m, call.Block) || first[t.module] {
				continue
			}
			first[t.module] = true
			message := lint.Msg("this runs while the plugin starts (%s): the daemon waits at most 120 seconds for it; move it into the function that needs it", t.path)
			p.Report(lint.Finding{Place: at(m, m.Exprs[m.Exprs[call.Expr].A].Span()), Key: t.path, Message: message})
		}
	},
}

// network are calls that use the network, or may wait for long, besides requests.
var network = map[string]bool{
	"time.sleep": true, "gevent.sleep": true, "socket.create_connection": true, "nltk.download": true, "nltk.downloader.download": true,
	"huggingface_hub.snapshot_download": true, "huggingface_hub.hf_hub_download": true, "urllib.request.urlretrieve": true,
	"subprocess.run": true, "subprocess.call": true, "subprocess.check_call": true, "subprocess.check_output": true, "os.system": true,
	"smtplib.SMTP": true, "smtplib.SMTP_SSL": true, "ftplib.FTP": true, "ftplib.FTP_TLS": true, "imaplib.IMAP4": true, "imaplib.IMAP4_SSL": true,
	"psycopg.connect": true, "psycopg2.connect": true, "pymysql.connect": true, "MySQLdb.connect": true, "mysql.connector.connect": true,
	"pyodbc.connect": true, "oracledb.connect": true, "cx_Oracle.connect": true,
	"paramiko.SSHClient().connect": true, "playwright.sync_api.sync_playwright().start": true,
}

// waits reports whether a call of an outside name uses the network or waits.
func waits(m *python.Module, call python.ExprID, path string) bool {
	if method, _ := sources.Request(m, call, path); method != "" {
		return path != "urllib.request.Request"
	}
	if network[path] {
		return true
	}
	library, class, _ := strings.Cut(path, ".")
	switch library {
	case "transformers", "sentence_transformers", "diffusers":
		return strings.HasSuffix(class, ".from_pretrained")
	}
	return false
}
