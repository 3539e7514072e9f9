package risk

// What the declarations say, and what the package brings.

import (
	"io"
	"path"
	"slices"
	"strings"

	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/source/text"
	"github.com/difylint/difylint/lint/source/yaml"
)

// declarations looks at the manifest and what it leads to.
func (s *scan) declarations() {
	for _, d := range s.plugin.Documents() {
		if d.Root == nil {
			continue
		}
		here := func(n *yaml.Node, what text.Message) Evidence {
			return Evidence{d.Path, d.File, n.HeadSpan(), what}
		}
		switch d.Kind {
		case plugin.ModelProvider:
			s.add(SendsOut, here(d.Root, text.Msg("a model provider: prompts go to the model's service")))
		case plugin.Endpoint:
			s.add(Receives, here(d.Root, text.Msg("an endpoint")))
		case plugin.DatasourceProvider:
			if n := d.Root.Get("provider_type"); n.Str() == "website_crawl" {
				s.add(AnyURL, Evidence{d.Path, d.File, n.PlaceSpan(), text.Msg("a datasource that crawls websites")})
			}
		case plugin.TriggerProvider:
			s.add(Receives, here(d.Root, text.Msg("a trigger")))
		}
		for _, key := range []string{"parameters", "credentials_for_provider", "credentials_schema", "settings"} {
			for _, n := range slices.Concat(d.Root.Get(key).Entries(), d.Root.Get(key).Items()) {
				s.parameter(d, n)
			}
		}
	}
}

// parameter looks at one parameter or credential.
func (s *scan) parameter(d *plugin.Document, n *yaml.Node) {
	name := n.Get("name").Str()
	if n.Key != nil {
		name = n.Key.Value
	}
	switch n.Get("type").Str() {
	case "file", "files":
		s.add(Uploads, Evidence{d.Path, d.File, n.Get("type").PlaceSpan(), text.Msg("parameter %s", name)})
	}
	if d.Kind == plugin.Tool && urlName().MatchString(name) {
		s.add(UserURLs, Evidence{d.Path, d.File, n.HeadSpan(), text.Msg("parameter %s", name)})
	}
	if word := personal().FindString(strings.ReplaceAll(name, "_", " ") + "\n" + n.At("label", "en_US").Str()); word != "" && len(s.personal) < maxEvidence {
		s.personal = append(s.personal, Evidence{d.Path, d.File, n.HeadSpan(), text.Msg("%s", strings.ToLower(word))})
	}
}

// urlName is the name of a parameter that takes a URL.
var urlName = text.Regexp(`(?i)(?:^|_)(?:urls?|uri|website)$`)

// personal finds what the form counts as sensitive personal data.
var personal = text.Regexp(`(?i)\b(?:patients?|medical|diagnos[ie]s|health|biometric|fingerprint|face recognition|facial|passport|identity card|id card|social security|ssn|bank account|iban|credit card|card number|date of birth|birthday|child(?:ren)?'?s? name|latitude|longitude|gps)\b`)

// executableSuffixes end the names of programs and native libraries.
var executableSuffixes = map[string]bool{
	".exe": true, ".dll": true, ".so": true, ".dylib": true, ".msi": true, ".com": true, ".jar": true, ".apk": true, ".deb": true, ".rpm": true, ".pyd": true,
}

// executables looks for programs and native libraries, by name and by the first
// bytes of files whose ending says nothing.
func (s *scan) executables() {
	for _, name := range s.plugin.Listing().Files {
		ext := strings.ToLower(path.Ext(name))
		if executableSuffixes[ext] || (ext == "" || ext == ".bin") && s.native(name) {
			s.add(Executables, Evidence{Path: name, What: text.Msg("a program or native library")})
		}
	}
}

// native reports whether a file begins as a program of Linux, macOS or Windows does.
func (s *scan) native(name string) bool {
	f, err := s.plugin.FS.Open(name)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	var head [4]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return false
	}
	switch string(head[:]) {
	case "\x7fELF", "\xcf\xfa\xed\xfe", "\xce\xfa\xed\xfe", "\xfe\xed\xfa\xcf":
		return true
	}
	return string(head[:2]) == "MZ"
}
