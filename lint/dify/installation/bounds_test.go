package installation

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// TestBeyond: what exceeds a bound is a problem that says so, and does not claim
// that compose refuses it; what is just within leaves none.
func TestBeyond(t *testing.T) {
	const compose = "services:\n  api:\n    image: langgenius/dify-api:1.10.0\n"
	each := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.NewReplacer("##", fmt.Sprint(i+1), "#", fmt.Sprint(i)).Replace(format))
		}
		return b.String()
	}
	chain := func(n int) map[string]string {
		files := map[string]string{"docker-compose.yaml": "include: [c0.yaml]\n" + compose, fmt.Sprintf("c%d.yaml", n): "services: {}\n"}
		for i := range n {
			files[fmt.Sprintf("c%d.yaml", i)] = fmt.Sprintf("include: [c%d.yaml]\n", i+1)
		}
		return files
	}
	for _, c := range []struct {
		name          string
		within, above map[string]string
	}{
		{"bytes of .env", map[string]string{".env": "# " + strings.Repeat("x", maxEnvFile-2)}, map[string]string{".env": "# " + strings.Repeat("x", maxEnvFile)}},
		{"names of .env", map[string]string{".env": each(maxEntries-1, "A#=1\n")}, map[string]string{".env": each(maxEntries+1, "A#=1\n")}},
		{"bytes of a value", map[string]string{".env": "A=" + strings.Repeat("x", 100) + "\nB=$A$A\n"}, map[string]string{".env": "A0=" + strings.Repeat("x", 100) + "\n" + each(12, "A##=$A#$A#\n")}},
		{"variables in one another", map[string]string{".env": "A=" + strings.Repeat("${B:-", maxNested) + strings.Repeat("}", maxNested)}, map[string]string{".env": "A=" + strings.Repeat("${B:-", maxNested+1) + strings.Repeat("}", maxNested+1)}},
		{"bytes of a compose file", nil, map[string]string{"docker-compose.yaml": compose + "# " + strings.Repeat("x", maxCompose)}},
		{"compose files", nil, func() map[string]string {
			files := map[string]string{"docker-compose.yaml": "include: [" + each(maxFiles+2, "c#.yaml, ") + "]\n" + compose}
			for i := range maxFiles + 2 {
				files[fmt.Sprintf("c%d.yaml", i)] = "services: {}\n"
			}
			return files
		}()},
		{"files that include one another", chain(maxDeep - 1), chain(maxDeep + 2)},
		{"services that extend one another", map[string]string{"docker-compose.yaml": compose + each(maxDeep-1, "  s#: {extends: {service: s##}}\n") + fmt.Sprintf("  s%d: {image: x}\n", maxDeep-1)}, map[string]string{"docker-compose.yaml": compose + each(maxDeep+3, "  s#: {extends: {service: s##}}\n") + fmt.Sprintf("  s%d: {image: x}\n", maxDeep+3)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			read := func(files map[string]string) *Installation {
				fsys := fstest.MapFS{"docker-compose.yaml": {Data: []byte(compose)}, ".env": {Data: []byte("\n")}}
				for name, s := range files {
					fsys[name] = &fstest.MapFile{Data: []byte(s)}
				}
				return Of(plugin.Target{FS: fsys, Dir: ".", Subject: Subject}.Plugin())
			}
			if in := read(c.within); len(in.Problems) > 0 {
				t.Errorf("within the bound: %+v", in.Problems[0])
			}
			in := read(c.above)
			beyond := 0
			for _, p := range in.Problems {
				if p.Beyond {
					beyond++
				} else {
					t.Errorf("it is no fault for compose: "+p.Format, p.Args...)
				}
			}
			if beyond == 0 {
				t.Error("nothing says that something is not judged")
			}
		})
	}
}
