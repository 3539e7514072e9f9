"""Makes vectors.jsonl.gz: what the Python library packaging answers.

    PYTHONPATH=NEWER python3 make_vectors.py --plugins DIR [--older OLDER] | gzip -9n > vectors.jsonl.gz

NEWER and OLDER are folders that hold packaging. The rows at hand come from
Debian's python3-packaging: 25.0 (trixie), and 23.0 (bookworm) for the older one.

DIR of --plugins holds plugins whose pyproject.toml and requirements.txt give
real lines. --older is a folder with an older packaging: where it answers
otherwise, the row has its answer under "older", for readers; the tests hold
to the newer.

The rows are made with a fixed seed. Left out, and counted in the header:
numbers beyond 64 bits (uv refuses them), letters that Python's re takes for
ASCII ones when it ignores case, \\N{...} in a marker's text, and ~= with a
version whose spelling changes what packaging itself answers.
"""

import argparse
import glob
import itertools
import json
import os
import random
import re
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")

import packaging
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

SEED = 440508


# --- answers -----------------------------------------------------------------

def tree(items):
    """The marker as nested or/and lists, single ones collapsed."""
    if isinstance(items, tuple):
        sides = []
        for side in (items[0], items[2]):
            kind = type(side).__name__
            sides.append(["$", side.value] if kind == "Variable" else ["s", side.value])
        return ["cmp", sides[0], items[1].value, sides[1]]
    groups, current = [], []
    for item in items:
        if item == "or":
            groups.append(current)
            current = []
        elif item != "and":
            current.append(tree(item))
    groups.append(current)
    ands = [g[0] if len(g) == 1 else ["and", *g] for g in groups]
    return ands[0] if len(ands) == 1 else ["or", *ands]


def flag(f):
    try:
        return "T" if f() else "F"
    except Exception:
        return "E"


def answer(q):
    kind = q["t"]
    try:
        if kind == "version":
            v = Version(q["s"])
            return [str(v), str(v.public), str(v.base_version), v.is_prerelease, v.is_postrelease]
        if kind == "pair":
            a, b = Version(q["a"]), Version(q["b"])
            return -1 if a < b else 1 if a > b else 0
        if kind == "clause":
            s = Specifier(q["s"])
            return [s.operator, s.version]
        if kind == "contains":
            s, v = SpecifierSet(q["s"]), Version(q["v"])
            return "".join(flag(lambda p=p: s.contains(v, prereleases=p)) for p in (None, True, False))
        if kind == "lattice":
            s = SpecifierSet(q["s"])
            return "".join(flag(lambda v=v: s.contains(v, prereleases=True)) for v in map(Version, LATTICE))
        if kind == "requirement":
            r = Requirement(q["s"])
            m = None if r.marker is None else tree_of(q["s"])
            return [r.name, sorted(r.extras), sorted({str(s) for s in r.specifier}), r.url, m]
        if kind == "marker":
            Marker(q["s"])
            return tree_of("x;" + q["s"])
        if kind == "evaluate":
            return flag(lambda: Marker(q["s"]).evaluate(dict(ENVIRONMENTS[q["e"]])))
        if kind == "name":
            return canonicalize_name(q["s"])
    except RecursionError:
        raise
    except Exception:
        return None
    raise SystemExit(kind)


def tree_of(source):
    from packaging._parser import parse_requirement
    return tree(parse_requirement(source).marker)


# --- questions ---------------------------------------------------------------

ENVIRONMENTS = [
    dict(implementation_name="cpython", implementation_version="3.12.4", os_name="posix",
         platform_machine="x86_64", platform_release="6.1.0", platform_system="Linux",
         platform_version="#1 SMP", python_full_version="3.12.4", platform_python_implementation="CPython",
         python_version="3.12", sys_platform="linux", extra=""),
    dict(implementation_name="pypy", implementation_version="7.3.13", os_name="nt",
         platform_machine="AMD64", platform_release="10", platform_system="Windows",
         platform_version="10.0.19045", python_full_version="3.9.18", platform_python_implementation="PyPy",
         python_version="3.9", sys_platform="win32", extra="Test_Extra"),
    dict(implementation_name="cpython", implementation_version="3.14.0rc2", os_name="posix",
         platform_machine="arm64", platform_release="23.6.0", platform_system="Darwin",
         platform_version="Darwin Kernel 23", python_full_version="3.14.0rc2", platform_python_implementation="CPython",
         python_version="3.14", sys_platform="darwin", extra="dev"),
]

