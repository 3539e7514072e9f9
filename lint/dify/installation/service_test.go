package installation

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/plugin"
)

// one is the service s of a compose file that says the given lines of it.
func one(lines ...string) *Service {
	return of(map[string]string{"docker-compose.yaml": "services:\n  s:\n    " + strings.Join(lines, "\n    ") + "\n"}).Services["s"]
}

func TestMounts(t *testing.T) {
	for _, c := range []struct{ volumes, want string }{
		{`["./a:/a"]`, "./a:/a"},
		{`[".:/a:z,ro"]`, ".:/a ro"},
		{`[".:/a:rox"]`, ".:/a"},
		{`["~/a:/a:rw"]`, "~/a:/a"},
		{`["data:/a/:ro"]`, "data:/a ro named"},
		{`["/a"]`, "-:/a"},
		{`[":/a"]`, ":/a named"},
		{`['C:\x:/a']`, `C:\x:/a`},
		{`['C:\x:/a:ro']`, `C:\x:/a ro`},
		{`['\\host\x:/a']`, `\\host\x:/a`},
		{`[{type: bind, source: ./a, target: /a/}]`, "./a:/a"},
		{`[{type: bind, source: ./a, target: /a, read_only: true}]`, "./a:/a ro"},
		{`[{type: bind, source: ./a, target: /a, read_only: false}]`, "./a:/a"},
		{`[{type: volume, source: data, target: /a}]`, "data:/a named"},
		{`[{type: tmpfs, target: /a}]`, "-:/a memory"},
		{`[{source: ./a}]`, "./a:."},
		{`[[./a:/a]]`, ""},
		{`["./a:/a", "./b:/b", "./c:/a"]`, "./b:/b ./c:/a"},
		{"[\"./a:/a\"]\n    tmpfs: [/t:size=1m, /a, {x: 1}]", "-:/t memory ./a:/a"},
		{"!reset []\n    tmpfs: /t", "-:/t memory"},
	} {
		var got []string
		for _, m := range one("image: i", "volumes: "+c.volumes).Mounts() {
			s := "-"
			if m.Source != nil {
				s = m.Source.Text
			}
			s += ":" + m.Target
			for _, w := range []struct {
				is  bool
				say string
			}{{m.ReadOnly, " ro"}, {m.Named, " named"}, {m.Memory, " memory"}} {
				if w.is {
					s += w.say
				}
			}
			if m.At.Path != "docker-compose.yaml" {
				t.Errorf("%s has no place", s)
			}
			got = append(got, s)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.volumes, got, c.want)
		}
	}
}

func TestMountOf(t *testing.T) {
	s := one("image: i", `volumes: ["./a:/app/storage", "./b:/app", "./c:/app/storage/cwd", "./d:/d"]`)
	for p, want := range map[string]string{
		"/app/storage": "/app/storage", "/app/storage/": "/app/storage", "/app/storage/cwd/x": "/app/storage/cwd", "/app/storages": "/app",
		"/app": "/app", "/apps": "", "/dd": "", "/": "",
	} {
		got := ""
		if m := s.MountOf(p); m != nil {
			got = m.Target
		}
		if got != want {
			t.Errorf("%s lies in %q, want %q", p, got, want)
		}
	}
	if m := one("image: i", `volumes: ["./a:/"]`).MountOf("/x"); m == nil {
		t.Error("a volume at the root has all paths")
	}
}

