package installation

import (
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/source/text"
)

// Owner reports folders of the host into which a container of Dify cannot write.
var Owner = &lint.Rule{
	ID: "installation/owner", Gate: lint.Start, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "a folder on the host into which the container cannot write",
	Why: "A folder that is mounted keeps the owner that it has on the host. The image of plugin_daemon runs as root, and may write everywhere, unless `user:` names another user " +
		"or `cap_drop` takes that right away; Dify's API runs as user 1001 since 1.10.1. A folder that is not there yet is made by Docker, for root. " +
		"Where the daemon cannot write, no plugin is installed or started; where the API cannot, no file and no key of a workspace is stored.",
	Sources: []string{
		"dify-plugin-daemon: docker/local.dockerfile (no USER in any release)", "dify: api/Dockerfile (dify_uid), notes of release 1.10.1", composeSource,
		"dify-plugin-daemon: internal/core/local_runtime/setup_python_environment.go",
	},
	Run: judging(func(v *view) {
		if v.Alone {
			return
		}
		if v.daemon != nil {
			folders := []string{v.folder("PLUGIN_WORKING_PATH")}
			if root := v.folder("PLUGIN_STORAGE_LOCAL_ROOT"); storageIs(v, "local") {
				folders = append(folders, root)
				for _, name := range []string{"PLUGIN_INSTALLED_PATH", "PLUGIN_PACKAGE_CACHE_PATH", "PLUGIN_MEDIA_CACHE_PATH", "PERSISTENCE_STORAGE_PATH"} {
					sub, _ := v.Effective(name)
					folders = append(folders, path.Join(root, sub))
				}
			}
			v.owned(v.daemon, folders, lint.Msg("no plugin can be installed or started"))
		}
		apis := v.Workers()
		if v.api != nil {
			apis = append([]*installation.Service{v.api}, apis...)
		}
		for _, s := range apis {
			root := ""
			switch env(s, "STORAGE_TYPE").Or("opendal") {
			case "local":
				root = env(s, "STORAGE_LOCAL_PATH").Or("storage")
			case "opendal":
				if env(s, "OPENDAL_SCHEME").Or("fs") == "fs" {
					root = env(s, "OPENDAL_FS_ROOT").Or("storage")
				}
			}
			if root == "" {
				continue
			}
			if !path.IsAbs(root) {
				root = path.Join("/app/api", root)
			}
			v.owned(s, []string{root}, lint.Msg("no file and no key of a workspace can be stored"))
		}
	}),
}

// owned reports the first of the folders of a container that its user cannot
// write to.
func (v *view) owned(s *installation.Service, folders []string, lost text.Message) {
	user, known := s.User()
	if !known {
		return
	}
	for _, folder := range folders {
		m := s.MountOf(folder)
		f, seen := v.Folder(m, folder)
		if !seen || user.Writes(f) || m.ReadOnly || v.givenAway(s, m) {
			continue
		}
		name := installation.Clean(m.Source.Text)
		out := lint.Finding{Place: m.At, Key: m.Target, Message: lint.Msg("volumes: the folder %s is not there, so that Docker makes it for root, and %s runs as user %d: make it before the first start and give it to that user, else %s", name, s.Name, user.ID, lost)}
		if f.Path == "" {
			if user.Value == nil {
				continue // a folder that is not there is at hand where Dify runs, perhaps
			}
			out.Severity = lint.Info
		} else {
			out.Message = lint.Msg("volumes: %s belongs to user %d (mode %#o), and %s runs as user %d, who cannot write there: %s; give the folder to that user (chown -R %d %s)", f.Path, f.Owner, uint32(f.Mode.Perm()), s.Name, user.ID, lost, user.ID, name)
		}
		if user.Value != nil {
			out.Related = []lint.Related{{Place: user.Value.At, Message: lint.Msg("the user of %s", s.Name)}}
		}
		v.Report(out)
		return
	}
}

// givenAway reports whether another container gives the folder of a volume to
// its user when the installation starts.
func (v *view) givenAway(s *installation.Service, m *installation.Mount) bool {
	for _, name := range v.Names {
		o := v.Services[name]
		if o == s || !o.Active || !strings.Contains(o.Text("command")+o.Text("entrypoint"), "chown") {
			continue
		}
		for _, other := range o.Mounts() {
			if other.Source != nil && path.Clean(other.Source.Text) == path.Clean(m.Source.Text) {
				return true
			}
		}
	}
	return false
}