LATTICE = []
for _base in ("0", "0.9", "1", "1.0.0", "1.0.1", "1.1", "1.2", "1.2.3", "1.10", "2", "2.0.1", "2.1", "3", "2024.1", "1!0", "1!1", "1!1.2", "2!0.1"):
    for _suffix in ("", ".dev0", ".dev2", "a0", "a1", "a1.dev1", "b2", "rc1", "rc1.post1", "rc1.post1.dev2",
                    ".post0", ".post1", ".post1.dev0", ".post2", "+local", "+local.1", "rc1+local", ".post1+local", ".dev2+local"):
        LATTICE.append(_base + _suffix)


class Questions:
    def __init__(self, plugins):
        self.random = random.Random(SEED)
        self.rows, self.seen = [], set()
        self.left_out = 0
        self.plugins = plugins

    def ask(self, **q):
        key = json.dumps(q, sort_keys=True)
        if key in self.seen:
            return
        self.seen.add(key)
        text = " ".join(str(v) for v in q.values())
        if (re.search(r"[0-9]{20}", text) or re.search("[\u017f\u212a\u0130\u0131]", text) or "\\N" in text
                or any(0xD800 <= ord(c) < 0xE000 for c in text)):
            self.left_out += 1
            return
        self.rows.append(q)

    def pick(self, *items):
        return self.random.choice(items)

    def number(self):
        return str(self.pick(0, 0, 1, 1, 2, 3, 9, 10, 11, 20, 100, 2024, 20240101, "01", "007"))

    def version(self, odd=0.15):
        r = self.random
        s = ""
        if r.random() < odd:
            s += self.pick("v", "V", " ", "\t", "v ", "\u00a0")
        if r.random() < 0.1:
            s += self.pick("0", "1", "2", "1", "10") + "!"
        s += ".".join(self.number() for _ in range(r.choice([1, 2, 2, 3, 3, 3, 4, 5])))
        sep = lambda: "" if r.random() > odd * 2 else self.pick("", ".", "-", "_")
        if r.random() < 0.3:
            s += sep() + self.pick("a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "A", "RC", "Beta") + sep()
            s += self.number() if r.random() < 0.85 else ""
        if r.random() < 0.2:
            if r.random() < 0.3:
                s += "-" + self.number()
            else:
                s += self.pick(".post", ".post", "post", "-r", "rev", "_POST", ".rev") + sep()
                s += self.number() if r.random() < 0.85 else ""
        if r.random() < 0.2:
            s += self.pick(".dev", ".dev", "dev", "-DEV", "_dev") + sep()
            s += self.number() if r.random() < 0.85 else ""
        if r.random() < 0.15:
            s += "+" + self.pick("local", "1", "abc.5", "abc-5", "ABC_5", "5.abc", "cu118", "ubuntu.1", "01", "1.0", "a.b.c", "1a")
        if r.random() < odd:
            s += self.pick(" ", "\n", "\t ", ".", "-", "x", ".*", "+", "!", "~", "rc", "post", ".dev.", "+a..b", "+-", "..1", " 1")
        return s

    def good_version(self):
        while True:
            s = self.version(0.03)
            try:
                Version(s)
                return s
            except Exception:
                pass

    def clause(self, odd=0.1):
        op = self.pick("~=", "==", "==", "!=", "<=", ">=", ">=", "<", ">", "===")
        v = self.version(odd)
        if self.random.random() < 0.25 and op in ("==", "!="):
            v = re.match(r"[0-9!.]*", v).group(0).strip(".") + ".*"
        if self.random.random() < odd:
            op = self.pick("=", "=>", "=<", "~", "^", "", "!", "<>", "= =", "====", "~>", "=~")
        space = self.pick("", "", "", "", " ", "  ", "\t") if self.random.random() < 0.3 else ""
        return op + space + v

    def good_clause(self):
        while True:
            s = self.clause(0.02)
            try:
                one = Specifier(s)
            except Exception:
                continue
            if one.operator == "===":
                try:
                    Version(one.version)
                except Exception:
                    continue
            if one.operator == "~=":
                canonical = Specifier("~=" + str(Version(one.version)))
                if any(one.contains(v, prereleases=True) != canonical.contains(v, prereleases=True) for v in LATTICE + [str(Version(one.version))]):
                    self.left_out += 1
                    continue
            return s

    def near(self, clauses):
        """A version near to one that a clause names."""
        named = re.findall(r"[0-9][0-9A-Za-z.!_+-]*", clauses) or ["1"]
        base = self.random.choice(named).rstrip(".")
        for _ in range(5):
            s = base + self.pick("", "", ".0", ".1", "a1", "rc1", ".post1", ".dev1", "+local", ".post1+x", "rc1+x", "a0.post1")
            try:
                Version(s)
                return s
            except Exception:
                base = re.match(r"([0-9]+!)?[0-9]+(\.[0-9]+)*", base).group(0)
        return base

    NAMES = ["requests", "numpy", "Pillow", "dify_plugin", "dify-plugin", "zope.interface", "A", "a1", "ruamel.yaml",
             "typing_extensions", "python-dateutil", "x--y", "a.b_c-d", "UPPER"]
    ODD_NAMES = ["-x", "x-", "_x", "x_", ".x", "x.", "", "a b", "é", "naïve", "x/y", "x@y", "x:y", "数据", "a__b", "a-.b", "x_é"]

    def name(self, odd=0.1):
        return self.random.choice(self.ODD_NAMES if self.random.random() < odd else self.NAMES)

    def extras(self, odd=0.1):
        r = self.random
        if r.random() > 0.3:
            return ""
        if r.random() < odd:
            return self.pick("[", "[]", "[ ]", "[a", "[a,]", "[,a]", "[a b]", "[a,,b]", "[-a]", "[a_]", "[é]", "]", "[a][b]", "[ a , b ]")
        return self.pick("", " ") + "[" + self.pick(",", ", ", " , ").join(self.random.sample(["all", "dev", "Test_X", "a.b", "http2"], r.randint(0, 3))) + "]"

    VARIABLES = ["python_version", "python_full_version", "os_name", "os.name", "sys_platform", "sys.platform", "platform_release",
                 "platform_system", "platform_version", "platform.version", "platform_machine", "platform.machine",
                 "platform_python_implementation", "platform.python_implementation", "python_implementation",
                 "implementation_name", "implementation_version", "extra"]
    TEXTS = ["3.8", "3.12", "3.12.4", "3.13", "3.9", "3.*", "3.12.*", "linux", "win32", "darwin", "Linux", "posix", "nt", "x86_64", "arm64", "CPython",
             "cpython", "pypy", "dev", "test-extra", "Test.Extra", "", "3.8 3.9 3.12", "linux,darwin", "6.1.0", "3.14", "3.14.0rc1", "a\\'b", "a\\nb", "\\", "\\x41", "lin", " 3.12 ", "=3.12", "#1 SMP"]

    def comparison(self, odd=0.08):
        r = self.random
        quote = lambda t: (lambda q: q + t + q)(self.pick("'", '"'))
        a, b = r.choice(self.VARIABLES), quote(r.choice(self.TEXTS))
        op = self.pick("==", "!=", "<", "<=", ">", ">=", "in", "not in", "~=", "===", "not  in", "not\tin")
        if r.random() < 0.2:
            a, b = b, a
        if r.random() < odd:
            a = self.pick("foo", "3.8", "python_version.x", "'open", "os", "'a'", '"', "()", "extras", "Extra", "python_versions", "_os_name")
        if r.random() < odd:
            b = self.pick("python_version", "'a'", "os_name", "3.8", '"x', "", "'a' 'b'", "“3”")
        if r.random() < odd:
            op = self.pick("=", "is", "notin", "not", "=>", "IN", "", "===="," and ")
        gap = " " if op[:1].isalpha() or r.random() < 0.7 else ""
        return a + gap + op + gap + b

    def marker(self, odd=0.08, depth=0):
        r = self.random
        parts = []
        for i in range(r.choice([1, 1, 1, 2, 2, 3])):
            if i:
                parts.append(self.pick(" and ", " or ", " and ", " or ", "  and\t") if r.random() > odd / 2 else self.pick("and", " AND ", " , ", " & ", "or"))
            if depth < 3 and r.random() < 0.25:
                inner = self.marker(odd, depth + 1)
                parts.append(self.pick("(%s)", "( %s )", "(%s)", "((%s))") % inner if r.random() > odd else self.pick("(%s", "%s)", "()%s") % inner)
            else:
                parts.append(self.comparison(odd))
        return "".join(parts)

    def requirement(self, odd=0.1):
        r = self.random
        s = self.pick("", "", "", " ", "\t") + self.name(odd / 2) + self.extras(odd)
        kind = r.random()
        if kind < 0.12:
            s += self.pick(" @ ", "@", " @", "@ ", " @\t") + self.pick(
                "https://example.com/x.whl", "git+https://example.com/x.git@v1#egg=x", "file:///a/b", "./local", "https://[::1]/x",
                "http://e.com/a;b", "", "C:\\x", "ssh://git@host/x.git", "file:x", "e.com", "https://e.com/ü")
            if r.random() < 0.4:
                s += self.pick(" ; ", " ;", ";", "  ;  ", " ") + self.marker(odd)
        else:
            if kind < 0.9:
                clauses = [self.clause(odd / 2) for _ in range(r.choice([1, 1, 1, 2, 2, 3]))]
                text = self.pick(",", ",", ", ", " , ", ",\t").join(clauses) if r.random() > odd / 2 else self.pick(" ", ";", ",,", "&").join(clauses)
                if r.random() < odd:
                    text += self.pick(",", ", ", ",,", " ,", ")", "(", ";", "#", "]")
                if r.random() < 0.15:
                    text = self.pick("(%s)", "( %s )", "(%s)") % text if r.random() > odd else self.pick("(%s", "%s)", "()%s", "(%s))") % text
                s += self.pick("", " ", "", "  ") + text
            if r.random() < 0.25:
                s += self.pick(";", " ; ", "; ", " ;") + self.marker(odd)
        if r.random() < odd:
            s += self.pick(" ", "\t", "\n", " #x", " x", "\\", "\r", "\u3000", "\n\n", "\u200b", ",", " --hash=sha256:00")
        return s

    def real_lines(self):
        import tomllib
        for path in sorted(glob.glob(os.path.join(self.plugins, "**", "pyproject.toml"), recursive=True)):
            try:
                with open(path, "rb") as f:
                    data = tomllib.load(f)
            except Exception:
                continue
            yield from data.get("project", {}).get("dependencies", [])
            for group in data.get("dependency-groups", {}).values():
                yield from (x for x in group if isinstance(x, str))
            requires = data.get("project", {}).get("requires-python")
            if requires:
                yield "python " + requires
        for path in sorted(glob.glob(os.path.join(self.plugins, "**", "requirements*.txt"), recursive=True)):
            with open(path, errors="replace") as f:
                for line in f:
                    line = re.sub(r"(^|\s)#.*", "", line).strip().rstrip("\\").strip()
                    if line and not line.startswith("-"):
                        yield line

    # Only \n and \uXXXX are escapes in here.
    NASTY = r"""
name=1.0|name=>1.0|name=<1|name==|name>=|name ==|name==1.0 2|requests>=2 <3|requests>=2,<3,|requests>=2,,<3|requests,>=2|requests>=2 and <3
name 1.0|name version|name-1.0|name==1. 0|name==1 .0|name==1.0.|name==.1|name==v1.0|name== 1.0 |name=== 1.0|name===1.0,>=2|name===foo|name===
name===1.0;os_name=='nt'|name===1.0)|name>=1.0.*|name==1.0.*|name!=1.*|name~=1|name~=1.0|name~=1.0.*|name<1.0+local|name==1.0+local|name>=1.0+x
name＞＝1.0|name==“1.0”|“name”|name＝＝1|name（>=1）|name\u200b==1|name\u00a0==1|name==\u00a01.0|name >=\n1|name\n|name\n\n|name==1\n|
name[|name[]|name[a]|name[a|name[a,]|name[a b]|name [a]>=1|name[a]@ https://x/y|name>=1[a]|name(>=1)|name(>=1|name>=1)|name()|name( )|name(>=1,)|name (>=1) ; os_name=='a'
name@|name @|name @ |name @ url|name@url|name @ https://x ; os_name=='a'|name @ https://x;os_name=='a'|name @ https://x; os_name=='a'|name @ https://x y|name @ https://x >=1
name;|name; |name;os_name|name;os_name==|name;os_name=='a|name;os_name=='a' and|name;(os_name=='a'|name;os_name=='a')|name; os_name == 'a' or os_name == 'b' and extra == 'c'
name;python_version>3|name;python_version>'3'and os_name=='x'|name;'3'in python_version|name;python_version not in '3'|name;python_version notin '3'|name;not in '3'
name;os.name=='a'|name;os_name=='a'||name|;|==1|>=1|-r x|--hash|# c|name # c|name#c|name --hash=sha256:a|name \\\\|name|"name"|'name'|name==latest|name==*|name>=*|name^1.2|name~1.2
name==1.0rc|name==1.0-rc.1|name==1.0.0-beta.1|name==1.0-1|name==1.0_1|name==1..0|name==1.0-SNAPSHOT|name==2.x|name==1!1.0|name==1!|name>=1,!=1.5.*,<2|name<=1,>=1|name<1>2
a|A|0|1a|a-|a_|a.|a--b|é|aé|a\u0301|ａ|名前|a b|a,b|a;b|a:1|a/1|./a|../a|a.whl|https://x/a.whl|git+https://x|file:///x|C:\\x|*|.|..|...|a...b|()|[]|{}
""".strip().replace("\n", "|")

    def all(self):
        r = self.random
        for s in sorted(set(self.real_lines())):
            self.ask(t="requirement", s=s)
            for bad in (s.replace("==", "="), s.replace(",", " "), s.replace(">=", "=>"), s + ",", s.replace("=", "= "), s[:-1]):
                if r.random() < 0.35:
                    self.ask(t="requirement", s=bad)
        for s in self.NASTY.split("|"):
            self.ask(t="requirement", s=re.sub(r"\\n|\\u[0-9a-f]{4}", lambda m: json.loads('"%s"' % m.group()), s))
        for _ in range(1500):
            self.ask(t="requirement", s=self.requirement(self.pick(0.02, 0.1, 0.3)))
        versions = [self.version(self.pick(0.02, 0.2, 0.5)) for _ in range(900)]
        versions += ["", " ", "1", "v1", "1.", ".1", "1.0.0.0.0.0.0.0.1", "1.0+", "1.0+a", "1.0+A.1", "1.0+1a", "1.0+01", "1.0+a_b-c", "1.0+a..b", "1.0-", "1.0--1", "1.0-1-1",
                     "1.0a-", "1.0a--1", "1.0a-1", "1.0.a.1", "1.0apost1", "1.0a.dev", "1.0dev-1", "1.0c1", "1.0r1", "1.0rev", "1.0r", "1.0prev", "1.0preview-", "1!", "!1", "1!1!1", "1e5", "0x1", "1,0",
                     "1.0 0", "1.0\n", "\n1.0", "\x1c1.0", "\x851.0", "\u20281.0", "\u200b1.0", "１.0", "1.0١", "latest", "*", "1.*", "00.00", "1.0.post", "1.0.POST1", "1_0", "2024.01.01", "1.0.dev+x", "18446744073709551615"[:19]]
        for s in versions:
            self.ask(t="version", s=s)
        good = [self.good_version() for _ in range(300)] + LATTICE
        for _ in range(1500):
            a = r.choice(good)
            b = r.choice(good) if r.random() < 0.5 else self.near(a)
            self.ask(t="pair", a=a, b=b)
        for a, b in itertools.combinations(LATTICE[3 * 19:5 * 19], 2):
            if r.random() < 0.5:
                self.ask(t="pair", a=a, b=b)
        for _ in range(700):
            self.ask(t="clause", s=self.clause(self.pick(0.02, 0.2, 0.5)))
        for s in ("", "==", "===", "=== ", "===a b", "===a,b", "== 1", " == 1 ", "==1;", "==1)", "===1)", "==1.*+a", "==1a1.*", "==1.*.*", "==1.dev.*", "!=1!1.*", "~=1!1", "~=1!1.0", "~=1.0a1", "<1.*", ">1+a", "<=v1", "==\n1", "=>1", "1.0"):
            self.ask(t="clause", s=s)
        for _ in range(2500):
            s = ",".join(self.good_clause() for _ in range(r.choice([0, 1, 1, 1, 2, 2, 3])))
            self.ask(t="contains", s=s, v=self.near(s) if r.random() < 0.8 else self.good_version())
        for op in (">", "<", ">=", "<=", "==", "!=", "~=", "==="):
            for v in ("1.0", "1.0.0", "1.1a1", "1.1.post1", "1.1.dev1", "1.1a1.post1", "1!1.1", "2.0rc1", "0.9"):
                self.ask(t="lattice", s=op + v)
        for s in ("", "==1.*", "==1.0.*", "!=1.*", "!=1.1.*", "==1!1.*", "==1!1.2.*", "!=2.*,>=1,<3", ">=1,<2", ">=1.0,<1.0.1", ">1,<1.1", ">=2,<1", ">1.1,<1.1", ">=1.1,<1.1",
                  ">=1.1,<=1.1", "==1.1,!=1.1", "==1.1+local", "==1.1+local,==1.1", "!=1.1+local", "===1.1", "~=1.1,!=1.1", "~=1.1.0", "~=1.0a1", ">=1.1.dev0,<1.1", "<0", "<=0", ">2024,<1!0", ">=1!0"):
            self.ask(t="lattice", s=s)
        for _ in range(60):
            self.ask(t="lattice", s=",".join(self.good_clause() for _ in range(r.choice([1, 2, 3]))))
        for _ in range(700):
            self.ask(t="marker", s=self.marker(self.pick(0.02, 0.15)))
        for _ in range(900):
            s = self.marker(self.pick(0.0, 0.05))
            for e in range(len(ENVIRONMENTS)):
                if r.random() < 0.6:
                    self.ask(t="evaluate", s=s, e=e)
        for s in self.NAMES + self.ODD_NAMES + ["a--__..b", "É", "--", "Foo.-_Bar"]:
            self.ask(t="name", s=s)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugins")
    parser.add_argument("--older")
    parser.add_argument("--answer", action="store_true")
    args = parser.parse_args()
    if args.answer:
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line))))
        return
    q = Questions(args.plugins)
    q.all()
    older = {}
    if args.older:
        env = dict(os.environ, PYTHONPATH=args.older)
        text = "".join(json.dumps(r) + "\n" for r in q.rows)
        out = subprocess.run([sys.executable, __file__, "--answer"], input=text, capture_output=True, text=True, env=env, check=True).stdout
        older = dict(enumerate(json.loads(line) for line in out.splitlines()))
    rows, differ = [], 0
    for i, r in enumerate(q.rows):
        r["r"] = answer(r)
        if i in older and older[i] != r["r"]:
            r["older"] = older[i]
            differ += 1
        rows.append(r)
    header = {
        "t": "header", "packaging": packaging.__version__, "python": sys.version.split()[0], "seed": SEED, "rows": len(rows),
        "left_out": q.left_out, "older_differs": differ,
        "note": "answers of the Python library packaging; 'older' is what version 23.0 answers where that differs; null means refused; T, F, E: true, false, raises",
        "lattice": LATTICE, "environments": ENVIRONMENTS,
    }
    for r in [header, *rows]:
        print(json.dumps(r, ensure_ascii=True, separators=(",", ":")))


if __name__ == "__main__":
    main()
