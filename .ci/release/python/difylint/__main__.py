"""Runs the program: python -m difylint."""

import os
import subprocess
import sys

from difylint import find_difylint_bin

command = [find_difylint_bin(), *sys.argv[1:]]
if sys.platform == "win32":  # where exec does not wait
    try:
        sys.exit(subprocess.run(command, check=False).returncode)
    except KeyboardInterrupt:
        sys.exit(2)
os.execv(command[0], command)
