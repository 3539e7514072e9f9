package python_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/difylint/difylint/lint/source/python"
	"github.com/difylint/difylint/lint/source/text"
)

// program parses a txtar archive of modules.
func program(tb testing.TB, archive string) *python.Program {
	tb.Helper()
	var modules []*python.Module
	for _, f := range txtar.Parse([]byte(archive)).Files {
		m := python.Parse(text.NewFile(f.Name, f.Data))
		if m.Err != nil {
			tb.Fatalf("%s: line %d: %v", f.Name, m.File.Position(m.Err.Span.Start).Line, m.Err)
		}
		modules = append(modules, m)
	}
	return python.NewProgram(modules)
}

// targets are the archives of testdata/targets.txt.
func targets(tb testing.TB) []string {
	tb.Helper()
	data, err := os.ReadFile("testdata/targets.txt")
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Split(string(data), "\n===\n")
}

// TestTargets resolves the calls of each line of testdata/targets.txt that ends in a comment "#: x; y".
// The comment lists what they call, in the order in which the calls end;
// several values of one call have | between them, none is -.
func TestTargets(t *testing.T) {
	for _, archive := range targets(t) {
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
		bases, known := p.Ancestors(python.ClassRef{Module: i, Class: int32(k)})
		s := p.QualName(python.ClassRef{Module: i, Class: int32(k)}) + ":"
		texts := make([]string, len(bases))
		for k, b := range bases {
			texts[k] = p.Text(b.Value)
		}
		s += " " + strings.Join(texts, " ")
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
	f, ok := p.Method(python.ClassRef{Module: i}, "other")
	if !ok || p.Function(f).Name != "other" || p.Function(f).Raises {
		t.Errorf("other: %v %v", f, ok)
	}
	f, _ = p.OwnMethod(python.ClassRef{Module: int32(p.Module("provider.base"))}, "_invoke")
	if !p.Modules[f.Module].IsAbstract(f.Function) || !p.Function(f).Raises {
		t.Error("_invoke is abstract and raises")
	}
	if subs := p.Subclasses(python.ClassRef{Module: f.Module}); len(subs) != 1 || p.Class(subs[0]).Name != "X" {
		t.Errorf("subclasses %v", subs)
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
		texts := []string{m.Name + ":"}
		for _, v := range m.Values {
			texts = append(texts, p.Text(v))
		}
		got = append(got, strings.Join(texts, " "))
	}
	want := []string{
		"Tool: dify_plugin.Tool", "One: base.One", "_two: base._two", "os: os", "j: json", "x:", "f: m.f", "w:", "A: m.A",
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
	session := func(v python.Value) bool { return strings.HasSuffix(v.Path, ".session") }
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
