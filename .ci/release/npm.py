"""Makes npm's packages: one a platform, and the thin one that runs it."""
import gzip
import io
import json
import os
import tarfile

from common import ABOUT, HERE, PLATFORMS, ROOT, URL, WORDS, program, read, readme


def npm(dist, version, when, platforms):
    out = os.path.join(dist, "npm")
    os.makedirs(out)
    about = {"version": version, "license": "Apache-2.0", "homepage": URL, "bugs": URL + "/issues", "repository": {"type": "git", "url": f"git+{URL}.git"}}

    def write(name, package, files):
        package = json.dumps(package, indent=2).encode() + b"\n"
        tarball(os.path.join(out, f"{name}-{version}.tgz"), [("package/" + n, d, m) for n, d, m in
                [("package.json", package, 0o644), ("LICENSE", read(ROOT, "LICENSE"), 0o644), *files]], when)

    for key in platforms:
        target = PLATFORMS[key][1]
        system, processor = target.split("-")
        name, path = program(dist, *key)
        text = f"The program of [difylint]({URL}) for {system} on {processor}. Install `difylint`, which takes the right one.\n"
        write(f"difylint-{target}", {"name": f"@difylint/{target}", "description": f"difylint for {system} on {processor}", **about, "os": [system],
              "cpu": [processor], "files": [name], "preferUnplugged": True}, [("README.md", text.encode(), 0o644), (name, read(path), 0o755)])
    write("difylint", {"name": "difylint", "description": ABOUT, "keywords": WORDS, **about, "bin": {"difylint": "difylint.js"}, "files": ["difylint.js"],
          "engines": {"node": ">=18"}, "optionalDependencies": {f"@difylint/{target}": version for _, target, _ in PLATFORMS.values()}},
          [("README.md", readme().encode(), 0o644), ("difylint.js", read(HERE, "npm", "difylint.js"), 0o755)])


def tarball(path, files, when):
    """Writes a .tar.gz that comes out the same each time."""
    buf = io.BytesIO()
    with tarfile.open(fileobj=buf, mode="w", format=tarfile.PAX_FORMAT) as t:
        for name, data, mode in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode, entry.mtime = len(data), mode, when
            t.addfile(entry, io.BytesIO(data))
    with open(path, "wb") as f, gzip.GzipFile("", "wb", 6, f, mtime=when) as z:
        z.write(buf.getvalue())
