package installation

import (
	"cmp"
	_ "embed"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/difylint/difylint/lint/near"
)

// Reader is the program that reads a setting.
type Reader string

// The readers.
const (
	// Daemon is the plugin daemon.
	Daemon Reader = "daemon"
	// Dify is a container of Dify or the compose file itself.
	Dify Reader = "dify"
	// SDK is a plugin under remote debugging, on its author's machine.
	SDK Reader = "sdk"
)

// Setting is one setting that a release of the platform reads or read.
type Setting struct {
	Reader Reader
	// Name is its name in the container.
	Name string
	// Host is its name in .env, where Dify's compose file gives it another.
	Host string
	// Kind is the Go type that the daemon parses it as.
	Kind string
	// Default is what the daemon takes where nothing is set.
	Default string
	// Demand is the daemon's validation: required, oneof=….
	Demand string
	// Since is the reader's first release with it, Until the first without it or "".
	Since, Until string
	// Used is false where the daemon reads the setting and no code looks at it.
	Used bool
}

//go:embed settings.tsv
var settingsData string

type tables struct {
	all                []*Setting
	daemon, host, dify map[string]*Setting
	sdk                map[string]*Setting
	names              []string
}

var settings = sync.OnceValue(func() *tables {
	t := &tables{daemon: map[string]*Setting{}, host: map[string]*Setting{}, dify: map[string]*Setting{}, sdk: map[string]*Setting{}}
	for line := range strings.Lines(settingsData) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 9 {
			continue
		}
		for i := range f {
			if f[i] == "-" {
				f[i] = ""
			}
		}
		s := &Setting{Reader: Reader(f[0]), Name: f[1], Host: f[2], Kind: f[3], Default: f[4], Demand: f[5], Since: f[6], Until: f[7], Used: f[8] == "yes"}
		t.all = append(t.all, s)
		switch s.Reader {
		case Daemon:
			t.daemon[s.Name] = s
			t.host[s.Host] = s
			if s.Until == "" {
				t.names = append(t.names, s.Host)
			}
		case Dify:
			t.dify[s.Name] = s
			if s.Until == "" {
				t.names = append(t.names, s.Name)
			}
		case SDK:
			t.sdk[s.Name] = s
		}
	}
	return t
})

// Settings lists every known setting.
func Settings() []*Setting { return settings().all }

// OfDaemon is the daemon's setting of that name in its container, or nil.
func OfDaemon(name string) *Setting { return settings().daemon[name] }

// OfHost is the daemon's setting that Dify's compose file takes from that name, or nil.
func OfHost(name string) *Setting { return settings().host[name] }

// OfDify is the name in Dify's own .env.example or compose file, or nil.
func OfDify(name string) *Setting { return settings().dify[name] }

// OfSDK is the setting of a plugin under remote debugging, or nil.
func OfSDK(name string) *Setting { return settings().sdk[name] }

// Nearest is the known name on the host side that a name most likely means: one
// that is spelt nearly so, or the one that is left where the first or last
// word of a name is taken away.
func Nearest(name string) (string, bool) {
	t := settings()
	known := func(n string) bool { return slices.Contains(t.names, n) }
	if s := t.daemon[name]; s != nil && s.Until == "" && s.Host != name {
		return s.Host, true
	}
	for _, prefix := range []string{"PLUGIN_", "PLUGIN_DAEMON_", "DIFY_", "DIFY_PLUGIN_", "DAEMON_"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && known(rest) {
			return rest, true
		}
		if known(prefix + name) {
			return prefix + name, true
		}
	}
	if n, ok := near.Nearest(name, t.names); ok {
		return n, true
	}
	return byWords(name, t.names)
}

// words are the parts of a name, cut to what is common to SIGNING and SIGNATURE.
func words(name string) []string {
	out := strings.Split(strings.ToUpper(name), "_")
	for i, w := range out {
		if out[i] = strings.TrimSuffix(w, "S"); len(w) > 4 {
			out[i] = w[:4]
		}
	}
	return out
}

// rarity is how much a word says of a name: the rarer, the more.
var rarity = sync.OnceValue(func() map[string]float64 {
	count := map[string]float64{}
	names := settings().names
	for _, n := range names {
		for _, w := range words(n) {
			count[w]++
		}
	}
	for w, c := range count {
		count[w] = math.Log(float64(len(names)) / c)
	}
	return count
})

// byWords is the name that shares at least two words with another and says most of
// the same: rare words count more than PLUGIN or URL.
func byWords(name string, names []string) (string, bool) {
	weight := rarity()
	alone := math.Log(float64(len(names)))
	mine := words(name)
	best, most, tie := "", 4.0, true
	for _, n := range names {
		theirs := words(n)
		shared, score := 0, 0.0
		for _, w := range mine {
			if slices.Contains(theirs, w) {
				shared++
				score += weight[w]
			} else {
				score -= 0.3 * cmp.Or(weight[w], alone)
			}
		}
		for _, w := range theirs {
			if !slices.Contains(mine, w) {
				score -= 0.1 * weight[w]
			}
		}
		switch {
		case shared < 2 || score < most:
		case score > most:
			best, most, tie = n, score, false
		default:
			tie = true
		}
	}
	return best, !tie
}

// secretWords are the last words of the names of settings whose values are secret.
var secretWords = []string{
	"KEY", "SECRET", "PASSWORD", "PASSWD", "TOKEN", "CREDENTIALS", "DSN", "CONNECTION_STRING", "BASE64", "BASE64_STRING", "KEY_ID", "SECRET_ID", "PASS", "AUTH",
}

// public are the names that end so and hold nothing secret.
var public = []string{"PUBLIC_KEY", "PUBLIC_KEYS"}

// Secret reports whether the value of a setting of this name must not be shown.
func Secret(name string) bool {
	name = strings.ToUpper(name)
	if slices.ContainsFunc(public, func(w string) bool { return strings.HasSuffix(name, w) }) {
		return false
	}
	return slices.ContainsFunc(secretWords, func(w string) bool { return strings.HasSuffix("_"+name, "_"+w) }) || strings.Contains(name, "SECRET") || strings.Contains(name, "PASSWORD") ||
		strings.Contains(name, "API_KEY") || strings.Contains(name, "ACCESS_KEY") || strings.Contains(name, "BROKER_URL")
}
