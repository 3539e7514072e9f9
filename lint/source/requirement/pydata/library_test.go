package pydata_test

import (
	"testing"

	"github.com/difylint/difylint/lint/source/requirement/pydata"
)

func TestLibrary(t *testing.T) {
	for _, tt := range []struct {
		module, name string
		minor        int
		known, there bool
	}{
		{"urllib.parse", "", 12, true, true},
		{"urllib.requests", "", 12, true, false},
		{"os.path", "", 12, true, true},
		{"collections.abc", "", 14, true, true},
		{"string.templatelib", "", 12, true, false},
		{"string.templatelib", "", 14, true, true},
		{"concurrent.futures._base", "", 12, false, false},
		{"os", "", 12, false, false},
		{"numpy.linalg", "", 12, false, false},
		{"typing", "Any", 12, true, true},
		{"typing", "TypeIs", 12, true, false},
		{"typing", "TypeIs", 13, true, true},
		{"typing", "_GenericAlias", 12, false, false},
		{"collections", "Mapping", 12, true, false},
		{"collections", "abc", 12, true, true},
		{"uuid", "uuid7", 13, true, false},
		{"os", "path", 12, true, true},
		{"os.path", "join", 12, true, true},
		{"concurrent.futures", "Nothing", 12, false, false},
	} {
		got := pydata.LibraryModule(tt.module, tt.minor)
		if tt.name != "" {
			got = pydata.LibraryName(tt.module, tt.name, tt.minor)
		}
		if got.Known != tt.known || got.There != tt.there {
			t.Errorf("%s %s of 3.%d: %+v", tt.module, tt.name, tt.minor, got)
		}
	}
}
