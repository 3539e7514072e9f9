package asset

import (
	"bytes"
	"testing"
)

func TestRunning(t *testing.T) {
	for in, want := range map[string]string{
		`<svg><script>x</script></svg>`:              "<script",
		`<svg><SCRIPT/></svg>`:                       "<SCRIPT",
		`<svg><scripture/></svg>`:                    "",
		`<svg onload="go()"/>`:                       "onload",
		`<svg a='b' OnClick = 'x'/>`:                 "OnClick",
		`<svg data-onload="x"/>`:                     "",
		`<a href=" javascript:go()">x</a>`:           "javascript:",
		`<a xlink:href='JavaScript:go()'/>`:          "JavaScript:",
		`<a href="https://acme.example/#onload=x"/>`: "",
		`<text>onload="x"</text>`:                    "",
		`<svg title="<script>"/>`:                    "",
		`<svg onload`:                                "",
		`<svg onload="`:                              "",
		`<`:                                          "",
	} {
		at := running([]byte(in))
		if got := in[at.Start:at.End]; got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func FuzzRunning(f *testing.F) {
	f.Add([]byte(`<svg onload="go()"><a href='javascript:x'/></svg>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if at := running(data); at.Start < 0 || at.End < at.Start || at.End > len(data) {
			t.Fatalf("%v of %d", at, len(data))
		}
	})
}

func BenchmarkRunning(b *testing.B) {
	data := []byte(`<svg><image href="data:image/png;base64,` + string(bytes.Repeat([]byte("aGVsbG8on"), 20000)) + `"/></svg>`)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		running(data)
	}
}
