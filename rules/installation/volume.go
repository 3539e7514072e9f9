package installation

import (
	"cmp"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Volume reports volumes on which the daemon cannot keep plugins.
var Volume = &lint.Rule{
	ID: "installation/volume", Gate: lint.Start, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "a volume on which the daemon cannot keep plugins",
	Why: "With local storage the daemon keeps packages below `PLUGIN_STORAGE_LOCAL_ROOT`, and it makes each plugin's virtual environment below `PLUGIN_WORKING_PATH`. " +
		"On a read-only volume it can do neither; on none, everything is gone when the container is made anew.",
	Sources: []string{configSource, "dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go", composeSource},
	Run: withFiles(func(v *view) {
		defined := v.Volumes()
		for _, m := range v.daemon.Mounts() {
			if m.Named && m.Source != nil && !defined[m.Source.Text] && !strings.Contains(m.Source.Text, "$") {
				v.Report(lint.Finding{Place: m.At, Key: m.Target, Message: lint.Msg("the volume %q is not defined under volumes: compose starts nothing", installation.Clean(m.Source.Text))})
			}
			if m.Source == nil || m.Named || path.IsAbs(m.Source.Text) {
				continue
			}
			if info, err := v.Stat(m.Source.Text); err == nil && !info.IsDir() && m.Target == v.folder("PLUGIN_STORAGE_LOCAL_ROOT") {
				v.Report(lint.Finding{Place: m.At, Key: m.Target, Message: lint.Msg("volumes: %s is a file, and the daemon needs a folder there", m.Source.Text)})
			}
		}
		storage := storageIs(v, "local")
		for _, name := range []string{"PLUGIN_STORAGE_LOCAL_ROOT", "PLUGIN_WORKING_PATH"} {
			if name == "PLUGIN_STORAGE_LOCAL_ROOT" && !storage {
				continue
			}
			folder := v.folder(name)
			of, m := v.setting(name), v.daemon.MountOf(folder)
			switch {
			case m != nil && m.ReadOnly:
				v.Report(lint.Finding{Place: m.At, Key: m.Target, Message: lint.Msg("volumes: %s is mounted read-only, and the daemon writes to %s (%s): no plugin can be installed or started", m.Target, folder, name)})
				return
			case m != nil && m.Memory && name != "PLUGIN_WORKING_PATH":
				v.Report(lint.Finding{Place: m.At, Severity: lint.Warning, Key: m.Target, Message: lint.Msg("tmpfs: %s lies in memory, and the daemon keeps plugins there (%s): they are gone when the container is made anew", m.Target, name)})
			case m != nil || name == "PLUGIN_WORKING_PATH":
			case of.Given():
				v.found(of, lint.Finding{Severity: lint.Warning, Message: lint.Msg("%s is %s, which is on none of the volumes of %s: plugins are gone when the container is made anew", named(of), of.Shown(), v.daemon.Name)})
			default:
				v.Report(lint.Finding{Place: v.daemon.Place("volumes"), Severity: lint.Warning, Key: name, Message: lint.Msg("volumes: %s has none for %s, where it keeps plugins (%s): they are gone when the container is made anew", v.daemon.Name, folder, name)})
			}
		}
		if kind := v.daemon.Get("read_only"); kind != nil && kind.Text == "true" {
			if m := v.daemon.MountOf(v.folder("PLUGIN_WORKING_PATH")); m == nil {
				v.Report(lint.Finding{Place: kind.At, Key: "read_only", Message: lint.Msg("read_only: the container cannot be written to, and PLUGIN_WORKING_PATH is on no volume: no plugin can be started")})
			}
		}
	}),
}

// folder is a folder of the daemon in its container; relative ones are below its
// image's working folder.
func (v *view) folder(name string) string {
	dir, _ := v.Effective(name)
	dir = cmp.Or(dir, "cwd") // only the folder to work in may have no name
	if !path.IsAbs(dir) {
		dir = path.Join("/app", dir)
	}
	return path.Clean(dir)
}
