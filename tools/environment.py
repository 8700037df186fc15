"""Make the project's environment: a virtual environment with everything in it.

    python3 tools/environment.py [--check]

Runs on the system's own Python with nothing installed, so it uses the standard library only.
llama-cpp-python comes as source; it is compiled once, and the wheel is kept under the user's
cache folder for every later checkout. What is there already is not done again.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "constraints.txt"
STAMP = VENV / "carrel-environment"
COMPILED = "llama-cpp-python"
BUILD_SWITCHES = ("CMAKE_ARGS", "CC", "CXX", "CFLAGS", "CXXFLAGS", "FORCE_CMAKE")
OLDEST_PIP = "25.1"  # the first that installs dependency groups


def main() -> int:
    """Bring the environment up to date; return the exit status."""
    if sys.version_info < (3, 11):
        return fail(f"Python 3.11 or newer is needed, this is {platform.python_version()}", "")
    if STAMP.exists() and STAMP.read_text() == fingerprint():
        return 0
    try:
        make_venv()
        wheel = compiled_wheel()
        say("installing carrel and what it stands on …")
        pip("install", "--quiet", "--constraint", str(CONSTRAINTS), str(wheel))
        pip(
            *("install", "--quiet", "--constraint", str(CONSTRAINTS)),
            *("--editable", str(ROOT), "--group", f"{ROOT / 'pyproject.toml'}:dev"),
        )
    except subprocess.CalledProcessError as error:
        return fail(
            f"`{' '.join(map(str, error.cmd[:6]))} …` failed",
            "the lines above say why; run the same make command again once it is mended",
        )
    STAMP.write_text(fingerprint())
    say("the environment is ready")
    return 0


def fingerprint() -> str:
    """What the environment was made from: it is made anew when this changes."""
    parts = [sys.version, *(os.environ.get(name, "") for name in BUILD_SWITCHES)]
    digest = hashlib.sha256("\0".join(parts).encode())
    for file in (ROOT / "pyproject.toml", CONSTRAINTS, Path(__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    """Make the virtual environment with a pip that is new enough."""
    if not (VENV / "bin" / "python").exists():
        say("making a virtual environment in .venv …")
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True
        )
        if made.returncode:
            make_venv_without_ensurepip(made.stdout + made.stderr)
    pip("install", "--quiet", "--upgrade", f"pip>={OLDEST_PIP}")


def make_venv_without_ensurepip(why: str) -> None:
    """Debian splits ensurepip off Python; the system's own pip can stand in for it."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        run(sys.executable, "-m", "venv", "--without-pip", str(VENV))
        run(sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python"), "install", "pip")
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        print(why, file=sys.stderr)
        say("python3 cannot make virtual environments here: apt install python3-venv")
        raise


def compiled_wheel() -> Path:
    """The wheel of llama-cpp-python for this machine and these build switches."""
    folder = wheel_folder()
    found = sorted(folder.glob("llama_cpp_python-*.whl"))
    if found:
        return found[-1]
    say(
        f"compiling {COMPILED}, once: 4 to 10 minutes on two cores. "
        f"The wheel is kept in {folder.parent}"
    )
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    scratch = folder / f"building-{os.getpid()}"
    pip(
        *("wheel", "--no-deps", "--no-binary", COMPILED, "--wheel-dir", str(scratch)),
        *("--quiet", "--constraint", str(CONSTRAINTS), COMPILED),
    )
    built = next(scratch.glob("llama_cpp_python-*.whl"))
    wheel = folder / built.name
    built.replace(wheel)
    scratch.rmdir()
    say(f"compiled in {(time.monotonic() - started) / 60:.1f} minutes")
    return wheel


def wheel_folder() -> Path:
    """Where the wheel is kept: one folder for each version, Python, machine and set of switches."""
    version = next(
        line.strip() for line in CONSTRAINTS.read_text().splitlines() if line.startswith(COMPILED)
    )
    switches = "\0".join(os.environ.get(name, "") for name in BUILD_SWITCHES)
    key = "\0".join([version, sysconfig.get_platform(), platform.node(), switches])
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = f"{version.replace('==', '-')}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    return cache / "carrel" / "wheels" / name


def pip(*arguments: str) -> None:
    """Run the environment's own pip."""
    run(str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *arguments)


def run(*command: str) -> None:
    """Run a command, showing what it prints; a failure ends this script."""
    subprocess.run(command, check=True)


def say(text: str) -> None:
    """Tell the person what is happening."""
    print(f"[carrel] {text}", file=sys.stderr, flush=True)


def fail(message: str, hint: str) -> int:
    """Say what went wrong and return the exit status for it."""
    say(f"{message}{': ' if hint else ''}{hint}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
