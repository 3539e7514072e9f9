package installation

import (
	"github.com/difylint/difylint/lint"
)

// Memory reports limits of memory that are too low for plugins.
var Memory = &lint.Rule{
	ID: "installation/memory", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a limit of memory that is too low for plugins",
	Why: "Every plugin is a Python process in the daemon's container, of some 100 MB and more, and uv needs memory while it installs. With less than 1 GiB for the container, a few plugins are " +
		"enough for the system to kill one of them or the daemon (exit status 137). Dify asks for a machine with 2 processors and 4 GiB.",
	Sources: []string{"dify: docker/README.md", "compose-spec: deploy.resources, mem_limit"},
	Run: withDaemon(func(v *view) {
		n, of := v.Memory(v.daemon)
		if of == nil {
			return
		}
		switch {
		case n < 0:
			v.found(of, lint.Finding{Key: "memory", Severity: lint.Error, Message: lint.Msg("memory: %q is not a size: compose starts nothing", of.Shown())})
		case n < 1<<30:
			v.found(of, lint.Finding{Key: "memory", Message: lint.Msg("memory: %s has at most %s, but every plugin is a process in it; give it at least 1 GiB", v.daemon.Name, of.Shown())})
		case n < 4<<30:
			v.found(of, lint.Finding{Key: "memory", Severity: lint.Info, Message: lint.Msg("memory: %s has at most %s for all plugins together", v.daemon.Name, of.Shown())})
		}
	}),
}
