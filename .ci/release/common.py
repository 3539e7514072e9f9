"""What all parts of a release share: its platforms, its names, its files."""
import os
import re

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
HERE = os.path.join(ROOT, ".ci/release")
URL = "https://github.com/difylint/difylint"
SITE = "https://difylint.github.io/difylint/latest"
ABOUT = "Checks Dify plugins before the platform does"
WORDS = ["dify", "plugin", "linter", "difypkg", "marketplace"]

# GOOS and GOARCH: the tag of the wheel, npm's names of system and processor, the
# targets of Visual Studio Code. The programs for Linux use no C library, so one is
# right for glibc and musl. Go 1.26 needs macOS 12.
PLATFORMS = {
    ("linux", "amd64"): ("manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64", "linux-x64", ["linux-x64", "alpine-x64"]),
    ("linux", "arm64"): ("manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64", "linux-arm64", ["linux-arm64", "alpine-arm64"]),
    ("darwin", "amd64"): ("macosx_12_0_x86_64", "darwin-x64", ["darwin-x64"]),
    ("darwin", "arm64"): ("macosx_12_0_arm64", "darwin-arm64", ["darwin-arm64"]),
    ("windows", "amd64"): ("win_amd64", "win32-x64", ["win32-x64"]),
    ("windows", "arm64"): ("win_arm64", "win32-arm64", ["win32-arm64"]),
}


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


def program(dist, goos, goarch):
    """The name of the program for a platform, and the file with it."""
    name = "difylint.exe" if goos == "windows" else "difylint"
    return name, os.path.join(dist, "programs", f"{goos}_{goarch}", name)


def readme():
    """The README, with links and pictures that an index can follow."""
    text = read(ROOT, "README.md").decode()
    text = re.sub(r"(!\[[^\]]*\]\()(?!https?:)", r"\1" + URL + "/raw/HEAD/", text)
    return re.sub(r"((?<!!)\[[^\]]*\]\()(?!https?:|#)", r"\1" + URL + "/blob/HEAD/", text)


def pep440(version):
    """0.2.0-rc.1 as Python's index writes it: 0.2.0rc1."""
    m = re.fullmatch(r"(\d+\.\d+\.\d+)(?:-(alpha|beta|rc|dev)\.?(\d+))?", version)
    if not m:
        raise SystemExit(f"release: the version {version} has no form that Python's index takes")
    return m[1] + {"alpha": "a", "beta": "b", "rc": "rc", "dev": ".dev", None: ""}[m[2]] + (m[3] or "")
