"""The browser of the tests: found on the machine, or installed from the system's packages.

python -m tests.chromium --install
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Final

#: Names of the browser, in the order they are tried; CHROMIUM names another one.
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: No sandbox: tests may run as root. No call home: nothing but the site under test is asked.
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """The path of the browser, or None."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    return None


def install_chromium() -> None:
    """Raises SystemExit, saying what to do, where it cannot."""
    remedy = "install Chromium, or name a browser: CHROMIUM=/path/to/chrome make test"
    if not shutil.which("apt-get"):
        raise SystemExit(f"no Chromium here, and no apt-get to install it; {remedy}")
    prefix = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if prefix and not shutil.which("sudo"):
        raise SystemExit(f"no Chromium here, and no right to install it; {remedy}")
    print("no Chromium here: installing it with apt-get", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(
            [*prefix, "apt-get", *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"apt-get {command[0]} failed; {remedy}")
    if not find_chromium():
        raise SystemExit(f"Chromium was installed but is not found; {remedy}")


if __name__ == "__main__":
    if not find_chromium():
        if "--install" not in sys.argv:
            raise SystemExit("no Chromium here")
        install_chromium()
