package secret

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
	"github.com/difylint/difylint/lint/kit"
	"github.com/difylint/difylint/lint/report"
	"github.com/difylint/difylint/lint/source/text"
)

// The secrets of the tests are made up, and put together here so that no other
// scanner finds them in this file.
const random = "9fK2mQ7xLw4Tz8Rb1Vc6Ny3Hd5Js0Ga2Pe8u"

func join(parts ...string) string { return strings.Join(parts, "") }

func TestScan(t *testing.T) {
	gh := join("gh", "p_", random)
	jwt := join("ey", "JhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhY21lLTIwMjYifQ.", random)
	for _, c := range []struct {
		file, data string
		want       string // kind and what, or "" for nothing
		blocked    bool
	}{
		{"a.py", `KEY = "` + gh + `"`, "token GitHub token", true},
		{"a.md", "use " + gh + " now", "token GitHub token", true},
		{"a.py", `u = "https://x.example/?t=` + gh + `"`, "token GitHub token", true},
		{"a.yaml", "placeholder: ghp_xxxxxxxxxxxxxxxxxxxxxxxx", "placeholder GitHub token", true},
		{"a.yaml", "placeholder: ghp_xxxx", "", false},
		{"a.py", `x = "` + join("sk", "-proj-", random) + `"`, "token OpenAI-style API key", true},
		{"a.css", ".sk-fading-circle-container-inner {}", "placeholder OpenAI-style API key", true},
		{"a.py", "task-" + random, "", false},
		{"a.md", join("sk", "-your-api-key-goes-here-123"), "placeholder OpenAI-style API key", true},
		{"a.py", `t = "` + jwt + `"`, "token JSON Web Token", true},
		{"a.txt", join("AK", "IA", "IOSFODNN7EXAMPLE"), "placeholder AWS access key", true},
		{"a.txt", join("AK", "IA", "2QZ7LPX4RM9TW3KD"), "token AWS access key", true},
		{"a.env", "DIFY_API_KEY=" + join("ap", "p-", random[:24]), "token Dify app key", true},
		{"a.py", "client_secret = '" + random + "'", "literal client_secret", true},
		{"a.py", "client_secret = " + random, "", false},
		{"a.ini", "client_secret = " + random, "literal client_secret", true},
		{"a.json", `{"client_secret": "` + random + `"}`, "literal client_secret", false},
		{"a.py", `api_key: str = "` + random + `"`, "literal api_key", false},
		{"a.py", `os.environ["API_TOKEN"] = "` + random + `"`, "literal API_TOKEN", false},
		{"a.py", `os.getenv("API_KEY", "` + random + `")`, "literal API_KEY", false},
		{"a.py", `os.environ.get("API_KEY", default="` + random + `")`, "literal API_KEY", false},
		{"a.py", `os.environ.get("COLOR", default="` + random + `")`, "", false},
		{"a.py", `h = {"Authorization": "Bearer ` + random + `"}`, "literal Authorization", false},
		{"a.py", `name = "` + random + `"`, "", false},
		{"a.py", `# "token": "` + random[:22] + `"`, "", false},
		{"a.md", `"token": "a3a12ec67a1365927098a606107fac15"`, "", false},
		{"a.py", `"""` + "\n" + `"token": "a3a12ec67a1365927098a606107fac15"` + "\n" + `"""`, "", false},
		{"a.json", `"u": "https://a.example/x?accessToken=e83b7ee8336cb185599e8985477e282f#/"`, "placeholder accessToken", true},
		{"a.py", `u = "https://a.acme.dev/x?n=1&api_key=` + random + `"`, "literal api_key", false},
		{"a.md", `https://a.acme.dev/x?accessToken=e83b7ee8336cb185599e8985477e282f`, "literal accessToken", true},
		{"a.md", `https://a.acme.dev/x?apiKey=` + random, "literal apiKey", true},
		{"a.md", `https://a.acme.dev/x?key=` + random, "", false},
		{"a.py", `u = f"https://a.acme.dev/x?page=` + random + `"`, "", false},
		{"a.py", `u = "https://` + join("hooks.", "slack.com/services/T7K2M9QX4/B5R8W1ZC3/") + random[:24] + `"`, "token Slack webhook", false},
		{"a.py", `u = "https://` + join("hooks.", "slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX") + `"`, "", false},
		{"a.yaml", `u: https://` + join("oapi.", "dingtalk.com/robot/send?access_token=4f1c9b7e2d8a6035c1e7f9b24d6a80354f1c9b7e2d8a6035c1e7f9b24d6a8035"), "token DingTalk webhook", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@db.acme.dev:5432/app"`, "literal the user of this address", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@localhost:5432/app"`, "", false},
		{"a.py", `u = f"postgresql://{user}:{password}@{host}/app"`, "", false},
		{"a.py", `u = "mysql://root:password123@db.acme.dev/app"`, "", false},
		{"a.py", `API_KEY = os.environ.get("ACME") or "` + random + `"`, "literal API_KEY", false},
		{"a.py", `x = os.environ["ACME_TOKEN"] or "` + random + `"`, "literal ACME_TOKEN", false},
		{"a.py", `color = os.environ.get("COLOR") or "` + random + `"`, "", false},
		{"a.yaml", "api_key: 123e4567-e89b-12d3-a456-426614174000", "", false},
		{"a.yaml", "model_token: claude-3-5-sonnet-20241022", "", false},
		{"a.yaml", "token: models/llm/gpt-4o-mini-2024-07-18", "", false},
		{"a.yaml", "secret_hash: " + random, "", false},
		{"a.yaml", "access_key_id: " + random, "", false},
		{"a.yaml", "password: test-1234-test-1234", "", false},
		{"a.pem", join("-----BEGIN RSA ", "PRIVATE KEY-----\nMIIEowIBAAKCAQEA9fK2mQ7xLw4Tz8Rb1Vc6Ny3Hd5Js0Ga2Pe8uXQkYhBo\n"), "private-key private key", true},
		{"a.json", join(`"k": "-----BEGIN `, `PRIVATE KEY-----\nMIIEowIBAAKCAQEA9fK2mQ7xLw4Tz8Rb1Vc6Ny3Hd5Js0Ga2Pe8uXQkYhBo\n"`), "private-key private key", true},
		{"a.md", join("-----BEGIN ", "PRIVATE KEY-----\n...\n"), "placeholder private key", true},
		{"a.pem", join("-----END RSA ", "PRIVATE KEY-----\n"), "", false},
		{"a.pem", join("-----BEGIN rsa ", "PRIVATE KEY-----\n"), "", false},
		{"a.py", "client_secret = '" + random + `"`, "", false},
		{"a.py", `client_secret == "` + random + `"`, "", false},
		{"a.py", `client_secret != "` + random + `"`, "", false},
		{"a.go", `client_secret := "` + random + `"`, "literal client_secret", true},
		{"a.py", `client_secret = b"` + random + `"`, "literal client_secret", false},
		{"a.py", `client_secret = sub"` + random + `"`, "", false},
		{"a.py", `b"` + random + `"`, "", false},
		{"a.py", `"` + random + `"`, "", false},
		{"a.txt", random, "", false},
		{"a.txt", " " + random, "", false},
		{"a.txt", ":" + random, "", false},
		{"a.txt", ", " + random, "", false},
		{"a.ini", "client_secret = " + random + "&x", "", false},
		{"a.ini", "client_secret = " + random + ", x", "literal client_secret", true},
		{"a.py", `f("API_KEY", "` + random + `")`, "literal API_KEY", false},
		{"a.py", `f("a", "API_KEY", "` + random + `")`, "", false},
		{"a.py", `f(API_KEY, "` + random + `")`, "", false},
		{"a.py", `["API_KEY", "` + random + `"]`, "", false},
		{"a.py", `f('API_KEY", "` + random + `")`, "", false},
		{"a.py", `api_key: bytes = "` + random + `"`, "literal api_key", false},
		{"a.py", `str = "` + random + `"`, "", false},
		{"a.py", `x.str = "` + random + `"`, "", false},
		{"a.py", `config["api_key"] = "` + random + `"`, "literal api_key", false},
		{"a.py", `config("api_key") = "` + random + `"`, "literal api_key", false},
		{"a.py", `h = {"Authorization": "Bearer ` + random + "\n", "", false},
		{"a.py", `h = "Basic ` + random + `"`, "", false},
		{"a.yaml", "Authorization: Bearer " + random, "", false},
		{"a.py", `token = os.environ.get("COLOR") or "` + random + `"`, "literal token", false},
		{"a.py", `x = a if b else "` + random + `"`, "", false},
		{"a.py", `token = a if b else "` + random + `"`, "literal token", false},
		{"a.py", `token == a or "` + random + `"`, "", false},
		{"a.js", `// token = "` + random[:22] + `"`, "", false},
		{"a.js", ` * token = "` + random[:22] + `"`, "", false},
		{"a.mdx", `token: "` + random[:22] + `"`, "", false},
		{"a.rst", `token: "` + random[:22] + `"`, "", false},
		{"a.py", "'''\n" + `token = "` + random[:22] + `"` + "\n'''", "", false},
		{"a.py", `"""a"""` + "\n" + `token = "` + random[:22] + `"`, "literal token", false},
		{"a.js", `"""` + "\n" + `token = "` + random[:22] + `"`, "literal token", false},
		{"a.py", `token = "` + random[:12] + `" + "` + random[12:24] + `"`, "literal token", false},
		{"a.py", `token = '` + random[:12] + `' + '` + random[12:24] + `'`, "literal token", false},
		{"a.py", `name = "` + random[:12] + `" + "` + random[12:24] + `"`, "", false},
		{"a.py", `token = "` + random[:4] + `" + "` + random[4:8] + `"`, "", false},
		{"a.yaml", `token: "` + random[:12] + `" + "` + random[12:24] + `"`, "", false},
		{"a.py", `# token = "` + random[:12] + `" + "` + random[12:24] + `"`, "", false},
		{"a.py", `get(u, auth=("admin", "` + random[:10] + `"))`, "literal the user of this login", false},
		{"a.py", `get(u, auth=HTTPBasicAuth("admin", "` + random[:10] + `"))`, "literal the user of this login", false},
		{"a.py", `get(u, auth=("admin", "` + strings.ToLower(random[:10]) + `"))`, "", false},
		{"a.py", `get(u, auth=("admin", "` + strings.ToUpper(random[:10]) + `"))`, "", false},
		{"a.py", `get(u, auth=("admin", "Password1x"))`, "", false},
		{"a.py", `get(u, auth=("admin", "Hunter42"))`, "", false},
		{"a.py", `get(u, auth=("admin", "abcdEFGHijk"))`, "", false},
		{"a.py", `# get(u, auth=("admin", "` + random[:10] + `"))`, "", false},
		{"a.py", `password = "` + random[:10] + `"`, "literal password", false},
		{"a.py", `PASSWORD = "` + random[:10] + `"`, "literal PASSWORD", false},
		{"a.py", `password_help = "` + random[:10] + `"`, "", false},
		{"a.py", `# password = "` + random[:10] + `"`, "", false},
		{"a.py", `password = "` + random[:7] + `"`, "", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@203.0.113.7/app"`, "literal the user of this address", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@127.0.0.1/app"`, "", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@0.0.0.0/app"`, "", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@db.example.com/app"`, "", false},
		{"a.py", `u = "postgresql://admin:` + random[:12] + `@db/app"`, "", false},
		{"a.py", `u = "postgresql://admin:abcdefgHijkLmno@db.acme.dev/app"`, "", false},
		{"a.py", `u = "postgresql://admin:827364519028@db.acme.dev/app"`, "", false},
		{"a.py", `u = "postgresql://admin:11112222@db.acme.dev/app"`, "", false},
		{"a.py", `# postgresql://admin:` + random[:12] + `@db.acme.dev/app`, "", false},
		{"a.py", `u = "https://a.your-company.dev/x?api_key=` + random + `"`, "", false},
		{"a.py", `u = "https://a.acme.dev/x?appid=4f1c9b7e2d8a6035c1e7f9b24d6a8035"`, "literal appid", false},
		{"a.py", `u = "https://a.acme.dev/x?appid=4f1c9b7e2d8a6035c1e7f9b2"`, "", false},
		{"a.py", `u = "https://a.acme.dev/x?appid=` + random + `"`, "", false},
		{"a.py", `u = "https://a.acme.dev/x?sig=` + random + `"`, "literal sig", false},
		{"a.py", `token = "/` + random + `"`, "", false},
		{"a.py", `token = "./` + random + `"`, "", false},
		{"a.py", `token = "../` + random + `"`, "", false},
		{"a.py", `token = "4f1c9b7e2d8a6035c1e7"`, "literal token", true},
		{"a.py", `token = "4f1c9b7e2d8a6035c1e"`, "", false},
		{"a.py", `token = "4444441111114444441111"`, "", false},
		{"a.py", `token = "8273645190281736450918Zx"`, "", false},
		{"a.py", `token = "9fK2mQ7xLaaaaaaw4Tz8Rb1Vc6"`, "", false},
		{"a.py", `token = "9fK2mQ7xLaaaaaw4Tz8Rb1Vc6N"`, "literal token", false},
		{"a.yaml", "passwordId: " + random, "", false},
		{"a.yaml", "password-id: " + random, "", false},
		{"a.yaml", "client.secret: " + random, "literal client.secret", true},
		{"a.txt", join("AK", "IA", "2QZ7LPX4RM9TW3KDX"), "", false},
		{"a.txt", join("hf", "_", "QwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUiOp"), "", false},
		{"a.txt", join("x1-gh", "p_", "QwErTyUiOpAsDfGhJkLz"), "placeholder GitHub token", true},
		{"a.py", `token = "` + random[:24] + `=="`, "literal token", true},
		{"a.py", `token = "` + random[:24] + `==="`, "", false},
		{"a.py", `token = "` + random[:15] + `"`, "literal token", false},
		{"a.py", `token = "` + random[:14] + `"`, "", false},
		{"a.txt", "token: " + random + ".", "", false},
		{"a.py", `token = "QwErTyUiOpAsDfGhJkLz7xCv"`, "", false},
		{"a.py", `token = "QwErTyUiOpAsDfGhJkLz7xC8"`, "literal token", true},
		{"a.py", `token = "` + strings.Repeat(random, 6)[:200] + `"`, "literal token", true},
		{"a.py", `token = "` + strings.Repeat(random, 6)[:201] + `"`, "", false},
		{"a.pub", "-----BEGIN PUBLIC KEY-----\nMIIEowIBAAKCAQEA9fK2mQ7xLw4Tz8Rb1Vc6Ny3Hd5Js0Ga2Pe8uXQkYhBo\n", "", false},
	} {
		var found []string
		blocked := false
		for _, s := range scan(text.NewFile(c.file, []byte(c.data))) {
			found = append(found, map[kind]string{token: "token", privateKey: "private-key", literal: "literal", placeholder: "placeholder"}[s.kind]+" "+s.what)
			blocked = s.blocked
		}
		got := strings.Join(found, ", ")
		if got != c.want || blocked != c.blocked {
			t.Errorf("%s: %.60q: %q, refused %v; want %q, %v", c.file, c.data, got, blocked, c.want, c.blocked)
		}
	}
}

// TestMasked: whatever the format, no report holds the secret.
func TestMasked(t *testing.T) {
	gh := join("gh", "p_", random)
	fsys := fstest.MapFS{
		"manifest.yaml":      {Data: []byte("type: plugin\nauthor: acme\nprivacy: PRIVACY.md\nplugins: {tools: [provider/demo.yaml]}\n")},
		"provider/demo.yaml": {Data: []byte("credentials_for_provider:\n  api_key:\n    type: secret-input\n    default: " + random[3:20] + "\n")},
		"a.py":               {Data: []byte("KEY = '" + gh + "'\nclient_secret = '" + random + "'\n")},
		"key.bin":            {Data: []byte("\x00\nKEY = '" + gh + "'\n")},
		"key.txt":            {Data: []byte(join("-----BEGIN ", "PRIVATE KEY-----\nMIIEowIBAAKCAQEA", random, "XQkYhBo\n"))},
	}
	res, err := lint.Run(context.Background(), []plugin.Target{{FS: fsys, Dir: "."}}, lint.Options{Rules: []*lint.Rule{Token, Literal, PrivateKey, Default}})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(res.Findings()); n != 4 {
		t.Fatalf("%d findings: %v", n, res.Findings())
	}
	for _, name := range report.Formats() {
		var b bytes.Buffer
		if err := report.Write(&b, name, report.Input{Result: res}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), random[3:12]) {
			t.Errorf("%s shows a secret:\n%s", name, b.String())
		}
	}
}

// TestExposed: which code shows a credential in a log or an error.
func TestExposed(t *testing.T) {
	nested := func(n int, value string) string {
		return "logger.info(" + strings.Repeat("str(", n) + value + strings.Repeat(")", n) + ")"
	}
	for _, tt := range []struct{ code, logged, inError string }{
		{"logger.info(api_key)", "api_key", ""},
		{"log.debug(f'{api_key}')", "api_key", ""},
		{"logging.warning('a ' + api_key)", "api_key", ""},
		{"_logger.info('%s' % api_key)", "api_key", ""},
		{"my_logger.info('%s', '' or api_key)", "api_key", ""},
		{"logger.info(1 - api_key)", "", ""},
		{"logger.info([api_key], (password,))", "api_key password", ""},
		{"logger.info({'key': api_key})", "api_key", ""},
		{"logger.info(str(api_key))", "api_key", ""},
		{"logger.info(dict(a=api_key))", "api_key", ""},
		{"logger.info(json.dumps(api_key))", "api_key", ""},
		{"logger.info('{}'.format(api_key))", "api_key", ""},
		{"logger.info(len(api_key))", "", ""},
		{"logger.info(acme.str(api_key))", "", ""},
		{"logger.info(format(api_key))", "", ""},
		{"logger.info(credentials['api_key'])", "api_key", ""},
		{"logger.info(credentials['name'])", "", ""},
		{"logger.info(params['api_key'])", "", ""},
		{"logger.info(credentials.get('api_key'))", "api_key", ""},
		{"logger.info(credentials.get('name'))", "", ""},
		{"logger.info(credentials.pop('api_key'))", "", ""},
		{"logger.info(params.get('api_key'))", "", ""},
		{"logger.info(self.runtime.credentials)", "credentials", ""},
		{"logger.info(token_data)", "token_data", ""},
		{"logger.info(self.token_data)", "", ""},
		{"logger.add(api_key)", "", ""},
		{"acme.info(api_key)", "", ""},
		{"print(api_key)", "api_key", ""},
		{"acme.print(api_key)", "", ""},
		{"show(api_key)", "", ""},
		{"raise ValueError(api_key)", "", "api_key"},
		{"raise ValueError(token_data)", "", ""},
		{"raise api_key", "", ""},
		{"raise", "", ""},
		{"try:\n    pass\nexcept ValueError:\n    yield self.create_text_message(api_key)", "", "api_key"},
		{"yield self.create_text_message(api_key)", "", ""},
		{nested(11, "api_key"), "api_key", ""},
		{nested(12, "api_key"), "", ""},
	} {
		for _, name := range []string{"tools/search.py", "tests/test_search.py"} {
			e := &kit.Example{Bad: "-- " + name + " --\nfrom dify_plugin import Tool\nclass A(Tool):\n    def _invoke(self, p):\n        " + strings.ReplaceAll(tt.code, "\n", "\n        ") + "\n"}
			for rule, want := range map[*lint.Rule]string{Logged: tt.logged, InError: tt.inError} {
				res, err := e.BadPlugin().RunRule(rule, e, nil)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, f := range res.Findings() {
					got = append(got, f.Key)
				}
				if name != "tools/search.py" {
					want = ""
				}
				if g := strings.Join(got, " "); g != want {
					t.Errorf("%s, %s: %s: %q, want %q", rule.ID, name, tt.code, g, want)
				}
			}
		}
	}
}

// TestProfiles: who does not publish gets advice, who publishes is refused.
func TestProfiles(t *testing.T) {
	for profile, want := range map[string]string{"marketplace": "error publish", "official": "warning publish", "private": "warning none"} {
		e := &kit.Example{Bad: "-- a.py --\nKEY = '" + join("gh", "p_", random) + "'\n"}
		res, err := e.BadPlugin().RunRule(Token, e, &lint.Config{Profile: profile})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range res.Findings() {
			got += f.Severity.String() + " " + string(f.Gate)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", profile, got, want)
		}
	}
}

// TestCredentials: which credentials have a type or a default that gives them away.
func TestCredentials(t *testing.T) {
	for _, tt := range []struct {
		name, typ, value string
		typed, defaults  int
	}{
		{"api_key", "secret-input", "letmein-2026", 0, 1},
		{"api_key", "text-input", "letmein-2026", 1, 0},
		{"api_key", "secret-input", "' '", 0, 0},
		{"api_key", "secret-input", "Empty", 0, 0},
		{"api_key", "secret-input", "[letmein-2026]", 0, 0},
		{"region", "secret-input", "eu-west", 0, 0},
		{"region", "secret-input", random, 0, 1},
		{"region", "text-input", random, 0, 0},
	} {
		e := &kit.Example{Bad: "-- provider/demo.yaml --\ncredentials_for_provider:\n  " + tt.name + ":\n    type: " + tt.typ + "\n    default: " + tt.value + "\n"}
		for rule, want := range map[*lint.Rule]int{TextInput: tt.typed, Default: tt.defaults} {
			res, err := e.BadPlugin().RunRule(rule, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(res.Findings()); got != want {
				t.Errorf("%s: %s, %s, %s: %d findings, want %d", rule.ID, tt.name, tt.typ, tt.value, got, want)
			}
		}
	}
}

func TestNamesSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"api_key": true, "apiKey": true, "APIKEY": true, "client_secret": true, "clientSecret": true, "password": true, "db-password": true,
		"access_token": true, "token": true, "secret_access_key": true, "app_secret": true,
		"token_url": false, "api_key_name": false, "secret_id": false, "public_key": false, "max_tokens": false, "access_key": false,
		"max_token": false, "tokenizer": false, "passwordless": false, "use_api_key": false, "max-token": false, "public_token": false, "bot token": true, "bot.token": true,
	} {
		if namesSecret(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add("a.py", "api_key = 'x'")
	f.Add("a.yaml", "token: \"Bearer "+random+"\"")
	f.Add("a.json", join("-----BEGIN ", "PRIVATE KEY-----"))
	f.Add("a.env", "=\""+random+"==")
	f.Fuzz(func(t *testing.T, name, data string) {
		for _, s := range scan(text.NewFile(name, []byte(data))) {
			if s.span.Start < 0 || s.span.End > len(data) || s.span.IsEmpty() {
				t.Errorf("%q: span %v", data, s.span)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	line := "    - name: temperature\n      description: \"How free the model is, from 0.0 to 2.0\" # see https://acme.example/docs/v1/models\n"
	f := text.NewFile("a.yaml", []byte(strings.Repeat(line, 5000)))
	b.SetBytes(int64(len(f.Data)))
	for b.Loop() {
		scan(f)
	}
}
