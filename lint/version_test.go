package lint

import "testing"

func TestRulePage(t *testing.T) {
	for version, docs := range map[string]string{
		"devel": "latest", "v0.1.0": "v0.1", "v0.12.34": "v0.12", "v1.0.0-rc.1": "v1.0", "v1.0.0-beta": "v1.0",
		"v0.0.0-20261128120000-0123456789ab": "latest", "v0.1.1-0.20261128120000-0123456789ab": "latest",
		"v0.2.0-rc.1.0.20261128120000-0123456789ab": "latest", "v0.1.0+dirty": "latest",
	} {
		if got, want := rulePage(version, "file/readme"), "https://difylint.github.io/difylint/"+docs+"/rules/file/readme/"; got != want {
			t.Errorf("%s: %s, want %s", version, got, want)
		}
	}
}
