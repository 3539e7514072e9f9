package pysrc_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/difylint/difylint/lint/pysrc"
	"github.com/difylint/difylint/lint/text"
)

// program parses a txtar archive of modules.
func program(tb testing.TB, archive string) *pysrc.Program {
	tb.Helper()
	var modules []*pysrc.Module
	for _, f := range txtar.Parse([]byte(archive)).Files {
		m := pysrc.Parse(text.NewFile(f.Name, f.Data))
		if m.Err != nil {
			tb.Fatalf("%s: line %d: %v", f.Name, m.File.Position(m.Err.Span.Start).Line, m.Err)
		}
		modules = append(modules, m)
	}
	return pysrc.NewProgram(modules)
}

// TestTargets resolves the calls of each line that ends in a comment "#: x; y".
// The comment lists what they call, in the order in which the calls end;
// several values of one call have | between them, none is -.
func TestTargets(t *testing.T) {
	for _, archive := range strings.Split(targets, "\n===\n") {
		p := program(t, archive)
		checked := 0
		for i, m := range p.Modules {
			got, want := map[int]string{}, map[int]string{}
			for _, c := range m.Comments {
				if s, ok := strings.CutPrefix(m.File.Slice(c), "#: "); ok {
					want[m.File.LineAt(c.Start)] = s
				}
			}
			for k, c := range m.Calls {
				line := m.File.LineAt(m.Exprs[c.Expr].Span().Start)
				if _, ok := want[line]; !ok {
					continue
				}
				var texts []string
				for _, v := range p.Target(i, k) {
					texts = append(texts, p.Text(v))
				}
				s := strings.Join(texts, "|")
				if s == "" {
					s = "-"
				}
				if got[line] != "" {
					s = got[line] + "; " + s
				}
				got[line] = s
				checked++
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", m.File.Path, diff)
			}
		}
		if checked == 0 {
			t.Errorf("nothing checked in %.40q", archive)
		}
	}
}

