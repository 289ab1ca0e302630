"""Make nnviz ready on a fresh machine, and start it.

    python3 packaging/bootstrap.py run [words for nnviz]
    python3 packaging/bootstrap.py test [words for pytest]
    python3 packaging/bootstrap.py bench [words for pytest]

Needs Python 3.11 to 3.13 and a package index that pip can reach, nothing else. The environment is ``.venv`` in
the project's root; a second start finds it ready and goes straight on.
"""

# Annotations are quoted and the syntax is old, so that an old Python gets as far as the sentence about it.
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "nnviz-installed.json"
PYTHONS = ((3, 13), (3, 12), (3, 11))

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt loads from the system, and the Debian package that has it."""

CHECKS = {
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff check": ["ruff", "check", "."],
    "mypy": ["mypy"],
    "lint-imports": ["lint-imports"],
    "pytest": ["pytest", "-n", "auto"],
}

ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
)
"""Tests run side by side, one a core; threads of their libraries would only wait for one another."""

NO_DISPLAY = (
    "There is no display, so no window can open; the main job without one is "
    "`python3 packaging/bootstrap.py run tour --out DIR`."
)


class Halt(Exception):
    """Bootstrap cannot go on; the text says why and what to do."""


def main(words: "list[str]") -> int:
    """Carry out a command line and return the exit status."""
    commands = {"run": run, "test": test, "bench": bench}
    if not words or words[0] not in commands:
        print(__doc__)
        return 0 if words[:1] in (["-h"], ["--help"]) else 2
    try:
        if sys.version_info[:2] not in PYTHONS:
            return restart(sys.version_info[:2], words)
        return commands[words[0]](words[1:])
    except Halt as reason:
        print(reason, file=sys.stderr)
        return 1
    except OSError as fault:  # a folder that may not be written, a full disk
        print(f"This could not be done: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# Commands


def run(words: "list[str]") -> int:
    """Start nnviz with these words."""
    display = has_display(sys.platform, os.environ)
    if opens_window(words) and not display:
        raise Halt(NO_DISPLAY)
    prepare({"train"}, virtual_display=words[:1] == ["tour"] and not display)
    # -P: a student's own random.py in the current folder must not be imported instead of Python's.
    return become([str(venv_python()), "-P", "-m", "nnviz", *words])


def test(words: "list[str]") -> int:
    """Run all checks, or only pytest with these words."""
    unmet = prepare({"train", "test"}, virtual_display=True)
    if words:
        return subprocess.call([tool("pytest"), *words], cwd=ROOT)
    results = [("system packages", 1, 0.0)] if unmet else []
    results += [check(name, command) for name, command in CHECKS.items()]
    print("\n" + summary(results), flush=True)
    return 1 if any(status for _, status, _ in results) else 0


def bench(words: "list[str]") -> int:
    """Run the benchmarks."""
    prepare({"train", "bench"}, virtual_display=True)
    return subprocess.call([tool("pytest"), "tests/bench", "--timeout=0", *words], cwd=ROOT)


def check(name: str, command: "list[str]") -> "tuple[str, int, float]":
    """Run one check and return its name, exit status and seconds."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    status = subprocess.call([tool(command[0]), *command[1:]], cwd=ROOT, env={**os.environ, **ONE_THREAD})
    return name, status, time.monotonic() - started


def summary(results: "list[tuple[str, int, float]]") -> str:
    """Return one line a check."""
    return "\n".join(
        f"{'FAILED' if status else 'passed'}  {name} ({seconds:.1f} s)" for name, status, seconds in results
    )


def opens_window(words: "list[str]") -> bool:
    """Say whether ``nnviz words`` is a window's start: options or a document, and no command."""
    if {"-h", "--help", "--version"} & set(words):
        return False
    return not words or words[0].startswith("-") or words[0].endswith(".nnviz")


