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
		{"python_full_version >= '3.13'", []Environment{LinuxEnvironment("3.13.2", "amd64")}, Always},
		{"extra == 'dev'", both, Never},
		{"extra == 'dev' or python_version >= '3'", both, Always},
		{"platform_version >= '5'", both, Maybe},
		{"'a' == 'b'", both, Maybe},
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
	m, _ := ParseMarker("'X.y' in extras and 'b' not in dependency_groups")
	e := amd
	if _, err := m.Evaluate(&e); err == nil {
		t.Error("no lock file, and yet it has extras")
	}
	e.Extras, e.DependencyGroups = []string{"x-Y"}, []string{"a"}
	if ok, err := m.Evaluate(&e); !ok || err != nil {
		t.Errorf("in a lock file: %v, %v", ok, err)
	}
}
