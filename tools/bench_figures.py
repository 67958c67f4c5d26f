"""The figures of `make bench`; imported once Django is set up on the bench's own database."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from expect.accounts import bodies
from expect.accounts.enums import Role
from expect.accounts.models import Membership, Organisation, User
from expect.demo.seed.stories import STORIES
from expect.kernel.clock import now, paris_day
from labels.models import LabelApplication
from missions.models import Mission
from tools.bench import HEADER_BYTES, ROOT, Figure, in_turn, whole_group_memory
from tools.services import free_port

TYPED = ("saint étienne", "42218", "mont", "st denis", "bordeaux metropole", "l'hay", "200040715", "nantes")

BLANK_PAGE = """<html lang="fr"><head><title>Banc</title>{}</head>
<body><p>Marianne</p><p><strong>Marianne</strong></p><p class="diploma__solemn">Spectral</p></body></html>"""


def prepare(rows: int) -> None:
    """The reference list, and as many lodged applications as asked, spread over the bodies."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    at = now()
    officer = User.objects.create_user("bench@exemple.test", first_name="Banc", last_name="Essai")
    Membership.objects.create(user=officer, role=Role.OFFICER, starts_on=paris_day(at))
    User.objects.create_superuser("admin@exemple.test", "mot-de-passe-du-banc", first_name="A", last_name="B")
    keys = list(Organisation.objects.order_by("pk").values_list("pk", flat=True)[:rows])
    LabelApplication.objects.bulk_create(
        [
            LabelApplication(
                number=f"C-2026-{n:05}",
                organisation_id=key,
                state="submitted",
                created_at=at - timedelta(days=2, minutes=n),
                created_by=officer,
                updated_at=at,
                lodged_title=STORIES[n % len(STORIES)].title,
                submitted_at=at - timedelta(days=1, minutes=n),
                submitted_by=officer,
                silence_on=paris_day(at) + timedelta(days=60),
            )
            for n, key in enumerate(keys, 1)
        ],
        batch_size=2000,
    )
    settings.ROOT_URLCONF = "tools.bench_urls"
    settings.ALLOWED_HOSTS = ["*"]


def get(client: Client, path: str) -> Callable[[], None]:
    """Ask for a page, which is one."""

    def call() -> None:
        answer = client.get(path)
        if answer.status_code != 200 or len(answer.content) < HEADER_BYTES:
            raise RuntimeError(f"{path}: {answer.status_code}, {len(answer.content)} bytes")

    return call


def lists() -> Iterator[Figure]:
    """The list of applications beside a bare Django list of the same rows, and beside Django's admin."""
    officer, admin = Client(), Client()
    officer.force_login(User.objects.get(email="bench@exemple.test"))
    admin.force_login(User.objects.get(email="admin@exemple.test"))

    ours, bare, changelist = in_turn(
        get(officer, reverse("labels:applications")),
        get(officer, reverse("bare_list")),
        get(admin, reverse("bench_admin:labels_labelapplication_changelist")),
    )
    rows = f"{LabelApplication.objects.count():,}".replace(",", " ")
    yield Figure(f"list of {rows} applications", ours, bare, "ms", 2.5, "bare Django ListView")
    yield Figure(f"list of {rows} applications", ours, changelist, "ms", 1, "Django admin")


def missions_list() -> Iterator[Figure]:
    """The same for the missions, once `bench_matching` has made them."""
    officer = Client()
    officer.force_login(User.objects.get(email="bench@exemple.test"))
    ours, bare = in_turn(get(officer, reverse("missions:missions")), get(officer, reverse("bare_missions")))
    rows = f"{Mission.objects.count():,}".replace(",", " ")
    yield Figure(f"list of {rows} missions", ours, bare, "ms", None, "bare Django ListView")
    yield Figure("the same, in itself", ours, None, "ms", 100)


def search() -> Iterator[Figure]:
    """Searching a body as one types, the slowest of some typings, beside reading one body by its key."""
    key = Organisation.objects.order_by("pk").values_list("pk", flat=True).first()
    slowest = max(in_turn(*(lambda text=text: list(bodies.search(text)) for text in TYPED)))
    (by_key,) = in_turn(lambda: Organisation.objects.get(pk=key))
    count = f"{Organisation.objects.count():,}".replace(",", " ")
    yield Figure(f"body search on {count}, slowest of {len(TYPED)}", slowest, None, "ms", 100)
    yield Figure("the same, beside one read by key", slowest, by_key, "ms", None, "get(pk=…)")


