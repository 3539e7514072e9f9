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
