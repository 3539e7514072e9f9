package pydata

import (
	"regexp"
	"strings"
	"testing"
)

var name = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*$`)

func TestTables(t *testing.T) {
	for file, c := range map[string]struct {
		text          string
		least, fields int
	}{
		"stdlib.txt":   {stdlibText, 250, 1},
		"imports.txt":  {importsText, 80, 3},
		"popular.txt":  {popularText, 3000, 1},
		"devtools.txt": {devtoolsText, 100, 2},
		"absent.txt":   {absentText, 40, 2},
	} {
		if !strings.HasPrefix(c.text, "# ") || !strings.Contains(c.text, "# Made 20") || !strings.Contains(c.text, "# Refresh: ") {
			t.Errorf("%s has no head", file)
		}
		seen := map[string]bool{}
		rows(c.text, func(f []string) {
			if len(f) < c.fields || !name.MatchString(f[0]) || seen[f[0]] {
				t.Errorf("%s: %v", file, f)
			}
			seen[f[0]] = true
		})
		if len(seen) < c.least {
			t.Errorf("%s has %d rows", file, len(seen))
		}
	}
	rows(importsText, func(f []string) {
		if f[2] != "none" && f[2] != "other" && f[2] != "same" && strings.Trim(f[2], "0123456789.") != "" {
			t.Errorf("imports.txt: %v", f)
		}
	})
	for _, text := range []string{popularText, devtoolsText} {
		rows(text, func(f []string) {
			if normal(f[0]) != f[0] {
				t.Errorf("%s is not normalised", f[0])
			}
		})
	}
}

func TestLookups(t *testing.T) {
	for _, c := range []struct {
		module, python string
		want           bool
	}{
		{"json", "3.12", true}, {"cgi", "3.12", true}, {"cgi", "3.13", false}, {"cgi", "", true},
		{"cgi", "3.9", true}, {"annotationlib", "3.12", false}, {"annotationlib", "3.14", true}, {"requests", "", false}, {"", "", false},
	} {
		if got := InStdlib(c.module, c.python); got != c.want {
			t.Errorf("InStdlib(%q, %q) = %v", c.module, c.python, got)
		}
	}
	for module, want := range map[string]string{
		"yaml": "PyYAML", "cv2": "opencv-python", "PIL.Image": "Pillow", "google.protobuf.message": "protobuf",
		"requests": "", "google": "", "sklearn.svm": "scikit-learn",
	} {
		if got, ok := Distribution(module); got != want || ok != (want != "") {
			t.Errorf("Distribution(%q) = %q", module, got)
		}
	}
	for n, want := range map[string]string{
		"yaml": "PyYAML", "pil": "Pillow", "bs4": "beautifulsoup4", "psycopg2": "", "requests": "", "pyyaml": "", "speech-recognition": "SpeechRecognition",
	} {
		if got, _, _ := MeantBy(n); got != want {
			t.Errorf("MeantBy(%q) = %q", n, got)
		}
	}
	if _, got, _ := MeantBy("docx"); got != Another {
		t.Error("docx is another project")
	}
	for n, want := range map[string]string{
		"reqeusts": "requests", "requets": "requests", "requestss": "requests", "nunpy": "numpy", "numpy": "", "httpx": "",
		"beautifulsoup": "beautifulsoup4", "x": "", "json": "", "wholly-unlike": "", "pyd4ntic": "pydantic", "pyd4ntik": "",
	} {
		if got, ok := SlipOf(n); got != want || ok != (want != "") {
			t.Errorf("SlipOf(%q) = %q", n, got)
		}
	}
	for n, want := range map[string]string{"pytest": "test", "ruff": "lint", "types-six": "types", "requests": ""} {
		if got, _ := DevTool(n); got != want {
			t.Errorf("DevTool(%q) = %q", n, got)
		}
	}
	if IsPopular("Requests") || !IsPopular("requests") {
		t.Error("IsPopular")
	}
}

func BenchmarkSlipOf(b *testing.B) {
	for b.Loop() {
		SlipOf("reqeusts-oauthlib")
	}
}
