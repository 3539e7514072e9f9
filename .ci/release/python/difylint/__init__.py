"""Checks Dify plugins before the platform does.

The package holds the difylint program; this module finds it and runs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from typing import Any, Sequence, Union

__all__ = ["check", "find_difylint_bin"]

_PATH = Union[str, "os.PathLike[str]"]


def find_difylint_bin() -> str:
    """Returns the path of the difylint program.

    It lies where this environment keeps its scripts: beside python, in the
    user's own folder, or under the folder that `pip install --target` named.

    Raises FileNotFoundError where it is in none of these.
    """
    name = "difylint" + (sysconfig.get_config_var("EXE") or "")
    user = {"nt": "nt_user", "posix": "posix_user"}.get(os.name, "posix_user")
    if sys.platform == "darwin" and sys._framework:  # type: ignore[attr-defined]
        user = "osx_framework_user"
    package = os.path.dirname(os.path.abspath(__file__))
    folders = [
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", vars={"base": sys.base_prefix}),
        sysconfig.get_path("scripts", scheme=user),
        os.path.join(os.path.dirname(package), "bin"),
    ]
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    raise FileNotFoundError(f"there is no {name} in {', '.join(folders)}")


def check(*paths: _PATH, args: Sequence[str] = ()) -> dict[str, Any]:
    """Checks plugins and returns the report, as `difylint check --format json` writes it.

    Each path is the folder of a plugin, a folder with plugins below it, a file
    of a plugin, or a package (.difypkg); without a path, the current folder is
    checked. args are further arguments of `difylint check`, such as
    ["--fail-on", "warning"]. Findings are no error: they are in the report.

    Raises FileNotFoundError without the program, and RuntimeError, with what
    the program said, where it could not run.
    """
    command = [find_difylint_bin(), "check", "--format", "json", *args, "--", *map(os.fspath, paths or (".",))]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode("utf-8", "replace").strip() or f"difylint ended with status {done.returncode}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report