func TestPorts(t *testing.T) {
	for _, c := range []struct{ ports, want string }{
		{`["5003"]`, "|0:5003"},
		{`[5003]`, "|0:5003"},
		{`["5010:5003"]`, "|5010:5003"},
		{`["127.0.0.1:5010:5003/tcp"]`, "127.0.0.1|5010:5003"},
		{`["[::1]:5010:5003"]`, "::1|5010:5003"},
		{`["127.0.0.1::5003"]`, "127.0.0.1|0:5003"},
		{`["5000-5010:5003"]`, "|0:5003"},
		{`[{target: 5003}]`, "|0:5003"},
		{`[{target: 5003, published: "5010", host_ip: 127.0.0.1}]`, "127.0.0.1|5010:5003"},
		{`[{published: 5010}]`, "|5010:0"},
		{`[[5003], "1:2"]`, "|1:2"},
	} {
		var got []string
		for _, p := range one("image: i", "ports: "+c.ports).Ports() {
			got = append(got, fmt.Sprintf("%s|%d:%d", p.HostIP, p.Host, p.Container))
			if p.Value == nil || p.At.Path == "" {
				t.Errorf("%s has no value or place", c.ports)
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.ports, got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	s := one("image: i", "networks: {a: {aliases: [one, two]}, <<: {b: {}}}", `extra_hosts: ["h1:10.0.0.1", "h2=10.0.0.2"]`, `links: ["redis:cache", db]`, "external_links: {x: 1}")
	if got := strings.Join(s.Aliases(), " "); got != "one two h1  h2  redis cache db  x" {
		t.Errorf("names %q", got)
	}
	for lines, want := range map[string]string{
		"networks: [a, b]": "a b", "networks: {a: {}, b: }": "a b", "networks: {<<: {a: {}}, b: {}}": "b", "build: .": "default",
	} {
		if got := strings.Join(one("image: i", lines).Networks(), " "); got != want {
			t.Errorf("%s: networks %q, want %q", lines, got, want)
		}
	}
	for lines, want := range map[string]string{
		"command: run it": "run it", "command: [run, it, {a: b}]": "run it", "command: !reset null": "", "build: .": "",
	} {
		if got := one("image: i", lines).Text("command"); got != want {
			t.Errorf("%s: %q, want %q", lines, got, want)
		}
	}
}

func TestUser(t *testing.T) {
	const none = "unknown"
	for _, c := range []struct{ image, lines, want string }{
		{"langgenius/dify-plugin-daemon:0.5.5-local", "", "0:0 all"},
		{"langgenius/dify-api:1.10.0", "", "0:0 all"},
		{"langgenius/dify-api:1.10.1", "", "1001:1001"},
		{"langgenius/dify-api:main", "", none},
		{"acme/plugins", "", none},
		{"acme/plugins", "user: root", "0:-1 all"},
		{"acme/plugins", "user: \"0\"", "0:-1 all"},
		{"acme/plugins", "user: \"1000\"", "1000:-1"},
		{"acme/plugins", "user: \"1000:2000\"", "1000:2000"},
		{"acme/plugins", "user: 1000:staff", "1000:-1"},
		{"acme/plugins", "user: me", none},
		{"langgenius/dify-api:1.10.1", "user: \"\"", "1001:1001"},
		{"langgenius/dify-api:1.10.1", "group_add: [100]", "1001:-1"},
		{"langgenius/dify-api:1.10.0", "cap_drop: [ALL]", "0:0"},
		{"langgenius/dify-api:1.10.0", "cap_drop: [cap_dac_override]", "0:0"},
		{"langgenius/dify-api:1.10.0", "cap_drop: [NET_RAW, {a: b}]", "0:0 all"},
		{"langgenius/dify-api:1.10.0", "cap_drop: [ALL]\n    cap_add: [DAC_OVERRIDE]", "0:0 all"},
		{"langgenius/dify-api:1.10.0", "cap_drop: [ALL]\n    privileged: true", "0:0 all"},
		{"langgenius/dify-api:1.10.0", "cap_drop: [ALL]\n    privileged: false", "0:0"},
	} {
		got := none
		if u, ok := one("image: "+c.image, c.lines).User(); ok {
			got = fmt.Sprintf("%d:%d", u.ID, u.Group)
			if u.All {
				got += " all"
			}
			if (u.Value != nil) != (strings.Contains(c.lines, "user:") && c.lines != `user: ""`) {
				t.Errorf("%s %s: the user's place is %v", c.image, c.lines, u.Value)
			}
		}
		if got != c.want {
			t.Errorf("%s %s: %q, want %q", c.image, c.lines, got, c.want)
		}
	}
	if _, ok := one("build: .").User(); ok {
		t.Error("the user of an image that is built is known")
	}
}

func TestWrites(t *testing.T) {
	for _, c := range []struct {
		user   User
		folder Folder
		want   bool
	}{
		{User{All: true}, Folder{Path: "a", Owner: 5}, true},
		{User{ID: 1}, Folder{}, false},
		{User{ID: 0}, Folder{}, true},
		{User{ID: 5, Group: 1}, Folder{Path: "a", Owner: 5, Mode: 0o700}, true},
		{User{ID: 5, Group: 1}, Folder{Path: "a", Owner: 5, Mode: 0o500}, false},
		{User{ID: 5, Group: 1}, Folder{Path: "a", Owner: 5, Mode: 0o600}, false},
		{User{ID: 5, Group: 1}, Folder{Path: "a", Owner: 5, Mode: 0o077}, false},
		{User{ID: 5, Group: 7}, Folder{Path: "a", Owner: 6, Mode: 0o770, group: 7}, true},
		{User{ID: 5, Group: 7}, Folder{Path: "a", Owner: 6, Mode: 0o707, group: 7}, false},
		{User{ID: 5, Group: 7}, Folder{Path: "a", Owner: 6, Mode: 0o770, group: 8}, false},
		{User{ID: 5, Group: 7}, Folder{Path: "a", Owner: 6, Mode: 0o773, group: 8}, true},
		{User{ID: 5, Group: -1}, Folder{Path: "a", Owner: 6, Mode: 0o770, group: 8}, true},
		{User{ID: 5, Group: -1}, Folder{Path: "a", Owner: 6, Mode: 0o750, group: 8}, false},
		{User{ID: 5, Group: -1}, Folder{Path: "a", Owner: 6, Mode: 0o703, group: 8}, true},
	} {
		if got := c.user.Writes(c.folder); got != c.want {
			t.Errorf("%+v writes into %+v: %v", c.user, c.folder, got)
		}
	}
}

func TestFolder(t *testing.T) {
	in := of(map[string]string{"docker-compose.yaml": "services:\n  s:\n    image: i\n    volumes: [./a:/a, data:/b, /c:/c, ../d:/d, ./none:/e, ./file:/f]\n    tmpfs: /t\n", "a/b/c": "", "file": ""})
	for p, want := range map[string]string{"/b": "-", "/c": "-", "/d": "-", "/t": "-", "/nowhere": "-", "/e/x": "", "/e": ""} {
		got := "-"
		if f, ok := in.Folder(in.Services["s"].MountOf(p), p); ok {
			got = f.Path
		}
		if got != want {
			t.Errorf("the folder of %s: %q, want %q", p, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for s, want := range map[string]int64{
		"1": 1, "1b": 1, "1k": 1024, " 1KB ": 1024, "1KiB": 1024, "1.5m": 1536 << 10, "2g": 2 << 30, "1t": 1 << 40, "1p": 1 << 50, "1 gb": 1 << 30,
		"0": 0, "": -1, "-1": -1, "x": -1, "1x": -1, "1km": -1, "1.2.3": -1,
	} {
		if got := size(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
	in := of(map[string]string{"docker-compose.yaml": "services:\n  s:\n    image: i\n    mem_limit: 1g\n    deploy: {resources: {limits: {memory: \"\"}}}\n  t:\n    image: i\n    mem_limit: 1g\n    deploy: {resources: {limits: {memory: 2g}}}\n"})
	if n, _ := in.Memory(in.Services["s"]); n != 1<<30 {
		t.Errorf("an empty limit takes the place of another: %d", n)
	}
	if n, of := in.Memory(in.Services["t"]); n != 2<<30 || of.Text != "2g" {
		t.Errorf("of two limits: %d", n)
	}
	if n, of := in.Memory(nil); n != 0 || of != nil {
		t.Errorf("of no service: %d", n)
	}
}

func TestNearest(t *testing.T) {
	for name, want := range map[string]string{
		"SERVER_PORT": "PLUGIN_DAEMON_PORT", "MAX_PLUGIN_PACKAGE_SIZE": "PLUGIN_MAX_PACKAGE_SIZE", "PLUGIN_DB_HOST": "DB_HOST", "DIFY_REDIS_HOST": "REDIS_HOST",
		"S3_ENDPOINT": "PLUGIN_S3_ENDPOINT", "DAEMON_TIMEOUT": "PLUGIN_DAEMON_TIMEOUT", "PLUGIN_DAEMON_PROT": "PLUGIN_DAEMON_PORT",
		"PLUGIN_SIGNATURE_VERIFICATION": "", "STORAGE_PLUGIN_PATH": "PERSISTENCE_STORAGE_PATH", "USE_AWS_S3": "", "HELLO": "", "": "",
		"PLUGIN_EXECUTION_TIMEOUT": "PLUGIN_MAX_EXECUTION_TIMEOUT", "SIGNING_KEYS_THIRD_PARTY": "THIRD_PARTY_SIGNATURE_VERIFICATION_PUBLIC_KEYS",
	} {
		if got, ok := Nearest(name); ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q %v, want %q", name, got, ok, want)
		}
	}
}

func TestSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"SERVER_KEY": true, "server_key": true, "KEY": true, "MONKEY": false, "PUBLIC_KEY": false, "X_PUBLIC_KEYS": false, "DB_PASSWORD": true, "MYPASSWORDS": true,
		"SECRETS": true, "OPENAI_API_KEYS": true, "AWS_ACCESS_KEY_FILE": true, "CELERY_BROKER_URLS": true, "SENTRY_DSN": true, "AUTHOR": false, "DB_HOST": false, "TOKEN_NAME": false,
	} {
		if got := Secret(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for s, want := range map[string]string{
		"http://h/p": "http://h/p", "http://u:p@h/p": "http://***@h/p", "http://u:p@h": "http://***@h", "http://u:p@h/": "http://***@h/", "http://h/a@b": "http://h/a@b", "u@h": "u@h",
		"a\nb": "a b", strings.Repeat("x", 40): strings.Repeat("x", 40), strings.Repeat("ü", 41): strings.Repeat("ü", 40) + "…",
	} {
		if got := Clean(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestEntryOf(t *testing.T) {
	dir := of(map[string]string{"docker-compose.middleware.yaml": "", "compose.dev.yml": ""}).from.FS
	for name, want := range map[string]string{
		".env": "", "compose.yaml": "", "docker-compose.override.yml": "", "docker-compose.dev.yaml": "docker-compose.dev.yaml", "compose.x.yml": "compose.x.yml",
		"middleware.env": "docker-compose.middleware.yaml", "dev.env": "compose.dev.yml", "other.env": "-", "manifest.yaml": "-", "a.compose.yaml": "-", "compose.x.json": "-", "dockercompose.x.yaml": "-", "middleware": "-", "compose.toml": "-",
	} {
		entry, ok := EntryOf(dir, name)
		if !ok {
			entry = "-"
		}
		if entry != want {
			t.Errorf("%s: %q, want %q", name, entry, want)
		}
	}
}

// TestOfDify: whose an installation is, by its images or by what an .env alone sets.
func TestOfDify(t *testing.T) {
	for _, c := range []struct {
		file, text string
		want       bool
	}{
		{".env", "PLUGIN_MAX_PACKAGE_SIZE=1\nPLUGIN_DAEMON_PORT=1\n", true},
		{".env", "PLUGIN_MAX_PACKAGE_SIZE=1\nDB_HOST=x\nPLUGIN_X=1\n", false},
		{"compose.yaml", "services: {a: {image: acme/dify-api}}\n", true},
		{"compose.yaml", "services: {a: {image: dify-plugin-daemon:1}}\n", true},
		{"compose.yaml", "services: {a: {image: dify-api-gpu}}\n", true},
		{"compose.yaml", "services: {a: {image: dify-plugin-daemon-x}}\n", true},
		{"compose.yaml", "services: {a: {image: dify-apis}, b: {build: .}}\n", false},
		{"compose.yaml", "services: {api: {image: postgres}, plugin_daemon: {image: x}}\n", false},
	} {
		if got := of(map[string]string{c.file: c.text}).OfDify(); got != c.want {
			t.Errorf("%q: %v", c.text, got)
		}
	}
}

// TestRoles: which service is which, by its image, or by its name where the image is somebody's own.
func TestRoles(t *testing.T) {
	for _, c := range []struct{ services, want string }{
		{"plugin_daemon: {image: acme/x}, api: {image: acme/y}", "plugin_daemon api"},
		{"plugin-daemon: {build: .}", "plugin-daemon -"},
		{"p: {image: dify-plugin-daemon:0.5.3-local}, plugin_daemon: {image: dify-api:1.0.0}", "p - plugin_daemon"},
		{"p: {image: dify-plugin-daemon-gpu}", "p -"},
		{"a: {image: dify-api, environment: {MODE: api}}, w: {image: dify-api, environment: {MODE: worker}}", "- a w"},
		{"w: {image: dify-api}, worker_beat: {image: x}, worker: {image: dify-api, profiles: [x]}", "- - w worker_beat"},
		{"plugin_daemon: {image: x, profiles: [x]}", "- -"},
	} {
		in := of(map[string]string{"compose.yaml": "services: {" + c.services + "}\n"})
		name := func(s *Service) string {
			if s == nil {
				return "-"
			}
			return s.Name
		}
		got := []string{name(in.Daemon()), name(in.API())}
		for _, w := range in.Workers() {
			got = append(got, w.Name)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.services, got, c.want)
		}
	}
	for image, want := range map[string]string{
		"h:5000/a/dify-api:1.10.0": "dify-api 1.10.0 1.10.0", "h:5000/dify-api": "dify-api  ", "dify-api:v1.10.0-x@sha256:00": "dify-api v1.10.0-x 1.10.0", "dify-api:1.10.0x": "dify-api 1.10.0x ",
	} {
		img := one("image: " + image).Image()
		if got := img.Name + " " + img.Tag + " " + img.Version; got != want {
			t.Errorf("%s: %q, want %q", image, got, want)
		}
	}
	if one("image: \"\"").Image() != nil {
		t.Error("no image is one")
	}
}

// TestProblems: why compose starts nothing.
func TestProblems(t *testing.T) {
	const s = "services:\n  s: {image: i}\n"
	for _, c := range []struct{ name, compose, more, want string }{
		{"nothing", s, "", ""},
		{"neither image nor build", "services: {s: {command: x}}\n", "", "the service %q has neither an image nor a build: compose starts nothing"},
		{"a build", "services: {s: {build: .}, t: {provider: {type: x}}, u: {command: x, profiles: [p]}}\n", "", ""},
		{"a dependency that is not there", "services: {s: {image: i, depends_on: [t]}}\n", "", "the service %q depends on %q, which is not in the compose files: compose starts nothing"},
		{"a dependency as a mapping", "services: {s: {image: i, depends_on: {t: {condition: x}, <<: {u: {}}}}}\n", "", "the service %q depends on %q, which is not in the compose files: compose starts nothing"},
		{"a dependency that may be missing", "services: {s: {image: i, depends_on: {t: {required: false}, $X: {}}}}\n", "", ""},
		{"a network that is not defined", "services: {s: {image: i, networks: [a, default, $N]}}\n", "", "the network %q is not defined under networks: compose starts nothing"},
		{"a network that is defined", "services: {s: {image: i, networks: [a]}}\nnetworks: {a: {}}\n", "", ""},
		{"a key twice", "services:\n  s: {image: i, image: j}\n", "", "the key %q is already in line %d: compose starts nothing"},
		{"merges", "x: &a {image: i}\nservices: {s: {<<: *a}}\n", "", ""},
		{"a file that two services extend", "services:\n  s: {image: i, extends: {file: more.yaml, service: a}}\n  t: {image: i, extends: {file: more.yaml, service: b}}\n", "a: [\n", "a value is expected here"},
		{"a service that extends none", "services: {s: {image: i, extends: {service: t}}}\n", "", "the service %q that this one extends is not in %s"},
		{"a file that is extended and is not there", "services: {s: {image: i, extends: {service: t, file: x.yaml}}}\n", "", "the file cannot be read: %s"},
		{"an extension without a service", "services: {s: {image: i, extends: {file: \"\"}}}\n", "", ""},
		{"a file of env_file that is not there", "services: {s: {image: i, env_file: x.env}}\n", "", "the file %s of env_file is not there: compose starts nothing%s"},
		{"twice the same file", "services: {s: {image: i, env_file: x.env}, t: {image: i, env_file: [x.env]}}\n", "", "the file %s of env_file is not there: compose starts nothing%s"},
		{"a file that may be missing", "services: {s: {image: i, env_file: [{path: x.env, required: false}, {required: true}, \"\"]}}\n", "", ""},
		{"a file of a service that is left out", "services: {s: {image: i, env_file: x.env, profiles: [p]}}\n", "", ""},
		{"an include elsewhere", "include: [https://example.com/c.yaml, git@example.com:a/b, /abs.yaml, \"\"]\nservices: {s: {command: x}}\n", "", ""},
		{"an include", "include: [{path: more.yaml}]\n" + s, "services: {t: {command: x}}\n", "the service %q has neither an image nor a build: compose starts nothing"},
		{"includes as a list", "include: [{path: [more.yaml]}]\n" + s, "- a\n", "the file is not a compose file: it must be a mapping with services"},
		{"an include in a folder", "include: [sub/x.yaml]\n" + s, "", "the file cannot be read: %s"},
	} {
		files := map[string]string{"docker-compose.yaml": c.compose}
		if c.more != "" {
			files["more.yaml"] = c.more
		}
		in, got := of(files), ""
		for _, p := range in.Problems {
			got += p.Format
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	in := of(map[string]string{"docker-compose.yaml": "services: {s: {image: i, env_file: x.env}}\n", "x.env.example": ""})
	if p := in.Problems[0]; p.Args[1] != "; copy x.env.example to it" {
		t.Errorf("the hint is %q", p.Args[1])
	}
	if in := of(map[string]string{"compose.override.yaml": "services: {b: {image: i}}\n", ".env": "X=1\n"}); !in.Alone || len(in.Compose) > 0 {
		t.Error("an override alone is no compose file")
	}
	in = of(map[string]string{"docker-compose.yaml": "services: {s: {image: i, environment: {A: \"${X:?}${Y:?}\", B: \"${X:?}\"}}}\n"})
	if len(in.Problems) != 2 {
		t.Errorf("each value has one problem: %d", len(in.Problems))
	}
}

// TestFiles: which files compose takes, by the name that it is given.
func TestFiles(t *testing.T) {
	files := map[string]string{
		"docker-compose.yaml": "services: {a: {image: i}}\n", "docker-compose.override.yaml": "services: {b: {image: i}}\n", ".env": "X=1\n",
		"docker-compose.middleware.yaml": "services: {c: {image: i}}\n", "middleware.env": "X=2\n", "docker-compose.dev.yml": "services: {d: {image: i}}\n", "other.env": "X=3\n",
		"a.yaml": "services: {e: {image: i}}\n", "b.yaml": "services: {f: {image: i}}\n",
	}
	for _, c := range []struct {
		entry, env, want string
	}{
		{"", "", "a b 1"},
		{".env", "", "a b 1"},
		{"other.env", "", "a b 3"},
		{"docker-compose.yaml", "", "a 1"},
		{"docker-compose.middleware.yaml", "", "c 2 aside=false"},
		{"docker-compose.dev.yml", "", "d 1 aside=true"},
		{"", "COMPOSE_FILE=./a.yaml:b.yaml\nX=1", "e f 1"},
		{"", "COMPOSE_FILE=a.yaml;b.yaml\nCOMPOSE_PATH_SEPARATOR=;\nX=1", "e f 1"},
		{"", "COMPOSE_FILE=a.yaml\nCOMPOSE_PATH_SEPARATOR=\nX=1", "e 1"},
		{"", "COMPOSE_FILE=\nX=1", "a b 1"},
		{"docker-compose.yaml", "COMPOSE_FILE=a.yaml\nX=1", "a 1"},
	} {
		of := func(files map[string]string) *Installation {
			in := of(files)
			return Of(plugin.Target{FS: in.from.FS, Dir: ".", Subject: Subject, Entry: c.entry}.Plugin())
		}
		all := map[string]string{}
		for k, v := range files {
			all[k] = v
		}
		if c.env != "" {
			all[".env"] = c.env + "\n"
		}
		in := of(all)
		got := strings.Join(in.Names, " ")
		if e := in.Env.Get("X"); e != nil {
			got += " " + e.Text
		}
		if strings.Contains(c.want, "aside") {
			got += fmt.Sprintf(" aside=%v", in.NotMain())
		} else if in.NotMain() {
			got += " aside"
		}
		if got != c.want {
			t.Errorf("%s %q: %q, want %q", c.entry, c.env, got, c.want)
		}
	}
}

// TestReplace: a value is changed where one line or literal holds it.
func TestReplace(t *testing.T) {
	in := of(map[string]string{
		".env":  "A=1\nB='2'\nC=\"3\"\nE=${A}x\n",
		"x.env": "F=6\nG\n",
		"docker-compose.yaml": "services:\n  s:\n    image: i\n    env_file: x.env\n    environment:\n      A: ${A}\n      B: $B\n      C: ${C}\n      D: ${A}-${B}\n      L: lit\n      X: pre${A}\n" +
			"  t:\n    image: i\n    environment: [L=lit]\n",
	})
	for name, want := range map[string]string{"A": ".env 9", "B": ".env '9'", "C": ".env \"9\"", "D": "", "L": "docker-compose.yaml \"9\"", "X": "", "F": "x.env 9"} {
		got := ""
		if e := in.Services["s"].Env[name].Replace("9"); len(e) == 1 {
			got = e[0].Path + " " + e[0].New
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if e := in.Services["t"].Env["L"].Replace("9"); e != nil {
		t.Errorf("an item of a list: %+v", e)
	}
	for _, with := range []string{"a\nb", "a\"", "a'", "$a", "#", "\\"} {
		if e := in.Env.Get("A").Replace(with); e != nil {
			t.Errorf("%q is written: %+v", with, e)
		}
	}
	if e := in.envFiles["x.env"].Get("G").Replace("9"); e != nil {
		t.Errorf("a name without a value: %+v", e)
	}
}

// TestEffective: what the daemon takes for a setting.
func TestEffective(t *testing.T) {
	in := of(map[string]string{"docker-compose.yaml": "services:\n  plugin_daemon:\n    image: dify-plugin-daemon:0.5.5-local\n    environment: {SERVER_PORT: \"0\", PLUGIN_STORAGE_TYPE: \"\", OWN: \"\", OWN2: x, DB_PORT: \"0x10\", PPROF_ENABLED: \"T\", REDIS_DB: \"0\"}\n"})
	for name, want := range map[string]string{"SERVER_PORT": "0", "PLUGIN_STORAGE_TYPE": "local", "OWN": "", "OWN2": "x", "NONE": "", "LOG_LEVEL": "INFO"} {
		if got, _ := in.Effective(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]int64{"SERVER_PORT": 5002, "DB_PORT": 16, "REDIS_DB": 0, "PLUGIN_MAX_EXECUTION_TIMEOUT": 600} {
		if got, _, ok := in.Number(name); got != want || !ok {
			t.Errorf("%s: %d %v, want %d", name, got, ok, want)
		}
	}
	if on, ok := in.Bool("PPROF_ENABLED"); !on || !ok {
		t.Error("T is true")
	}
	if _, _, ok := in.Number("OWN2"); ok {
		t.Error("x is a number")
	}
	none := of(map[string]string{"docker-compose.yaml": "services: {s: {image: i}}\n"})
	if got, v := none.Effective("SERVER_PORT"); got != "" || v != nil {
		t.Errorf("without a daemon: %q", got)
	}
	for release, want := range map[string]bool{"": false, "0.1.1": false, "0.1.2": true, "0.1.3": false} {
		if got := OfDaemon("USE_AWS_S3").Known(release); got != want {
			t.Errorf("USE_AWS_S3 in %q: %v", release, got)
		}
	}
	if !OfDaemon("S3_USE_AWS").Known("") || !OfDaemon("S3_USE_AWS").Known("0.1.3") || OfDaemon("S3_USE_AWS").Known("0.1.2") {
		t.Error("S3_USE_AWS is there from 0.1.3 on")
	}
}

// TestEnvironment: where a container's values come from, and what they take the place of.
func TestEnvironment(t *testing.T) {
	in := of(map[string]string{
		".env":  "A=1\nD=4\nINHERITED\n",
		"x.env": "A=x\nB=x\nC=x\nINHERITED\nD\nNONE\n",
		"y.env": "B=y\n",
		"docker-compose.yaml": "services:\n  s:\n    image: i\n    env_file: [x.env, y.env]\n    environment:\n      C: ${A:-1}\n      E: ${E:-e}\n      F: {a: b}\n      G: !reset null\n      INHERITED:\n" +
			"volumes: {v: {}, <<: {w: {}}}\nnetworks: {n: {external: true}}\n",
	})
	s := in.Services["s"]
	var got []string
	for name, v := range s.Env {
		line := fmt.Sprintf("%s=%s %s given=%v usual=%v hidden=%d", name, v.Text, v.Label(), v.Given(), v.Usual(), len(v.Hidden))
		got = append(got, line)
	}
	slices.Sort(got)
	want := []string{
		"A=x A given=true usual=false hidden=0", "B=y B given=true usual=false hidden=1", "C=1 A given=true usual=true hidden=1", "D=4 D given=true usual=false hidden=0", "E=e E given=false usual=false hidden=0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for _, name := range []string{"A", "E", "INHERITED"} {
		if !in.Asked(name) {
			t.Errorf("%s is asked for", name)
		}
	}
	if in.Asked("D") || !in.External() || !in.Volumes()["v"] || len(in.Volumes()) != 1 {
		t.Error("what the files ask for and define")
	}
	for text, want := range map[string]bool{"networks: {n: {external: {name: x}}}": true, "networks: {n: {external: false}}": false, "networks: {n: {}}": false} {
		if got := of(map[string]string{"docker-compose.yaml": "services: {s: {image: i}}\n" + text + "\n"}).External(); got != want {
			t.Errorf("%s: external %v", text, got)
		}
	}
	if _, err := in.Stat("x.env"); err != nil {
		t.Error(err)
	}
	if _, err := in.Stat("/etc/passwd"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("an absolute path: %v", err)
	}
}

// TestShown: what messages may quote of a value, which can be a secret by its name or
// by that of a variable.
func TestShown(t *testing.T) {
	in := of(map[string]string{
		"docker-compose.yaml": "services:\n  s:\n    image: i\n    environment:\n      A: http://u:p@h\n      B: http://u:p@h/x@y\n      C: a@b\n      D_PASSWORD: p\n      E: ${E_TOKEN:-p}\n" +
			"      F: " + strings.Repeat("f", 41) + "\n      G: http://h/u@x\n      H: \"\"\n",
	})
	var got []string
	for name, v := range in.Services["s"].Values() {
		got = append(got, name+"="+v.Shown()+" "+v.Or("none"))
	}
	want := []string{
		"A=http://***@h http://u:p@h", "B=http://***@h/x@y http://u:p@h/x@y", "C=a@b a@b", "D_PASSWORD=*** p", "E=*** p",
		"F=" + strings.Repeat("f", 40) + "… " + strings.Repeat("f", 41), "G=http://h/u@x http://h/u@x", "H= none",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for name := range in.Services["s"].Values() {
		if name != "A" {
			t.Errorf("%s comes after the loop has ended", name)
		}
		break
	}
	var none *Value
	if got := none.Or("none"); got != "none" {
		t.Errorf("no value: %q", got)
	}
}

func TestSince(t *testing.T) {
	for _, c := range []struct {
		tag, release string
		want         bool
	}{
		{"0.5.5-local", "0.5.4", true}, {"0.5.5-local", "0.5.5", true}, {"0.5.5-local", "0.5.7", false}, {"main", "0.6.9", true}, {"9.9.9", "0.6.9", true},
	} {
		in := of(map[string]string{"docker-compose.yaml": "services: {plugin_daemon: {image: \"dify-plugin-daemon:" + c.tag + "\"}}\n"})
		if got := in.Since(c.release); got != c.want {
			t.Errorf("%s since %s: %v", c.tag, c.release, got)
		}
	}
}
