package installation

import (
	"net"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
)

// Storage reports settings of the storage that do not go together.
var Storage = &lint.Rule{
	ID: "installation/storage", Gate: lint.Install, Severity: lint.Error, Since: "0.1.0", Subject: subject,
	Title: "settings of the storage that do not go together",
	Why: "The daemon keeps packages and plugins in a storage of its own, set with `PLUGIN_STORAGE_TYPE`; it stops where a part is missing. " +
		"For S3 a bucket and a region are always needed. Dify's compose file sets `PLUGIN_S3_USE_AWS` to false, where the daemon's own default is true, and a role " +
		"(`PLUGIN_S3_USE_AWS_MANAGED_IAM`) is looked at only where it is true. Without `PLUGIN_S3_USE_PATH_STYLE` the name of the bucket becomes " +
		"part of the host (`bucket.minio`), which a service of compose does not answer to.",
	Sources: []string{"dify-plugin-daemon: internal/server/server.go (initOSS)", "dify-cloud-kit: oss/oss.go (Validate), oss/s3/s3_storage.go"},
	Run: withDaemon(func(v *view) {
		name, kind := v.Effective("PLUGIN_STORAGE_TYPE")
		st := storageOf(name)
		if st == nil || kind == nil {
			return
		}
		if !v.Since(st.since) {
			v.foundf(kind, "%s is %q, which the daemon knows since %s, and the image is %s: it does not start", named(kind), name, st.since, v.release)
			return
		}
		if st.names[0] == "local" {
			v.notSwitchedOn(kind)
			return
		}
		missing := func(setting string) bool {
			of, at := v.setting(setting), kind
			if of.Or("") != "" {
				return false
			}
			if of.Given() {
				at = of
			}
			v.found(at, lint.Finding{Key: setting, Message: lint.Msg("%s is %q, and %s is not set: the daemon does not start", named(kind), name, hostName(v, setting))})
			return true
		}
		for _, setting := range st.needs {
			missing(setting)
		}
		switch st.names[0] {
		case "azure_blob":
			if v.on("AZURE_BLOB_STORAGE_USE_MANAGED_IDENTITY") && v.Since("0.5.7") {
				missing("AZURE_BLOB_STORAGE_ACCOUNT_URL")
			} else if of := v.setting("AZURE_BLOB_STORAGE_CONNECTION_STRING"); !missing("AZURE_BLOB_STORAGE_CONNECTION_STRING") && !strings.Contains(of.Text, "AccountName=") && !strings.Contains(of.Text, "BlobEndpoint=") {
				v.foundf(of, "%s is not a connection string (AccountName=…;AccountKey=…): the daemon does not start", named(of))
			}
		case "aws_s3":
			v.s3(name)
		}
	}),
}

// hostName is the name by which an administrator sets a setting of the daemon:
// the variable that the compose file takes, else the table's, else its own.
func hostName(v *view, name string) string {
	if of := v.setting(name); of != nil {
		return of.Label()
	}
	if set := installation.OfDaemon(name); v.Alone || v.Asked(set.Host) {
		return set.Host
	}
	return name
}

// notSwitchedOn reports settings of a storage that is not the one in force.
func (v *view) notSwitchedOn(kind *installation.Value) {
	for _, st := range storages {
		for _, mark := range st.marks {
			of := v.setting(mark)
			if of == nil || of.Text == "" || !of.Given() || installation.OfDify(of.Label()) != nil && !strings.HasPrefix(of.Label(), "PLUGIN_") {
				continue
			}
			v.found(of, lint.Finding{
				Severity: lint.Warning,
				Message:  lint.Msg("%s has no effect: %s is %q; set it to %s", named(of), kind.Label(), kind.Text, st.names[0]),
			}, kind)
			break
		}
	}
}

// s3 reports what is wrong with an S3 storage.
func (v *view) s3(name string) {
	aws, ok := v.Bool("S3_USE_AWS")
	if !ok || !v.Since("0.1.3") {
		return
	}
	useAWS, iam := v.setting("S3_USE_AWS"), v.setting("S3_USE_AWS_MANAGED_IAM")
	role, _ := v.Bool("S3_USE_AWS_MANAGED_IAM")
	endpoint := v.setting("S3_ENDPOINT")
	if !aws && role {
		v.foundf(iam, "%s is true, and %s is false: the role is looked at only where %s is true", named(iam), hostName(v, "S3_USE_AWS"), hostName(v, "S3_USE_AWS"))
		return
	}
	if !aws {
		at := useAWS
		if !at.Given() {
			at = v.setting("PLUGIN_STORAGE_TYPE")
		}
		if endpoint.Or("") == "" {
			v.found(at, lint.Finding{Key: "S3_ENDPOINT", Message: lint.Msg("%s is false, and %s is not set: there is nothing to connect to; set the address of the storage, or %s=true for AWS", hostName(v, "S3_USE_AWS"), hostName(v, "S3_ENDPOINT"), hostName(v, "S3_USE_AWS"))})
		}
		for _, key := range []string{"AWS_ACCESS_KEY", "AWS_SECRET_KEY"} {
			if v.setting(key).Or("") == "" {
				v.found(at, lint.Finding{Severity: lint.Warning, Key: key, Message: lint.Msg("%s is %q, and %s is not set: the storage refuses the daemon", hostName(v, "PLUGIN_STORAGE_TYPE"), name, hostName(v, key))})
			}
		}
	}
	style, ok := v.Bool("S3_USE_PATH_STYLE")
	of := v.setting("S3_USE_PATH_STYLE")
	if host := hostOf(endpoint.Or("")); ok && !style && host != "" && (!strings.Contains(host, ".") || net.ParseIP(host) != nil) {
		at := of
		if !of.Given() {
			at = endpoint
		}
		v.found(at, lint.Finding{
			Severity: lint.Warning, Key: "S3_USE_PATH_STYLE",
			Message: lint.Msg("%s is false: the daemon asks for the host %s.%s, which has no address; set %s=true (path style)", hostName(v, "S3_USE_PATH_STYLE"), installation.Clean(v.setting(bucket).Or("bucket")), host, hostName(v, "S3_USE_PATH_STYLE")),
			Fixes:   lint.UnsafeFix(lint.Msg("Write true"), of.Replace("true")),
		}, endpoint)
	}
}
