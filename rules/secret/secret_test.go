package secret

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/difylint/difylint/lint"
	"github.com/difylint/difylint/lint/dify/plugin"
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

func TestNamesSecret(t *testing.T) {
	for name, want := range map[string]bool{
		"api_key": true, "apiKey": true, "APIKEY": true, "client_secret": true, "clientSecret": true, "password": true, "db-password": true,
		"access_token": true, "token": true, "secret_access_key": true, "app_secret": true,
		"token_url": false, "api_key_name": false, "secret_id": false, "public_key": false, "max_tokens": false, "access_key": false,
		"max_token": false, "tokenizer": false, "passwordless": false, "use_api_key": false,
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
