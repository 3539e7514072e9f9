"""Write what CPython's ast says of every *.py below a folder, for comparison.

Usage: python3.14 make_vectors.py ROOT OUT.jsonl.gz [--full]

A line is one file: its path below ROOT, the SHA-256 of its bytes and facts in
byte offsets. A file that CPython refuses carries the error and no facts. Use
Python 3.14, which takes all of the syntax of 3.12 to 3.14.
"""

import ast
import gzip
import hashlib
import io
import json
import os
import re
import sys
import tokenize
import warnings

sys.setrecursionlimit(20000)
warnings.simplefilter("ignore")

STMTS = {
    "Expr", "Assign", "AugAssign", "AnnAssign", "Return", "Raise", "Delete", "Pass", "Break", "Continue",
    "Import", "ImportFrom", "Global", "Nonlocal", "Assert", "TypeAlias", "If", "For", "AsyncFor", "While",
    "Try", "TryStar", "With", "AsyncWith", "Match",
}
EXPRS = {
    "Name", "Attribute", "Call", "Subscript", "Lambda", "Tuple", "List", "Dict", "Set", "GeneratorExp",
    "ListComp", "SetComp", "DictComp", "Await", "Starred", "IfExp", "NamedExpr", "Yield", "YieldFrom", "Slice",
}


class Places:
    """Turns ast's lines and columns into byte offsets of the file as it is."""

    def __init__(self, data):
        self.data = data
        self.bom = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self.starts = [self.bom]
        for m in re.finditer(rb"\r\n|\r|\n", data):
            self.starts.append(m.end())

    def at(self, line, column):
        return self.starts[line - 1] + column

    def span(self, node):
        return [self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)]


    def source(self, node):
        start, end = self.span(node)
        return self.data[start:end]

    def chain(self, e):
        if isinstance(e, ast.Name):
            return e.id
        if isinstance(e, ast.Attribute):
            return self.chain(e.value) + "." + e.attr
        if isinstance(e, ast.Call):
            return self.chain(e.func) + "()"
        if isinstance(e, ast.Subscript):
            return self.chain(e.value) + "[" + self.literal(e.slice) + "]"
        if isinstance(e, ast.Await):
            return "await(" + self.chain(e.value) + ")"
        if isinstance(e, ast.Constant) and isinstance(e.value, str):
            return "str"
        return "?"

    def literal(self, e):
        if isinstance(e, ast.Constant) and isinstance(e.value, str):
            return "'" + (short(e.value) if b"\\N{" not in self.source(e) else "\\N") + "'"
        return ""

    def arguments(self, call):
        out = []
        for a in call.args:
            star = isinstance(a, ast.Starred)
            e = a.value if star else a
            out.append((e.lineno, e.col_offset, ("*" if star else "") + self.literal(e)))
        for k in call.keywords:
            name = "**" if k.arg is None else k.arg + "="
            out.append((k.value.lineno, k.value.col_offset, name + self.literal(k.value)))
        return ",".join(a[2] for a in sorted(out, key=lambda a: a[:2]))


def short(s):
    s = re.sub("[\ud800-\udfff]", "\ufffd", s)
    if len(s) <= 40:
        return s
    return "#" + hashlib.sha256(s.encode()).hexdigest()[:16]


def parameters(a):
    out = []
    positional = a.posonlyargs + a.args
    defaults = [None] * (len(positional) - len(a.defaults)) + list(a.defaults)
    for i, (p, d) in enumerate(zip(positional, defaults)):
        kind = "/" if i < len(a.posonlyargs) else ""
        out.append(kind + p.arg + ("=" if d is not None else "") + (":" if p.annotation else ""))
    if a.vararg:
        out.append("*" + a.vararg.arg + (":" if a.vararg.annotation else ""))
    for p, d in zip(a.kwonlyargs, a.kw_defaults):
        out.append("!" + p.arg + ("=" if d is not None else "") + (":" if p.annotation else ""))
    if a.kwarg:
        out.append("**" + a.kwarg.arg + (":" if a.kwarg.annotation else ""))
    return ",".join(out)


