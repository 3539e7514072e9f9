package messages_test

import (
	"bufio"
	"bytes"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/difylint/difylint/lint/dify/messages"
)

// apart says which texts of the platform no answer is needed for: what is said
// to programs, or of things that are not between packaging and a call.
var apart = []struct{ file, why string }{
	{`internal/core/(?:serverless|plugin_manager/serverless|io_tunnel/model_serverless).*|.*/serverless[^/]*`, "the serverless edition, which only the cloud runs"},
	{`internal/server/controllers/generator/.*`, "a program for the daemon's developers"},
	{`.*/model_entities/.*|.*/debugging_runtime/(?:codec|server)\.go|.*/calldify/.*|.*/dify_invocation/real/.*|.*/bundle_packager/.*|.*/session_manager/.*`, "slips in the daemon's own calls"},
	{`.*/utils/http_parser\.py|.*/integration/run\.py|.*/plugin/io\.py`, "what other programs send to the SDK"},
	{`.*/decoder/fs\.go`, "a folder that is none, which the command line's own words tell"},
	{`.*/utils/yaml_loader\.py`, "the rest of the sentence decides, which is PyYAML's"},
	{`.*/interfaces/trigger/.*`, "an example in a docstring"},
	{`uploader/.*`, "what the marketplace does with a package after the review"},
	{`.*/wraps\.py|.*/entities/request\.py`, "what other programs send to the API"},
	{`.*/data_migration\.py|.*/oauth_service\.py|.*/model_runtime\.py`, "slips of the API in its own database, cache and calls"},
	{`.*/cleanup\.go`, "a command that tidies the daemon's folders"},
}

var hole = regexp.MustCompile(`%(?:\[\d+\])?[-+# 0]*[\d.]*[a-zA-Z]`)

var words = regexp.MustCompile(`[A-Za-z]{2,}`)

// The catalogue knows what the daemon, the SDK, the marketplace and Dify say. The list is made by
// lint/internal/tool/refresh; a release that says something new adds lines.
func TestSaid(t *testing.T) {
	var all []byte
	for _, name := range []string{"said.tsv", "said-api.tsv"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	sc := bufio.NewScanner(bytes.NewReader(all))
	n := 0
	for sc.Scan() {
		cols := strings.Split(sc.Text(), "\t")
		if strings.HasPrefix(cols[0], "#") {
			continue
		}
		if len(cols) != 7 {
			t.Fatalf("%q", sc.Text())
		}
		text, err := strconv.Unquote(cols[6])
		if err != nil {
			t.Fatal(err)
		}
		left := len(words.FindAllString(hole.ReplaceAllString(text, ""), 2)) < 2 // nothing to know it by
		for _, a := range apart {
			left = left || regexp.MustCompile(`^(?:`+a.file+`)$`).MatchString(cols[2])
		}
		if left {
			continue
		}
		n++
		said := "dify plugin_daemon: " + hole.ReplaceAllStringFunc(text, func(s string) string {
			if strings.HasSuffix(s, "d") || strings.HasSuffix(s, "f") {
				return "7"
			}
			return "x1"
		})
		if len(messages.Read([]byte(said))) == 0 {
			t.Errorf("%s %s (%s, %s to %s): %s", cols[0], cols[2], cols[3], cols[4], cols[5], text)
		}
	}
	if n < 500 {
		t.Errorf("only %d texts are looked at", n)
	}
}

// TestReleases: words are those of the speaker's longest text that they hold, from its
// first release to its last, wherever it stands.
func TestReleases(t *testing.T) {
	for _, tt := range []struct {
		by                 messages.Speaker
		said, since, until string
	}{
		{messages.Daemon, "failed to get plugin manager", "", ""},
		{messages.Daemon, "Error: FAILED to remove plugin directory: /a", "0.5.4", ""},
		{messages.Daemon, "failed to get checksum of the package", "", ""},
		{messages.SDK, "failed to get checksum of the package", "", ""},
		{messages.SDK, "invalid mode value x", "", "0.9.1"},
		{messages.SDK, "Provider `a` not found", "", ""},
		{messages.SDK, "not found Provider `a`", "", ""},
		{messages.SDK, "current tool runtime does not support backwards invoke", "", ""},
		{messages.SDK, "The tool you are using does not support OAuth, please implement `_oauth_refresh_credentials` method", "0.4.2", ""},
		{messages.Daemon, "what nobody says", "", ""},
		{messages.Daemon, "", "", ""},
	} {
		m := messages.Match{Message: &messages.Message{By: tt.by}, Said: tt.said}
		if since, until := m.Releases(); since != tt.since || until != tt.until {
			t.Errorf("%s says %q from %q to %q, want %q to %q", tt.by, tt.said, since, until, tt.since, tt.until)
		}
	}
}