const targets = `
-- tools/search.py --
import requests
import os.path as osp
import xml.etree.ElementTree
from httpx import Client, AsyncClient as AC
from dify_plugin import Tool
from . import helper
from .helper import summarise as s, Helper
from utils import client as c
import utils.client
import utils

requests.get("x")  #: requests.get
osp.join("a")  #: os.path.join
xml.etree.ElementTree.parse("x")  #: xml.etree.ElementTree.parse
open("f").read()  #: builtins.open; builtins.open().read
unknown.thing()  #: unknown.thing

class Search(Tool):
    timeout = 3
    api = requests.Session()

    def __init__(self, runtime, session):
        super().__init__(runtime, session)  #: builtins.super; self.__init__
        self.client = Client(timeout=self.timeout)  #: httpx.Client
        self._store = session.storage
        self.none = None

    def _invoke(self, tool_parameters):
        self.session.model.llm.invoke(stream=False)  #: self.session.model.llm.invoke
        session = self.session
        session.storage.get("k").decode()  #: self.session.storage.get; self.session.storage.get().decode
        storage = session.storage
        storage.set("k", b"")  #: self.session.storage.set
        self.client.post("x").json()  #: httpx.Client().post; httpx.Client().post().json
        self.api.get("y")  #: requests.Session().get
        self._store.delete("k")  #: session.storage.delete
        self.none.x()  #: self.none.x
        tool_parameters.get("query")  #: tool_parameters.get
        tool_parameters["query"].strip()  #: tool_parameters["query"].strip
        self.runtime.credentials["api_key"].strip()  #: self.runtime.credentials["api_key"].strip
        creds = self.runtime.credentials
        creds.get("api_key")  #: self.runtime.credentials.get
        helper.run(self.session)  #: tools.helper.run
        s(session, text="x")  #: tools.helper.summarise
        Helper(self).work()  #: tools.helper.Helper; tools.helper.Helper.work
        c.make().get("z")  #: utils.client.make; httpx.Client().get
        utils.client.make()  #: utils.client.make
        utils.make2()  #: utils.client.make
        utils.missing()  #: utils.missing
        with AC() as ac, open("f") as f:  #: httpx.AsyncClient; builtins.open
            ac.get("x")  #: httpx.AsyncClient().get
            f.write("x")  #: builtins.open().write
        for r in requests.get("x").json():  #: requests.get; requests.get().json
            r.a()  #: requests.get().json()[].a
        [q.b() for q in storage.get("k")]  #: self.session.storage.get()[].b; self.session.storage.get
        getattr(self.session, "storage").get("k")  #: builtins.getattr; self.session.storage.get
        getattr(self.session, name).get("k")  #: builtins.getattr; self.session.*.get
        (lambda s: s.x())(requests)  #: requests.x; <lambda>
        self.own()  #: tools.search.Search.own
        self.prop.get("u")  #: httpx.Client().get
        self.factory().get("v")  #: tools.search.Search.factory; httpx.Client().get
        x = Client() if tool_parameters else requests  #: httpx.Client
        x.get("w")  #: httpx.Client().get|requests.get
        y = None or Client()  #: httpx.Client
        y.get("w")  #: httpx.Client().get
        (z := requests).get("w")  #: requests.get
        z.put()  #: requests.put
        a, b = requests, Client()  #: httpx.Client
        a.get(b.get())  #: httpx.Client().get; requests.get
        __import__("os").system("x")  #: builtins.__import__; os.system
        "a".join(x)  #: ?.join

    @property
    def prop(self):
        return self.client

    @classmethod
    def factory(cls):
        cls.own2()  #: tools.search.Search.own2
        return Client()  #: httpx.Client

    @staticmethod
    def own2(): pass
    def own(self): pass

-- tools/helper.py --
import requests
def run(session):
    session.app.chat.invoke()  #: self.session.app.chat.invoke
    deeper(store=session.storage)  #: tools.helper.deeper

def deeper(*, store=None):
    store.exist("x")  #: self.session.storage.exist

def summarise(sess, text):
    sess.model.summary.invoke(text)  #: self.session.model.summary.invoke

class Helper:
    def __init__(self, tool):
        self._tool = tool

    def work(self):
        self._tool.session.file.upload("x")  #: self.session.file.upload
        return self._tool

-- utils/__init__.py --
from .client import make as make2
-- utils/client.py --
import httpx
def make():
    return httpx.Client()  #: httpx.Client

===
-- flow.py --
import requests, httpx
client = requests
client.get()  #: requests.get
client = httpx
client.get()  #: httpx.get
if x:
    client = requests
client.get()  #: httpx.get|requests.get
def f():
    client.get()  #: requests.get|httpx.get|flow.i2().get
def g():
    client = 1
    for x in y:
        client.get()  #: httpx.get
        client = httpx
def h(a):
    a = a.b
    a.c()  #: a.b.c
    try:
        import fast
    except ImportError:
        import slow as fast
    fast.go()  #: fast.go|slow.go
def i():
    global client
    client = i2()
    client.get()  #: requests.get|httpx.get|flow.i2().get
def i2():
    pass
def j():
    x = requests
    def k():
        nonlocal x
        x.get()  #: requests.get|httpx.get|requests.y.get|httpx.y.get
        x = httpx
    x = x.y
    return k
def m(x: httpx.Client, y: "httpx.AsyncClient | None" = None, z: str = ""):
    x.get()  #: httpx.Client().get
    y.get()  #: httpx.AsyncClient().get
    z.upper()  #: z.upper
def n():
    yield httpx.Client()
for o in n():
    o.get()  #: httpx.Client().get
with n() as q:
    q.get()  #: httpx.Client().get
def r(v):
    while v:
        v = v.next
    return r(v.value)
r(1).x()  #: flow.r; flow.r().x
[u.a() for u in requests]; u.b()  #: requests[].a; u.b
async def t():
    async with httpx.AsyncClient() as c:
        (await c.get()).json()  #: httpx.AsyncClient().get; httpx.AsyncClient().get().json
for w in [requests, httpx]:
    w.get()  #: requests.get|httpx.get

===
-- base.py --
from abc import ABC, abstractmethod
from ext import Remote
from mid import Mid
from late import *
class Base(ABC):
    kind = None
    def run(self, session):
        self.hook(session)  #: base.Base.hook
    def hook(self, session):
        session.a()  #: session.a|self.session.a|session.a|session.a
class Child(Base, Remote):
    def hook(self, session):
        session.b()  #: self.session.b|session.b|session.b
        self.remote()  #: self.remote
        super().run(session)  #: builtins.super; base.Base.run
        self.run(self.session)  #: base.Base.run
        self.mid()  #: self.mid
        Base.run(self, 1)  #: base.Base.run
def start(pool, child: Child):
    pool.submit(job, child)  #: pool.submit
    child.run(None)  #: base.Base.run
    Thread(target=job2, args=(requests,))  #: late.Thread
def job(c):
    c.run(1)  #: base.Base.run
def job2(r):
    r.get()  #: requests.get
-- late.py --
from threading import *
import requests
class Thread: pass
Lock()  #: threading.Lock
-- mid.py --
from base import Base
class Mid: pass
Base()  #: base.Base

===
-- deep/a/b.py --
from ..c import d
from . import e
from .. import f
from ... import top
from .... import beyond
from ...top2 import g
d()  #: deep.c.d
e()  #: deep.a.e
f()  #: deep.f
top.h()  #: top.h
beyond()  #: ?
g()  #: requests.get
import deep
deep.c.d()  #: deep.c.d
deep.a.b.d()  #: deep.c.d
import deep.c as dc
dc.d()  #: deep.c.d
-- deep/c.py --
def d(): pass
-- top.py --
def h(): pass
-- top2.py --
from requests import get as g
`