def diploma() -> Iterator[Figure]:
    """The diploma beside a blank page in the same fonts: WeasyPrint's own, then one through our kept fonts."""
    from expect.documents import pdf  # noqa: PLC0415 (WeasyPrint, loaded here only)

    def own_address(asset: re.Match) -> str:
        return Path(finders.find(asset[1])).as_uri()

    sheets = ("documents/paper.css", "css/diploma.css")
    css = "".join(Path(finders.find(sheet)).read_text() for sheet in sheets)
    css = re.sub(r"asset:([^\"]+)", own_address, css)
    linked = "".join(f'<link rel="stylesheet" href="asset:{sheet}">' for sheet in sheets)

    context = {
        "number": "EXPE-CT-2026-0001",
        "holder_name": "Ville d’essai",
        "holder_kind": "Commune",
        "skills": STORIES[0].skills,
        "themes": [{"name": "Environnement, climat et biodiversité", "pictogram": "environment/environment"}],
        "session_date": "24 mars 2026",
        "place": "Paris",
        "granted_on": "30 mars 2026",
        "ends_on": "29 mars 2029",
        "signatory": {"name": "Camille Martin", "capacity": "Délégué", "delegation": "Arrêté d’essai"},
        "verification_url": "https://expe-ct.test/verifier/ABCDEFGHJK/",
        "code": "ABCDEFGHJK",
        "version": 1,
        "specimen": True,
    }
    when = now()

    def ours() -> bytes:
        return pdf.render("labels/diploma.html", context, identifier="bench", title="Banc", issued_at=when)

    def blank(style: str, **fetcher) -> bytes:
        page = pdf.HTML(string=BLANK_PAGE.format(style), **fetcher)
        return page.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=b"bench")

    taken, stock, kept = in_turn(
        ours,
        lambda: blank(f"<style>{css}</style>"),
        lambda: blank(linked, url_fetcher=pdf.AssetFetcher()),
        rounds=7,
    )
    yield Figure("diploma, PDF/A-3a", taken, stock, "ms", 1.3, "blank WeasyPrint page, same fonts")
    yield Figure("the same, once fonts are unpacked", taken, kept, "ms", None, "blank page, our kept fonts")


def cold_start() -> Iterator[Figure]:
    """A Python that loads the web application and its addresses, beside one that loads bare Django."""
    loads = "import expect.wsgi; from django.urls import get_resolver; get_resolver().url_patterns"
    bare = (
        "from django.conf import settings; settings.configure(); import django; django.setup();"
        "import django.core.handlers.wsgi, django.forms, django.db.models, django.template.loader"
    )
    ours, theirs = in_turn(
        *(lambda program=program: subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
          for program in (loads, bare)),
        rounds=5,
    )  # fmt: skip
    loaded = subprocess.run(
        [sys.executable, "-c", f"{loads}; import sys; sys.exit('weasyprint' in sys.modules)"],
        cwd=ROOT,
        check=False,
    )
    if loaded.returncode:
        raise RuntimeError("the web process loads WeasyPrint")
    yield Figure("cold start of the web process", ours, theirs, "ms", None, "bare Django")


def memory() -> Iterator[Figure]:
    """The web process, then the whole group of `make run`, once they have served pages and made a PDF."""
    with _running() as (leader, address):
        for path in ("/", "/titulaires/", "/connexion/", "/organismes/recherche/?q=nantes"):
            try:
                urllib.request.urlopen(f"{address}{path}").read()
            except urllib.error.HTTPError as error:
                error.read()
        time.sleep(12)  # beat's first rounds: mails, documents, seals
        family = whole_group_memory([leader])
        commands = subprocess.run(
            ["ps", "-eo", "pid=,args="], capture_output=True, text=True, check=True
        ).stdout
        port = address.rpartition(":")[2]
        web = [
            int(line.split()[0]) for line in commands.splitlines() if re.search(rf"gunicorn.*:{port}\b", line)
        ]
        yield Figure("memory of the web process", whole_group_memory(web), None, "MB", 150)
        yield Figure("memory of the whole embedded group", family, None, "MB", 450)


@contextmanager
def _running() -> Iterator[tuple[int, str]]:
    """`make run` as a newcomer has it, in a folder of its own."""
    port = free_port()
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("EXPECT_", "DJANGO_"))
    }
    with tempfile.TemporaryDirectory(prefix="expect-bench-run-", ignore_cleanup_errors=True) as folder:
        process = subprocess.Popen(
            [sys.executable, "tools/run.py"],
            cwd=ROOT,
            env=inherited | {"PORT": str(port), "EXPECT_VAR": folder},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"{address}/healthz").close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield process.pid, address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
