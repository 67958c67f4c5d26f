"""`make quality`: every check that needs no test run, one line each; all of them run, one failure fails.

What each one proves is in its title. The check of publiccode.yml is structural: the standard's mandatory keys,
closed lists and lengths, from our own schema; no address is called.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
FAILED, PASSED, UNKNOWN = "✗", "✓", "?"
SHOWN = 200
"""Last lines of a failed command that are printed."""

UNPINNED = {"pip", "setuptools", "wheel"}
"""Brought by the virtual environment itself."""


@dataclass(frozen=True)
class Verdict:
    """PASSED, FAILED or UNKNOWN, and what to read when it is not PASSED."""

    mark: str
    text: str = ""


Check = Callable[[], Verdict]


def command(*arguments: str, **variables: str) -> Check:
    """A check that is a command: its exit code decides."""

    def run() -> Verdict:
        done = subprocess.run(
            [str(BIN / arguments[0]), *arguments[1:]],
            cwd=ROOT,
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = (done.stdout + done.stderr).strip().splitlines()
        if len(lines) > SHOWN:
            lines[:-SHOWN] = [f"… ({len(lines) - SHOWN} lignes de plus)"]
        return Verdict(FAILED if done.returncode else PASSED, "\n".join(lines))

    return run


def throwaway(folder: str, env: str) -> dict[str, str]:
    """A complete configuration that leads nowhere, to load the settings of `env`."""
    return {
        "EXPECT_ENV": env,
        "EXPECT_VAR": folder,
        "EXPECT_SECRET_KEY": secrets.token_urlsafe(50),
        "EXPECT_ALLOWED_HOSTS": "expe-ct.test",
        "EXPECT_BASE_URL": "https://expe-ct.test",
        "EXPECT_DATABASE_URL": f"sqlite:///{folder}/expect.sqlite3",
        "EXPECT_BROKER_URL": "redis://localhost:6379/0",
        "EXPECT_SMTP_HOST": "localhost",
        "EXPECT_MAIL_FROM": "expe-ct@expe-ct.test",
    }


def audit() -> Verdict:
    """Known vulnerabilities; UNKNOWN as soon as one package could not be looked up."""
    done = subprocess.run(
        [
            BIN / "pip-audit",
            "--requirement",
            "requirements.txt",
            "--no-deps",
            "--disable-pip",
            "--format",
            "json",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return Verdict(UNKNOWN, done.stderr)
    vulnerable = [each for each in dependencies if each.get("vulns")]
    if vulnerable:
        return Verdict(FAILED, json.dumps(vulnerable, indent=2))
    skipped = sum("skip_reason" in each for each in dependencies)
    return (
        Verdict(UNKNOWN, f"{skipped} paquets sur {len(dependencies)} sans réponse")
        if skipped
        else Verdict(PASSED)
    )


def pins() -> Verdict:
    """What is installed is what is written, version for version."""
    written = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text().splitlines():
            if "==" in line:
                package, version = line.split("==")
                written[_canonical(package.split("[")[0])] = version
    installed = {_canonical(each.name): each.version for each in metadata.distributions()}
    loose = {name for name in installed if name not in written} - UNPINNED
    wrong = {name for name in written if installed.get(name) != written[name]}
    text = "".join(
        f"{name}: installé {installed.get(name)}, écrit {written.get(name)}\n"
        for name in sorted(loose | wrong)
    )
    return Verdict(FAILED if text else PASSED, text)


def _canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def checks(folder: str) -> dict[str, Check]:
    manage = ("python", "manage.py")
    return {
        "Code : règles (ruff)": command("ruff", "check", "--output-format", "concise", "."),
        "Code : mise en forme (ruff)": command(
            "ruff", "format", "--check", "--quiet", "--output-format", "concise", "."
        ),
        "Couches (import-linter)": command("lint-imports", "--no-logo"),
        "Gabarits : règles (djlint)": command("djlint", "--lint", "templates"),
        "Gabarits : mise en forme (djlint)": command("djlint", "--check", "templates"),
        "Déploiement (check --deploy)": command(
            *manage, "check", "--deploy", "--fail-level", "WARNING", **throwaway(folder, "production")
        ),
        "Migrations à jour": command(
            *manage, "makemigrations", "--check", "--dry-run", **throwaway(folder, "test")
        ),
        "docker-compose.yml (schéma)": command(
            "check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"
        ),
        "Dockerfile (hadolint)": command("hadolint", "Dockerfile"),
        "publiccode.yml (structure)": command(
            "check-jsonschema", "--schemafile", "tools/publiccode.schema.json", "publiccode.yml"
        ),
        "Paquets : versions figées": pins,
        "Paquets : failles connues (pip-audit)": audit,
    }


def main() -> int:
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="expect-quality-") as folder:
        for title, check in checks(folder).items():
            started = time.monotonic()
            verdict = check()
            verdicts.append(verdict)
            print(f"{verdict.mark} {title:<40} {time.monotonic() - started:4.1f} s", flush=True)
            if verdict.mark != PASSED:
                print(f"{verdict.text.strip()}\n", flush=True)
    failed = sum(verdict.mark == FAILED for verdict in verdicts)
    unknown = sum(verdict.mark == UNKNOWN for verdict in verdicts)
    print(f"{len(verdicts)} contrôles : {failed} en échec, {unknown} sans réponse (UNKNOWN)")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
