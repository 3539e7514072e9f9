package installation

import (
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
		case !ok || !v.since("0.0.7"):
			return
		case on && named == "" && of != nil:
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
	report := func(severity lint.Severity, format string, args ...any) {
		if forced, ok := v.Bool("FORCE_VERIFYING_SIGNATURE"); ok && !forced {
			severity = lint.Info // nobody asks for a signature
		}
		v.found(of, lint.Finding{Severity: severity, Key: name, Message: lint.Msg(format, args...)})
	}
	shown := installation.Clean(name)
	switch {
	case strings.Contains(item, "BEGIN") || len(name) > 200:
		report(lint.Error, "%s accepts paths of files in the container, not the keys themselves: every package has a \"bad signature\"", of.Name)
		return
	case name == "":
		report(lint.Error, "%s has an empty entry between its commas: no file can be read there, and every package has a \"bad signature\"", of.Name)
		return
	case item != name:
		report(lint.Error, "%s: there is a space beside %s, and the daemon reads it as part of the path: every package has a \"bad signature\"", of.Name, shown)
		return
	}
	if v.Alone {
		return
	}
	if !path.IsAbs(name) {
		name = path.Join("/app", name) // the working folder of the daemon's image
	}
	m := v.daemon.MountOf(name)
	if m == nil {
		report(lint.Inherit, "%s names %s, and no volume of %s has it: mount the file, else every package has a \"bad signature\"", of.Name, shown, v.daemon.Name)
		return
	}
	host, ok := seen(m, name)
	if !ok {
		return // a folder that cannot be seen from here
	}
	info, err := v.Stat(host)
	switch {
	case err != nil:
		report(lint.Inherit, "%s names %s, which is %s on the host, and there is no such file: every package has a \"bad signature\"", of.Name, shown, host)
		return
	case info.IsDir():
		report(lint.Error, "%s names %s, which is %s on the host, a folder: name the file, else every package has a \"bad signature\"", of.Name, shown, host)
		return
	case info.Size() > maxKey:
		return
	}
	f, err := v.Read(host)
	if err != nil {
		return
	}
	k := pkg.ReadKey(host, f.Data)
	if !k.Daemon() {
		why := lint.Msg("it is not an RSA public key in the form RSA PUBLIC KEY (PKCS#1)")
		if strings.Contains(string(f.Data), "PRIVATE KEY") {
			why = lint.Msg("it is a private key, which must not be there; the daemon needs the public key")
		}
		report(lint.Error, "%s names %s (%s on the host), and the daemon cannot use it: %s; every package has a \"bad signature\"", of.Name, shown, host, why)
	}
}

// seen is the file of the installation that a path in a container is, where its volume
// is a folder of the installation.
func seen(m *installation.Mount, name string) (string, bool) {
	if m == nil || m.Named || m.Source == nil || path.IsAbs(m.Source.Text) || strings.HasPrefix(m.Source.Text, "~") || strings.HasPrefix(path.Clean(m.Source.Text), "..") {
		return "", false
	}
	return path.Join(m.Source.Text, strings.TrimPrefix(name, m.Target)), true
}

// trusted are the keys that an installation trusts besides the official one. all is
// false where one of them lies where it cannot be seen.
func trusted(in *installation.Installation) (list []pkg.Key, all bool) {
	on, ok := in.Bool(keysOn)
	named, of := in.Effective(keys)
	if !on || !ok || of == nil {
		return nil, ok
	}
	all = true
	for name := range strings.SplitSeq(named, ",") {
		if !path.IsAbs(name) {
			name = path.Join("/app", name)
		}
		host, ok := seen(in.Daemon().MountOf(name), name)
		if !ok {
			all = false
			continue
		}
		if f, err := in.Read(host); err == nil && len(f.Data) <= maxKey {
			list = append(list, pkg.ReadKey(host, f.Data))
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
