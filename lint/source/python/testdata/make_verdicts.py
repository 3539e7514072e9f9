"""Fill in the verdicts of CPython in verdicts.txt.

Usage: python3.14 make_verdicts.py verdicts.txt

A line is the line of the syntax error (0: it compiles), a tab, and the source
as a JSON string. Empty lines and lines that begin with # stay. What is said in
the file is replaced.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")


def verdict(source):
    try:
        compile(source.encode(), "x", "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as e:
        return getattr(e, "lineno", None) or 1
    return 0


def main():
    lines = []
    with open(sys.argv[1], encoding="utf-8") as f:
        for line in f.read().splitlines():
            if line and not line.startswith("#"):
                source = line.split("\t", 1)[-1]
                line = f"{verdict(json.loads(source))}\t{source}"
            lines.append(line)
    with open(sys.argv[1], "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
