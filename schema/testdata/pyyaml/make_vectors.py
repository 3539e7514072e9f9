#!/usr/bin/env python3
"""Writes vectors.jsonl.gz: scalars and what PyYAML's SafeLoader makes of them.

usage: make_vectors.py [vectors.jsonl.gz]      (needs PyYAML: Debian's python3-yaml)

One line a scalar: [text, tag, kind, value], where tag is "" for a plain scalar
without one, kind is str, int, float, bool, null, date, bytes or error, and
value is the text, the decimal number, the float's repr, the boolean or null.
"""
import datetime, gzip, itertools, json, random, sys
import yaml

rng = random.Random(20240712)
texts = set()

words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan", ".inf", ".nan", "-.inf", "+.inf", "+.nan", "~", "=", "<<", "none", "t", "f"]
for w in words:
    texts |= {w, w.upper(), w.capitalize(), w.title(), w + "x", "x" + w, w[:1].upper() + w[1:-1] + w[-1:].upper()}

sign = ["", "-", "+", "--"]
bodies = ["0", "00", "07", "08", "09", "0_7", "0_", "1", "12", "1_0", "1__0", "1_", "_1", "0x1f", "0xG", "0x", "0x_", "0x_1", "0X1f", "0b", "0b_", "0b12", "0b1_0", "0o7", "0o_7",
          "1:30", "1:60", "1:59", "01:30", "1:2:3", "1:2:3.5", "1:30.", "190:20:30", "190:20:30.15", ".5", "5.", "5._", "5_.5_", "._5", "0.", "0.0", "00.5", "1.5", "1.5.5",
          "1e3", "1.e3", "1.0e3", "1.0e+3", "1.0E-3", "1e+3", ".5e+1", ".5e1", "1.0e+400", "1.0e-400", "1.0e+", "9" * 18, "9" * 19, "9" * 30, "9" * 400, "0x" + "f" * 16, "0" + "7" * 30,
          "1,000", "1 000", "1.000.000", "1-2", "10%", "12a", "a12", "1.0.0", "0.0.1", "3.12", "014", "1.10"]
for s, b in itertools.product(sign, bodies):
    texts.add(s + b)

years = ["2024", "0000", "0001", "9999", "24", "20244"]
months = ["1", "01", "12", "13", "00"]
days = ["1", "01", "28", "29", "30", "31", "32", "00"]
times = ["", "T00:00:00", "t1:02:03", " 23:59:59", " 24:00:00", "T23:60:00", "T23:59:60", "T00:00:00Z", "T00:00:00.123Z", "T00:00:00.1234567891Z", "  00:00:00   Z", "T00:00:00+01:00",
         "T00:00:00-1", "T00:00:00+24:00", "T00:00:00+23:59", "T00:00:00+23:99", "T00:00", "T00:00:00.", "T00:00:00.Z", "\t00:00:00", "T00:00:00 +5"]
for y, m, d, t in itertools.product(years, months, days, times):
    if rng.random() < 0.35 or (y == "2024" and m in ("01", "1") and d in ("01", "1")):
        texts.add(f"{y}-{m}-{d}{t}")

alphabet = "0123456789_.:+-eExXbBoOT Zaf~=nulytrs"
for _ in range(6000):
    texts.add("".join(rng.choice(alphabet) for _ in range(rng.randint(1, 7))))

tagged = []
for tag in ("!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!binary", "!!nope", "!x", "!"):
    for v in ["", "1", "0", "0x1", "010", "08", "abc", "1.5", "yes", "TRUE", "maybe", "~", "null", "2024-01-01", "2024-1-1", "2024-13-01", "aGVsbG8=", "aGVsbG8", "////", "é", ".inf", "1:30", "_", "+"]:
        tagged.append((v, tag))
numbers = ["0x-1", "0b+1", "0b101", "0b102", "0-7", "+-1", "-12", "+12", "1:x", "1:-2", "-1:30", "1:30.5", "1:x.5", "-1.5", "+1.5", "1e400", "-1e400", "--1", "1__0", "0o7", "0x", "0b", "00", "-0", "0x1F", "-0x1F",
           "9" * 15, "9" * 16, "-" + "9" * 16, "9007199254740992", "9007199254740993", "-9007199254740993", "9" * 20, "-" + "9" * 20, "0x" + "f" * 20, "0b" + "2" * 20, "0" + "8" * 20, "0x-" + "f" * 20, "1:" + "9" * 20, "9" * 4300, "9" * 4301, "-" + "9" * 4301,
           "1:" + "0" * 4298, ".INF", "-.inf", "+.inf", "+.nan", ".NaN", "1_0.5", "1p3", "0x1p3", "infinity", "nan", " 1.5 ", "1.5 x", "-", "1:", ":1", "1::2"]
words = ["no", "off", "on", "True", "False", "OFF", "y", "n", "yess"]
dates = ["2024-02-29", "2023-02-29", "2024-00-10", "2024-10-00", "0000-01-01", "2024-01-01 23:59:59", "2024-01-01 24:00:00", "2024-01-01 23:60:00", "2024-01-01 23:59:60", "2024-01-01T10:00:00+23:59", "2024-01-01T10:00:00-24:00", "2024-01-01T10:00:00 Z", "2024-01-01T10:00", "x2024-01-01"]
for tag, values in (("!!int", numbers), ("!!float", numbers), ("!!bool", words), ("!!timestamp", dates)):
    tagged += [(v, tag) for v in values]


def load(text, tag):
    loader = yaml.SafeLoader("")
    kind = yaml.ScalarNode
    if tag == "":
        t = loader.resolve(kind, text, (True, False))
    elif tag == "!":
        t = loader.resolve(kind, text, (False, True))
    else:
        t = "tag:yaml.org,2002:" + tag[2:] if tag.startswith("!!") else tag
    try:
        v = loader.construct_document(yaml.ScalarNode(t, text, yaml.Mark("", 0, 0, 0, "", 0), yaml.Mark("", 0, 0, 0, "", 0)))
    except Exception:
        return "error", None
    if v is None:
        return "null", None
    if isinstance(v, bool):
        return "bool", v
    if isinstance(v, int):
        return "int", str(v)
    if isinstance(v, float):
        return "float", repr(v)
    if isinstance(v, datetime.date):
        return "date", None
    if isinstance(v, bytes):
        try:
            return "str", v.decode()
        except UnicodeDecodeError:
            return "bytes", None
    return "str", v


out = sys.argv[1] if len(sys.argv) > 1 else "vectors.jsonl.gz"
with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, 0) as f:
    for text, tag in [(t, "") for t in sorted(texts)] + tagged:
        f.write((json.dumps([text, tag, *load(text, tag)]) + "\n").encode())
