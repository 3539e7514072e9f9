package capability_test

import (
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/difylint/difylint/lint/dify/capability"
	"github.com/difylint/difylint/lint/dify/plugin"
)

func TestTouches(t *testing.T) {
	for _, tt := range []struct {
		src  string
		want []string
	}{
		{"import requests as r\nr.get('x')\n", []string{"2 net:outbound requests.get"}},
		{"from httpx import Client\nwith Client() as c:\n    c.post('x')\n", []string{"3 net:outbound httpx.Client().post"}},
		{"import urllib.request as u\nu.urlopen(u.Request('x'))\n", []string{"2 net:outbound urllib.request.urlopen"}},
		{"from openai import OpenAI, BadRequestError\nOpenAI()\nBadRequestError('x')\n", []string{"2 net:outbound openai.OpenAI"}},
		{"import mem0\nm = mem0.Memory.from_config({})\nfor x in m.get_all():\n    x.get('id')\nr = m.get('a')\nr.get('b').strip()\n", []string{"2 net:outbound mem0.Memory.from_config", "3 net:outbound mem0.Memory.from_config().get_all", "5 net:outbound mem0.Memory.from_config().get"}},
		{"open('x')\nopen('x', mode='wb')\n", []string{"1 file:read builtins.open", "2 file:write builtins.open"}},
		{"from pathlib import Path\n(Path('a') / 'b').write_text('')\n", []string{"2 file:write pathlib.Path().write_text"}},
		{"import os\nos.environ['A']\nos.environ['B'] = ''\nos.getenv('A')\n", []string{"4 env:get os.getenv", "2 env:get os.environ", "3 env:set os.environ"}},
		{"import subprocess\nsubprocess.run(['ls'])\n", []string{"2 process:run subprocess.run"}},
		{"import socket\ns = socket.socket()\ns.bind(('', 1))\n", []string{"3 net:inbound socket.socket().bind"}},
		{"from google import genai\nfrom google.cloud import storage\nfrom google.auth import default\ngenai.Client()\nstorage.Client()\ndefault()\ngenai.types.Part()\n", []string{"4 net:outbound google.genai.Client", "5 net:outbound google.cloud.storage.Client"}},
		{"import zipfile, tarfile, gzip\nzipfile.ZipFile(data)\nzipfile.ZipFile('a.zip', 'w')\ntarfile.open('a.tar')\ntarfile.open(fileobj=data)\ngzip.open('a.gz', 'xb')\n", []string{"3 file:write zipfile.ZipFile", "4 file:read tarfile.open", "6 file:write gzip.open"}},
		{"from pathlib import Path\nPath('a').open('w')\nPath('a').open()\nPath('a').touch()\nx.read_text()\ntouch()\n", []string{"2 file:write pathlib.Path().open", "3 file:read pathlib.Path().open", "4 file:write pathlib.Path().touch", "5 file:read pathlib.Path().read_text"}},
		{"x.read_text()\n", nil},
		{"open('x', 'r')\nopen('x', 'r+')\nopen('x', mode)\nopen('x', mode='rb')\n", []string{"1 file:read builtins.open", "2 file:write builtins.open", "3 file:read builtins.open", "4 file:read builtins.open"}},
		{"import os\n'A' in os.environ\nos.environ['A'] = os.environ['B']\ndel os.environ['A']\nenviron['A']\nos.environ.get('A')\n'A' in environ\n", []string{"6 env:get os.environ.get", "2 env:get os.environ", "3 env:set os.environ", "3 env:get os.environ", "4 env:set os.environ"}},
		{"import slack_sdk\nslack_sdk.errors.SlackApiError()\nslack_sdk.WebClient().chat_postMessage().get('ok')\nslack_sdk.WebClient().api().data['a'].get('ok')\n", []string{"3 net:outbound slack_sdk.WebClient", "3 net:outbound slack_sdk.WebClient().chat_postMessage", "4 net:outbound slack_sdk.WebClient", "4 net:outbound slack_sdk.WebClient().api"}},
		{"import pathlib\nif __name__ == '__main__':\n    pathlib.Path('a').unlink()\n", nil},
		{"if __name__ == '__main__':\n    open('x')\nimport requests\nrequests.codes\nd = {}\nd.get('x')\n", nil},
	} {
		p := plugin.Open(fstest.MapFS{"main.py": {Data: []byte(tt.src)}}, ".")
		var got []string
		for _, c := range capability.Touches(p) {
			got = append(got, fmt.Sprintf("%d %s %s", c.File.LineAt(c.Span.Start), c.Scope, c.What))
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s%s", tt.src, d)
		}
	}
}
