"""A Python of our own in .build-browser/, with the packages of requirements.txt."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SCRATCH = os.path.join(os.path.dirname(os.path.dirname(HERE)), ".build-browser")


def require():
    """Starts the running script again with that Python where this one lacks what it needs."""
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
        return
    except ImportError:
        pass
    folder = os.path.join(SCRATCH, "python")
    python = os.path.join(folder, "bin", "python3")
    with open(os.path.join(HERE, "requirements.txt"), encoding="utf-8") as file:
        wanted = file.read()
    done = os.path.join(folder, "installed.txt")
    if not os.path.exists(done) or open(done, encoding="utf-8").read() != wanted:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted.split()], check=True)
        with open(done, "w", encoding="utf-8") as file:
            file.write(wanted)
    elif os.path.realpath(sys.prefix) == os.path.realpath(folder):
        sys.exit(f"the packages in {folder} do not load; remove the folder and try again")
    os.execv(python, [python, *sys.argv])
