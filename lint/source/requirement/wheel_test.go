package requirement

import (
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/source/text"
)

func TestWheelFits(t *testing.T) {
	amd64, arm64 := LinuxEnvironment("3.12", "amd64"), LinuxEnvironment("3.12", "arm64")
	for _, c := range []struct {
		file       string
		amd64, arm bool
	}{
		{"click-8.1.7-py3-none-any.whl", true, true},
		{"six-1.17.0-py2.py3-none-any.whl", true, true},
		{"x-1-py2-none-any.whl", false, false},
		{"x-1-py312-none-any.whl", true, true},
		{"x-1-py313-none-any.whl", false, false},
		{"x-1-1build-py3-none-any.whl", true, true},
		{"https://files.example.com/aa/cffi-1.17.1-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", true, false},
		{"cffi-1.17.1-cp312-cp312-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", false, true},
		{"cffi-1.17.1-cp311-cp311-manylinux_2_17_x86_64.whl", false, false},
		{"cffi-1.17.1-cp312-cp312-musllinux_1_1_x86_64.whl", false, false},
		{"cffi-1.17.1-cp312-cp312-win_amd64.whl", false, false},
		{"cffi-1.17.1-cp312-cp312-macosx_11_0_arm64.whl", false, false},
		{"x-1-cp38-abi3-manylinux1_x86_64.whl", true, false},
		{"x-1-cp313-abi3-manylinux1_x86_64.whl", false, false},
		{"x-1-cp312-none-linux_aarch64.whl", false, true},
		{"x-1-cp38-none-manylinux1_x86_64.whl", false, false},
		{"x-1-py3-none-manylinux2014_x86_64.whl", true, false},
		{"x-1-cp312-cp312t-manylinux2014_x86_64.whl", false, false},
		{"x-1-pp310-pypy310_pp73-manylinux2014_x86_64.whl", false, false},
	} {
		w, ok := ParseWheel(c.file)
		if !ok {
			t.Errorf("%s: no wheel", c.file)
		}
		if a, b := w.Fits(amd64), w.Fits(arm64); a != c.amd64 || b != c.arm {
			t.Errorf("%s: amd64 %v, arm64 %v", c.file, a, b)
		}
	}
	for _, file := range []string{"", "x.whl", "x-1.tar.gz", "a-b-c-d-e-f-g.whl", ".whl"} {
		if _, ok := ParseWheel(file); ok {
			t.Errorf("%q is no wheel", file)
		}
	}
}

func TestLockReached(t *testing.T) {
	lock := ParseLock(text.NewFile("uv.lock", []byte(`version = 1
requires-python = ">=3.12"

[[package]]
name = "demo"
version = "0.1.0"
source = { virtual = "." }
dependencies = [
  { name = "a", extra = ["fast"] },
  { name = "windows", marker = "sys_platform == 'win32'" },
  { name = "fork", version = "2", marker = "platform_machine == 'aarch64'" },
  { name = "fork", version = "1", marker = "platform_machine != 'aarch64'" },
]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "a"
version = "1"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "b" }, { name = "a" }]

[package.optional-dependencies]
fast = [{ name = "c" }]
slow = [{ name = "d" }]

[[package]]
name = "b"
version = "1"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "c"
version = "1"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "d"
version = "1"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "fork"
version = "1"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "fork"
version = "2"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "pytest"
version = "1"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "windows"
version = "1"
source = { registry = "https://pypi.org/simple" }
`)))
	for machine, want := range map[string]string{"amd64": "a 1 fork 1 b 1 c 1 ", "arm64": "a 1 fork 2 b 1 c 1 "} {
		e := LinuxEnvironment("3.12", machine)
		var got strings.Builder
		for _, p := range lock.Reached(e) {
			got.WriteString(p.Name.Text + " " + p.Version.Text + " ")
		}
		if got := got.String(); got != want {
			t.Errorf("%s: %s, want %s", machine, got, want)
		}
	}
}