def has_display(platform: str, environment: "os._Environ[str] | dict[str, str]") -> bool:
    """Say whether a window can be shown: always on Windows and macOS, elsewhere by what the session says."""
    if platform in ("win32", "darwin"):
        return True
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if chosen and chosen not in ("xcb", "wayland", "wayland-egl"):
        return True  # offscreen, vnc, a bare framebuffer: somebody knows what they want
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def become(command: "list[str]") -> int:
    """Go on as another program."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    return subprocess.call(command)  # on Windows exec returns to the prompt before the program ends


# Python


def restart(version: "tuple[int, ...]", words: "list[str]") -> int:
    """Start again under a Python that nnviz runs on, if there is one."""
    python = find_python(os.environ.get("PATH", ""))
    print(wrong_python(version, python), file=sys.stderr, flush=True)
    return become([python, str(Path(__file__).resolve()), *words]) if python else 1


def wrong_python(version: "tuple[int, ...]", python: "str | None") -> str:
    """Return the sentence about an unsuitable Python."""
    found = "nnviz needs Python 3.11, 3.12 or 3.13, and this is {}.{}".format(*version)
    if python:
        return f"{found}; going on with {python}."
    return f"{found}. Install one of these and start again."


def find_python(path: str) -> "str | None":
    """Return the newest suitable Python on ``path``, or None."""
    suffix = ".exe" if os.name == "nt" else ""
    for major, minor in PYTHONS:
        name = f"python{major}.{minor}{suffix}"
        candidates = [[str(Path(folder, name))] for folder in path.split(os.pathsep) if folder]
        if os.name == "nt":
            candidates.append(["py", f"-{major}.{minor}"])
        for candidate in candidates:
            found = ask_python(candidate)
            if found and found[:2] == [major, minor]:
                return str(found[2])
    return None


def ask_python(command: "list[str]") -> "list[object] | None":
    """Return [major, minor, executable] of an interpreter, or None if it does not start."""
    code = "import sys, json; print(json.dumps([*sys.version_info[:2], sys.executable]))"
    try:
        output = subprocess.check_output([*command, "-c", code], stderr=subprocess.DEVNULL)
        return list(json.loads(output.decode()))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None


# The environment


def prepare(extras: "set[str]", virtual_display: bool) -> "list[str]":
    """Make ``.venv`` and the system fit and return the system packages that could not be installed."""
    version = venv_version()
    ready = is_ready(read_stamp(), project_key(version), extras)
    packages = missing_packages(virtual_display)
    # Debian keeps this part of Python's own library in a package of its own.
    bare = not ready and not usable(version) and not importlib.util.find_spec("ensurepip")
    if bare:
        packages.append("python{}.{}-venv".format(*sys.version_info[:2]))
    unmet = packages if packages and not install_packages(packages) else []
    if bare and unmet:
        raise Halt("Without python3-venv there can be no .venv; please start again when it is there.")
    if not ready:
        install(version, extras)
    return unmet


def install(version: "str | None", extras: "set[str]") -> None:
    """Install the project with these extras, and write the stamp when all is there."""
    stamp = read_stamp()
    if not usable(version) or stamp.get("root", str(ROOT)) != str(ROOT):
        make_venv()
        stamp = {}
    wanted = sorted(extras | installed_extras(stamp))
    print("Installing nnviz and its libraries into .venv (TensorFlow is large: some minutes) …", flush=True)
    write_stamp({})  # whoever interrupts this finds no stamp, and starts over
    remove_halves()
    try:
        pip(["install", "--editable", ".[{}]".format(",".join(wanted))])
    except Halt:
        write_stamp(stamp)  # pip has left things as they were, so what served before serves again
        raise
    write_stamp({**project_key(venv_version()), "extras": wanted})


def write_stamp(stamp: "dict[str, object]") -> None:
    """Write down what is installed."""
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", "utf-8")


def read_stamp() -> "dict[str, object]":
    """Return what is installed; empty if nothing is known."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def project_key(version: "str | None") -> "dict[str, object]":
    """Return what an installation depends on: the project's metadata, the Python, the folder."""
    import tomllib  # here, because an old Python has none and must still get as far as `restart`

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = [settings["build-system"], settings["project"], settings["tool"]["hatch"]]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return {"project": digest, "python": version, "root": str(ROOT)}


def is_ready(stamp: "dict[str, object]", key: "dict[str, object]", extras: "set[str]") -> bool:
    """Say whether an installation with this stamp serves."""
    return all(stamp.get(name) == value for name, value in key.items()) and extras <= installed_extras(stamp)


def installed_extras(stamp: "dict[str, object]") -> "set[str]":
    """Return the extras that a stamp names."""
    extras = stamp.get("extras")
    return set(extras) if isinstance(extras, list) else set()


