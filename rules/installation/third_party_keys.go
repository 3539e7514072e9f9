package installation

import (
	"bytes"
	"path"
	"strings"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/installation"
	"github.com/difylint/difylint/lint/dify/pkg"
)

const (
	keysOn = "THIRD_PARTY_SIGNATURE_VERIFICATION_ENABLED"
	keys   = "THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS"
)

// ThirdPartyKeys reports keys for signatures that the daemon cannot use.
var ThirdPartyKeys = &lint.Rule{
	ID: "installation/third-party-keys", Gate: lint.Install, Severity: lint.Warning, Since: "0.1.0", Subject: subject,
	Title: "keys for signatures that the daemon cannot use",
	Why: "Packages that are signed with a key of your own are taken only where verification with further keys is on and at least one file with a key is " +
		"named. The paths are those in the container, so the files must be mounted. Each file holds one RSA key as `RSA PUBLIC KEY` (PKCS#1); " +
		"where one of them is missing or anything else, every installation ends in \"bad signature\".",
	Sources: []string{"dify-plugin-daemon: pkg/plugin_packager/decoder/verifier.go, pkg/utils/encryption/rsa.go (LoadPublicKey)", configSource},
	Run: withDaemon(func(v *view) {
		on, ok := v.Bool(keysOn)
		of, list := v.setting(keysOn), v.setting(keys)
		named := list.Or("")
		switch {
		case !ok || !v.Since("0.0.7"):
			return
		case on && named == "":
			v.foundf(of, "%s is on, and %s names no keys: only the official key counts", keysOn, keys)
			return
		case !on && named != "" && list.Given():
			v.foundf(list, "%s has no effect: %s is not true, so these keys are not looked at", keys, keysOn)
			return
		case !on || list == nil:
			return
		}
		for item := range strings.SplitSeq(named, ",") {
			v.key(list, item)
		}
	}),
}

// key reports what is wrong with one file of the list.
func (v *view) key(of *installation.Value, item string) {
	name := strings.TrimSpace(item)
	severity, says := v.unusable(of, item, name)
	if says.Format == "" {
		return
	}
	if forced, ok := v.Bool("FORCE_VERIFYING_SIGNATURE"); ok && !forced {
		severity = lint.Info // nobody asks for a signature
	}
	v.found(of, lint.Finding{Severity: severity, Key: name, Message: says})
}

// unusable says why the daemon cannot use a file of the list, if it cannot.
func (v *view) unusable(of *installation.Value, item, name string) (severity lint.Severity, says lint.Message) {
	shown := installation.Clean(name)
	switch {
	case strings.Contains(item, "BEGIN") || len(name) > 200:
		return lint.Error, lint.Msg("%s accepts paths of files in the container, not the keys themselves: every package has a \"bad signature\"", of.Name)
	case name == "":
		return lint.Error, lint.Msg("%s has an empty entry between its commas: no file can be read there, and every package has a \"bad signature\"", of.Name)
	case item != name:
		return lint.Error, lint.Msg("%s: there is a space beside %s, and the daemon reads it as part of the path: every package has a \"bad signature\"", of.Name, shown)
	case v.Alone:
		return severity, says
	}
	m, host, ok := onHost(v.Installation, name)
	if m == nil {
		return lint.Inherit, lint.Msg("%s names %s, and no volume of %s has it: mount the file, else every package has a \"bad signature\"", of.Name, shown, v.daemon.Name)
	}
	if !ok {
		return severity, says // a folder that cannot be seen from here
	}
	info, err := v.Stat(host)
	switch {
	case err != nil:
		return lint.Inherit, lint.Msg("%s names %s, which is %s on the host, and there is no such file: every package has a \"bad signature\"", of.Name, shown, host)
	case info.IsDir():
		return lint.Error, lint.Msg("%s names %s, which is %s on the host, a folder: name the file, else every package has a \"bad signature\"", of.Name, shown, host)
	}
	data, k := readKey(v.Installation, host)
	if data == nil || k.Daemon() {
		return severity, says
	}
	why := lint.Msg("it is not an RSA public key in the form RSA PUBLIC KEY (PKCS#1)")
	if bytes.Contains(data, []byte("PRIVATE KEY")) {
		why = lint.Msg("it is a private key, which must not be there; the daemon needs the public key")
	}
	return lint.Error, lint.Msg("%s names %s (%s on the host), and the daemon cannot use it: %s; every package has a \"bad signature\"", of.Name, shown, host, why)
}

// onHost is the volume of a path in the daemon's container, and the file of the
// installation that it is, where the volume is a folder of the installation.
func onHost(in *installation.Installation, name string) (m *installation.Mount, host string, ok bool) {
	if !path.IsAbs(name) {
		name = path.Join("/app", name) // the working folder of the daemon's image
	}
	m = in.Daemon().MountOf(name)
	if m == nil || m.Named || m.Source == nil || path.IsAbs(m.Source.Text) || strings.HasPrefix(m.Source.Text, "~") || strings.HasPrefix(path.Clean(m.Source.Text), "..") {
		return m, "", false
	}
	return m, path.Join(m.Source.Text, strings.TrimPrefix(name, m.Target)), true
}

// readKey reads a file with a key; data is nil where it cannot be read, or is larger
// than any such file.
func readKey(in *installation.Installation, host string) (data []byte, k pkg.Key) {
	f, err := in.Read(host)
	if err != nil || len(f.Data) > maxKey {
		return nil, k
	}
	return f.Data, pkg.ReadKey(host, f.Data)
}

// trusted are the keys that an installation trusts besides the official one. all is
// false where one of them lies where it cannot be seen.
func trusted(in *installation.Installation) (list []pkg.Key, all bool) {
	on, ok := in.Bool(keysOn)
	named, of := in.Effective(keys)
	if !on || of == nil {
		return nil, ok
	}
	all = true
	for name := range strings.SplitSeq(named, ",") {
		_, host, ok := onHost(in, name)
		if !ok {
			all = false
		} else if data, k := readKey(in, host); data != nil {
			list = append(list, k)
		}
	}
	return list, all
}

// maxKey is more than any file with one key has, in bytes.
const maxKey = 64 << 10

// Trusted are the keys that an installation trusts besides the official one, as far as
// their files can be seen.
func Trusted(in *installation.Installation) []pkg.Key {
	if in.Daemon() == nil {
		return nil
	}
	list, _ := trusted(in)
	return list
}
