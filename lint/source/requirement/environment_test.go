package requirement

import "testing"

func TestOver(t *testing.T) {
	amd := LinuxEnvironment("3.12", "amd64")
	arm := LinuxEnvironment("3.12", "arm64")
	both := []Environment{amd, arm}
	for _, c := range []struct {
		marker string
		in     []Environment
		want   Truth
	}{
		{"sys_platform == 'win32'", both, Never},
		{"sys_platform == 'linux'", both, Always},
		{"sys_platform == 'win32' or os_name == 'posix'", both, Always},
		{"sys_platform == 'win32' and platform_release == '6'", both, Never},
		{"sys_platform == 'linux' and platform_release == '6'", both, Maybe},
		{"platform_machine == 'x86_64'", both, Maybe},
		{"platform_machine == 'x86_64'", []Environment{amd}, Always},
		{"platform_machine == 'arm64'", []Environment{arm}, Never},
		{"platform_python_implementation != 'PyPy'", both, Always},
		{"python_version < '3.10'", both, Never},
		{"python_version >= '3.12'", both, Always},
		{"'3.12' in python_version", both, Always},
		{"python_full_version >= '3.12'", both, Always},
		{"python_full_version >= '3.13'", both, Never},
		{"python_full_version < '3.12.5'", both, Maybe},
		{"python_full_version == '3.12.5'", both, Maybe},
		{"python_full_version == '3.12.*'", both, Always},
		{"'3.12.9' >= python_full_version", both, Maybe},
		{"implementation_version < '3.12'", both, Never},
		{"python_full_version >= '3.13'", []Environment{amd.With(Environment{"python_full_version": "3.13.2"})}, Always},
		{"extra == 'dev'", both, Never},
		{"extra == 'dev' or python_version >= '3'", both, Always},
		{"platform_version >= '5'", both, Maybe},
		{"'a' == 'b'", both, Maybe},
		{"'x' in extras", both, Maybe},
		{"'x' in dependency_groups", []Environment{amd.With(Environment{"dependency_groups": "x"})}, Maybe},
		{"sys_platform == 'linux'", nil, Maybe},
	} {
		m, problems := ParseMarker(c.marker)
		if len(problems) > 0 {
			t.Fatalf("%s: %s", c.marker, problems[0].Message())
		}
		if got := m.Over(c.in); got != c.want {
			t.Errorf("%s: %v, want %v", c.marker, got, c.want)
		}
	}
}