def venv_python() -> Path:
    """Return the path of the environment's Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def tool(name: str) -> str:
    """Return the path of a program in the environment."""
    return str(venv_python().with_name(name + (".exe" if os.name == "nt" else "")))


def venv_version() -> "str | None":
    """Return the version of the environment's Python, None if it does not start."""
    code = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
    try:
        output = subprocess.check_output(
            [str(venv_python()), "-I", "-S", "-c", code], stderr=subprocess.DEVNULL, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return output.strip()


def usable(version: "str | None") -> bool:
    """Say whether the environment's Python is one that nnviz runs on, with a pip."""
    if version is None or tuple(map(int, version.split(".")[:2])) not in PYTHONS:
        return False
    asked = [str(venv_python()), "-m", "pip", "--version"]
    return subprocess.call(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def make_venv() -> None:
    """Make ``.venv``, anew if there is a broken one."""
    print("Making the environment .venv …", flush=True)
    # From inside an environment, its own base: it may be this very one that is made anew.
    base = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.call([base, "-m", "venv", "--clear", str(VENV)]):
        raise Halt(f"Python could not make an environment in {VENV}; the reason is above.")


def remove_halves() -> None:
    """Remove old copies and records without an end, left by an interrupted pip: it installs these again."""
    library = "Lib/site-packages" if os.name == "nt" else "lib*/python3*/site-packages"
    for folder in VENV.glob(library):
        for record in folder.glob("*.dist-info"):
            # pip writes these two last.
            if not ((record / "RECORD").exists() and (record / "INSTALLER").exists()):
                shutil.rmtree(record)
        for old_copy in folder.glob("~*"):
            shutil.rmtree(old_copy, ignore_errors=True)


def pip(words: "list[str]") -> None:
    """Run pip in the environment, tell its progress in plain words and its failure in full."""
    environment = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUNBUFFERED="1")
    said = []
    with subprocess.Popen(
        [str(venv_python()), "-m", "pip", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            told = progress(line)
            if told:
                print(told, flush=True)
    if process.returncode:
        print("".join(said), file=sys.stderr)
        raise Halt(
            "pip could not install everything; its own words are above. What is there already is kept."
        )


def progress(line: str) -> str:
    """Return a line of pip's in plain words, empty if it is of no interest."""
    fetched = re.match(r"\s*Downloading (?:\S*/)?([\w.]+)-(\d[^-]*)-\S+\.whl \((\d\S* [MG]B)\)", line)
    if fetched:
        return "  fetching {} {} ({})".format(*fetched.groups())
    placed = re.match(r"Installing collected packages: (.*)", line)
    return f"  putting {len(placed.group(1).split(','))} packages in place" if placed else ""


# The system


def missing_packages(virtual_display: bool) -> "list[str]":
    """Return the Debian packages that Qt, and a virtual display if asked for, lack on this Linux."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for library, package in QT_LIBRARIES.items() if not loads(library)]
    if virtual_display and not shutil.which("Xvfb"):
        packages.append("xvfb")
    if virtual_display and shutil.which("dpkg-query") and not is_installed("libgl1-mesa-dri"):
        packages.append("libgl1-mesa-dri")
    return packages


def loads(library: str) -> bool:
    """Say whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_installed(package: str) -> bool:
    """Say whether a Debian package is installed."""
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return (
        subprocess.run(asked, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        == b"installed"
    )


def install_packages(packages: "list[str]") -> bool:
    """Install Debian packages if that is allowed, else print what to type; return whether they are there now."""
    prefix = privilege()
    if prefix is None or not shutil.which("apt-get"):
        print(missing_message(packages, apt=bool(shutil.which("apt-get"))), file=sys.stderr, flush=True)
        return False
    print("Installing system packages: {} …".format(" ".join(packages)), flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    outcome = None
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        # A broken third-party source fails the update, yet the install may well succeed.
        outcome = subprocess.run(
            [*apt, *words], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    if outcome and outcome.returncode:
        print(outcome.stdout, file=sys.stderr)
        print(missing_message(packages, apt=True), file=sys.stderr, flush=True)
        return False
    return True


def privilege() -> "list[str] | None":
    """Return what goes before a command to run it as root; None if that may not be."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    asked = ["sudo", "-n", "true"]
    if shutil.which("sudo") and not subprocess.call(
        asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        return ["sudo", "-n"]
    return None


def missing_message(packages: "list[str]", apt: bool) -> str:
    """Return the sentence about system packages that are missing, with the line to type."""
    names = " ".join(packages)
    if apt:
        return f"System packages are missing. Please type:\n\n    sudo apt-get install -y {names}\n"
    return f"System libraries are missing. Install what your system calls these Debian packages: {names}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
