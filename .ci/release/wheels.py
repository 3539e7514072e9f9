"""Makes the wheels: one a platform, with the program as a script."""
import base64
import hashlib
import os
import time
import zipfile

from common import ABOUT, HERE, PLATFORMS, ROOT, SITE, URL, WORDS, pep440, program, read, readme

HEAD = ["Keywords: " + ",".join(WORDS), f"Project-URL: Homepage, {URL}", f"Project-URL: Documentation, {SITE}/",
        f"Project-URL: Rules, {SITE}/rules/", f"Project-URL: Changelog, {URL}/blob/main/CHANGELOG.md", f"Project-URL: Issues, {URL}/issues",
        "License-Expression: Apache-2.0", "License-File: LICENSE", "Requires-Python: >=3.8", "Classifier: Development Status :: 4 - Beta",
        "Classifier: Environment :: Console", "Classifier: Intended Audience :: Developers", "Classifier: Operating System :: MacOS",
        "Classifier: Operating System :: Microsoft :: Windows", "Classifier: Operating System :: POSIX :: Linux", "Classifier: Programming Language :: Go",
        "Classifier: Programming Language :: Python :: 3", "Classifier: Topic :: Software Development :: Quality Assurance", "Classifier: Typing :: Typed",
        "Description-Content-Type: text/markdown"]


def wheels(dist, version, when, platforms):
    out = os.path.join(dist, "python")
    os.makedirs(out)
    for key in platforms:
        name, path = program(dist, *key)
        write(out, pep440(version), PLATFORMS[key][0], name, read(path), when)


def write(out, version, tag, name, data, when):
    info = f"difylint-{version}.dist-info"
    package = os.path.join(HERE, "python", "difylint")
    files = [(f"difylint/{n}", read(package, n), 0o644) for n in ("__init__.py", "__main__.py", "py.typed")]
    head = ["Metadata-Version: 2.4", "Name: difylint", f"Version: {version}", f"Summary: {ABOUT}", *HEAD]
    how = ["Wheel-Version: 1.0", "Generator: difylint", "Root-Is-Purelib: false", *(f"Tag: py3-none-{t}" for t in tag.split("."))]
    files += [(f"difylint-{version}.data/scripts/{name}", data, 0o755),
              (info + "/METADATA", ("\n".join(head) + "\n\n" + readme()).encode(), 0o644),
              (info + "/WHEEL", ("\n".join(how) + "\n").encode(), 0o644),
              (info + "/licenses/LICENSE", read(ROOT, "LICENSE"), 0o644)]
    hashes = "".join(f"{n},sha256={base64.urlsafe_b64encode(hashlib.sha256(d).digest()).decode().rstrip('=')},{len(d)}\n" for n, d, _ in files)
    files.append((info + "/RECORD", (hashes + info + "/RECORD,,\n").encode(), 0o644))
    with zipfile.ZipFile(os.path.join(out, f"difylint-{version}-py3-none-{tag}.whl"), "w") as z:
        for n, d, mode in files:
            add(z, n, d, mode, when)


def add(z, name, data, mode, when):
    """Adds a file to a zip that comes out the same each time."""
    entry = zipfile.ZipInfo(name, time.gmtime(when)[:6])
    entry.create_system, entry.external_attr, entry.compress_type = 3, (0o100000 | mode) << 16, zipfile.ZIP_DEFLATED
    z.writestr(entry, data)