def digest(lines):
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def facts(data, tree, full):
    places = Places(data)
    chain, arguments = places.chain, places.arguments
    out = {"imports": [], "classes": [], "functions": [], "calls": [], "strings": [], "targets": []}
    exprs, stmts, stars = [], [], set()

    def visit(node, scope, in_format):
        kind = type(node).__name__
        if isinstance(node, (ast.Call, ast.ClassDef)):
            # A starred argument is a kind of argument, not an expression.
            given = node.args if isinstance(node, ast.Call) else node.bases
            stars.update(id(a) for a in given if isinstance(a, ast.Starred))
        if kind in EXPRS and id(node) not in stars:
            s = places.span(node)
            extra = getattr(node, "id", getattr(node, "attr", ""))
            exprs.append(f"{s[0]} {s[1]} {kind} {extra}")
        elif kind in STMTS:
            s = places.span(node)
            stmts.append(f"{s[0]} {s[1]} {kind}")
        inner = scope
        if isinstance(node, ast.Import):
            for a in node.names:
                out["imports"].append([*places.span(a), scope, a.name, 0, None, a.asname])
        elif isinstance(node, ast.ImportFrom):
            for a in node.names:
                out["imports"].append([*places.span(a), scope, node.module or "", node.level, a.name, a.asname])
        elif isinstance(node, ast.ClassDef):
            inner = scope + "." + node.name
            bases = ",".join([chain(b) for b in node.bases] + [f"{k.arg or '**'}={chain(k.value)}" for k in node.keywords])
            decorators = ",".join(chain(d) for d in node.decorator_list)
            out["classes"].append([places.span(node)[1], inner, bases, decorators, ast.get_docstring(node, False) is not None])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = scope + "." + node.name
            decorators = ",".join(chain(d) for d in node.decorator_list)
            out["functions"].append([
                places.span(node)[1], inner, isinstance(node, ast.AsyncFunctionDef), parameters(node.args),
                decorators, ast.get_docstring(node, False) is not None])
        elif isinstance(node, ast.Call):
            out["calls"].append([*places.span(node), chain(node.func), arguments(node)])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not in_format:
            known = b"\\N{" not in places.source(node)
            out["strings"].append([*places.span(node), short(node.value) if known else None])
        elif kind in ("JoinedStr", "TemplateStr"):
            if not in_format:
                text = "".join(v.value if isinstance(v, ast.Constant) else "\0" for v in node.values)
                # {x=} adds text that is not literal.
                known = not re.search(rb"\\N{|=\s*(#.*\s*)?[!:}]", places.source(node))
                out["strings"].append([*places.span(node), short(text) if known else None])
            for v in node.values:
                if not isinstance(v, ast.Constant):
                    visit(v.value, scope, False)
                    if v.format_spec is not None:
                        visit(v.format_spec, scope, True)
            return
        if isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)) and kind in ("Name", "Attribute", "Subscript"):
            out["targets"].append(places.span(node)[0])
        header = []
        if inner != scope:
            # What stands before the body belongs to the scope around.
            for field in ("decorator_list", "args", "returns", "bases", "keywords"):
                value = getattr(node, field, None)
                for child in value if isinstance(value, list) else [value]:
                    if child is not None:
                        header.append(child)
                        visit(child, scope, in_format)
        for child in ast.iter_child_nodes(node):
            if child not in header:
                visit(child, inner, in_format)

    visit(tree, "", False)
    for k in ("imports", "classes", "functions", "calls", "strings", "targets"):
        out[k].sort(key=lambda r: json.dumps(r) if not isinstance(r, int) else f"{r:012d}")
        if k in ("imports", "calls", "strings"):
            out[k].sort(key=lambda r: (r[0], r[1]))
    out["exprs"], out["stmts"] = digest(exprs), digest(stmts)
    out["doc"] = ast.get_docstring(tree, False) is not None
    if full:
        out["expr_list"], out["stmt_list"] = sorted(exprs), sorted(stmts)
    return out


def record(root, path, full):
    with open(os.path.join(root, path), "rb") as f:
        data = f.read()
    r = {"path": path, "sha": hashlib.sha256(data).hexdigest()}
    try:
        tree = ast.parse(data)
        compile(data, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as e:
        # Not every error carries a place.
        r["error"] = str(getattr(e, "msg", e))
        r["line"] = getattr(e, "lineno", 0) or 0
        return r
    except (RecursionError, MemoryError):
        r["error"] = None
        return r
    if tokenize.detect_encoding(io.BytesIO(data).readline)[0] not in ("utf-8", "utf-8-sig", "ascii"):
        # ast counts columns in the source as it decodes it.
        r["opaque"] = True
        return r
    r.update(facts(data, tree, full))
    return r


def main():
    root, out = sys.argv[1], sys.argv[2]
    full = "--full" in sys.argv
    paths = []
    for folder, dirs, files in os.walk(root):
        files = [f for f in files if os.path.isfile(os.path.join(folder, f))]
        dirs[:] = sorted(d for d in dirs if d != ".git")
        paths += [os.path.relpath(os.path.join(folder, f), root) for f in files if f.endswith(".py")]
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as f:
        for path in sorted(paths):
            r = record(root, path.replace(os.sep, "/"), full)
            f.write(json.dumps(r, sort_keys=True).encode() + b"\n")
    print(len(paths), "files", file=sys.stderr)


if __name__ == "__main__":
    main()