func TestTexts(t *testing.T) {
	p := program(t, `
-- conf.py --
BASE = "https://api.example.com"
-- main.py --
import conf
from urllib.parse import urljoin
from conf import BASE
PATH = "/v1"
class C:
    root = "https://c.example.com"
    def f(self, host):
        use(BASE)
        use(BASE + PATH)
        use(conf.BASE + host)
        use(f"{BASE}{PATH}/x?{host}&y")
        use("https://{}/x".format(host))
        use("https://%s/x" % host)
        use(self.root + "/y")
        use(host + "/y")
        use(f"{host}/y")
        use(urljoin(BASE, "z"))
        use("a" if host else "b")
        use("p" "q")
        use(b"bytes")
        use(BASE.rstrip("/") + "/z")
        use(1)
`)
	m := p.Modules[1]
	var got []string
	for _, c := range m.Calls {
		if m.Ident(m.Exprs[c.Expr].A) != "use" {
			continue
		}
		var texts []string
		for _, x := range p.Texts(1, m.Positional(c.Expr, 0)) {
			s := x.Value
			if !x.Whole {
				s += "..."
			}
			texts = append(texts, s)
		}
		got = append(got, strings.Join(texts, "|"))
	}
	want := []string{
		"https://api.example.com", "https://api.example.com/v1", "https://api.example.com...",
		"https://api.example.com/v1/x?...", "https://...", "https://...", "https://c.example.com/y", "", "",
		"https://api.example.com...", "a|b", "pq", "", "https://api.example.com/z", "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestClasses(t *testing.T) {
	p := program(t, `
-- provider/x.py --
from dify_plugin import ToolProvider
from typing import Generic
from provider.base import Base as B, make
from provider import again
class X(B[int], Generic[T]):
    def _invoke(self): pass
class Y(make()): pass
class Z(again.ToolProvider): pass
-- provider/base.py --
import abc
from dify_plugin import ToolProvider
class Base(ToolProvider, abc.ABC):
    @abc.abstractmethod
    def _invoke(self): raise NotImplementedError
    def other(self): ...
def make(): return unknown
-- provider/again.py --
from dify_plugin.interfaces.tool import ToolProvider
`)
	i := int32(p.Module("provider.x"))
	var got []string
	for k := range p.Modules[i].Classes {
		bases, known := p.Ancestors(pysrc.ClassRef{Module: i, Class: int32(k)})
		s := p.QualName(pysrc.ClassRef{Module: i, Class: int32(k)}) + ":"
		for _, b := range bases {
			s += " " + p.Text(b.Value)
		}
		if !known {
			s += " and others"
		}
		got = append(got, s)
	}
	want := []string{
		"provider.x.X: provider.base.Base typing.Generic dify_plugin.ToolProvider abc.ABC",
		"provider.x.Y: unknown and others",
		"provider.x.Z: dify_plugin.interfaces.tool.ToolProvider",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	f, ok := p.Method(pysrc.ClassRef{Module: i}, "other")
	if !ok || p.Function(f).Name != "other" || !p.Function(f).Stub || p.Function(f).Raises {
		t.Errorf("other: %v %v", f, ok)
	}
	f, _ = p.OwnMethod(pysrc.ClassRef{Module: int32(p.Module("provider.base"))}, "_invoke")
	if !p.Modules[f.Module].IsAbstract(f.Function) || !p.Function(f).Raises {
		t.Error("_invoke is abstract and raises")
	}
	if subs := p.Subclasses(pysrc.ClassRef{Module: f.Module}); len(subs) != 1 || p.Class(subs[0]).Name != "X" {
		t.Errorf("subclasses %v", subs)
	}
}

func TestHides(t *testing.T) {
	p := program(t, `
-- m.py --
import importlib
getattr(a, "b"); getattr(a, b); setattr(a, "b", 1); setattr(a, c, 1)
exec("x"); eval(y); re.compile("z"); compile("x", "y", "exec")
importlib.import_module("json"); importlib.import_module(name); __import__(name)
globals()["x"](); a.__dict__["x"]
def getattr2(x): pass
`)
	var got []string
	m := p.Modules[0]
	for _, h := range p.Hides(0) {
		got = append(got, m.File.Slice(m.Exprs[h.Expr].Span()))
	}
	want := []string{
		"getattr(a, b)", "setattr(a, c, 1)", `exec("x")`, "eval(y)", `compile("x", "y", "exec")`,
		"importlib.import_module(name)", "__import__(name)", "globals()", "a.__dict__",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestMembers(t *testing.T) {
	p := program(t, `
-- m.py --
from dify_plugin import Tool
from base import *
import os.path, json as j
x = 1
class A(Tool): pass
def f():
    y = 2
    from late import z
if True:
    w: int = 3
    v: int
A = A
[q for q in x]
-- base.py --
__all__ = ["One", "_two"]
from dify_plugin import Endpoint
class One(Endpoint): pass
class _two: pass
class Three: pass
`)
	var got []string
	for _, m := range p.Members(p.Module("m")) {
		s := m.Name
		for _, v := range m.Values {
			s += " " + p.Text(v)
		}
		got = append(got, s)
	}
	want := []string{
		"Tool dify_plugin.Tool", "One base.One", "_two base._two", "os os", "j json", "x", "f m.f", "w", "A m.A",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestEscapes(t *testing.T) {
	p := program(t, `
-- m.py --
import importlib
from dify_plugin import Tool
from dify_plugin.invocations.app import Chat
from helper import helper
class T(Tool):
    def _invoke(self):
        s = self.session
        s.storage.get("x")
        helper(s)
        Chat(s)
        x = [s, 1]
        self.kept = s
        other.lost = s
        isinstance(s, str)
        s or other(s if s else None)
        return s
importlib.import_module("json"); __import__(name); other.import_module("x")
-- helper.py --
def helper(a): a.app.chat.invoke()
`)
	i := p.Module("m")
	m := p.Modules[i]
	session := func(v pysrc.Value) bool { return strings.HasSuffix(v.Path, ".session") }
	var got []string
	for _, e := range p.Escapes(i, session) {
		s := m.File.Slice(m.File.LineSpan(m.File.LineAt(m.Exprs[e.Expr].Span().Start)))
		got = append(got, strings.TrimSpace(s))
	}
	want := []string{"Chat(s)", "x = [s, 1]", "other.lost = s", "s or other(s if s else None)", "s or other(s if s else None)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if imports := p.TextImports(i); len(imports) != 1 || imports[0].Module != "json" {
		t.Errorf("imports %v", imports)
	}
}
