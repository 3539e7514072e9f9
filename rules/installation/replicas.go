package installation

import (
	"strconv"

	"github.com/difylint/difylint/lint"
)

// Replicas reports several daemons on one local storage.
var Replicas = &lint.Rule{
	ID: "installation/replicas", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "several daemons on one local storage",
	Why: "With local storage each daemon makes its plugins' virtual environments in the same folders, and several at once destroy one another's work. More than one daemon needs a storage that is not local " +
		"(`PLUGIN_STORAGE_TYPE=aws_s3`, …) and a working folder for each; a published port can also be had by one container only.",
	Sources: []string{"dify-plugin-daemon: internal/cluster, internal/core/local_runtime"},
	Run: withDaemon(func(v *view) {
		for _, route := range [][]any{{"deploy", "replicas"}, {"scale"}} {
			of := v.daemon.Get(route...)
			n, err := strconv.Atoi(of.Or("1"))
			if err != nil || n < 2 {
				continue
			}
			switch {
			case storageIs(v, "local"):
				v.found(of, lint.Finding{Key: "replicas", Message: lint.Msg("replicas: %d daemons share one local storage (PLUGIN_STORAGE_TYPE) and one working folder, and destroy one another's virtual environments", n)})
			case len(v.daemon.Ports()) > 0:
				v.found(of, lint.Finding{Key: "replicas", Message: lint.Msg("replicas: %d daemons cannot all publish the same ports", n)})
			}
		}
	}),
}
