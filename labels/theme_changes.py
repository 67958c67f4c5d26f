"""DAECT keeps the list of themes (spec L3); what was lodged or granted keeps the words of its day."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify

from expect.accounts.models import Membership, User
from expect.audit import journal
from expect.database.text import normalise
from expect.kernel.clock import paris_day
from expect.kernel.errors import Refusal
from labels import rules
from labels.enums import ThemeAct
from labels.models import Theme, ThemeChange


class ThemeRefused(Refusal):
    """A name is missing, or already that of another theme."""


@transaction.atomic
def add_theme(*, name: str, pictogram: str, by: User, at: datetime) -> Theme:
    """Offer one more theme, the last in the list. Raises NotAllowed, ThemeRefused."""
    _take_list()
    carrier = rules.may_manage_themes(by, paris_day(at)).require()
    name = _checked(name)
    ranks = Theme.objects.order_by("-rank").values_list("rank", flat=True)
    theme = Theme(code=_free_code(name), name=name, pictogram=pictogram, rank=(ranks.first() or 0) + 1)
    _save(theme)
    _keep(theme, ThemeAct.ADDED, "", name, by=by, carrier=carrier, at=at)
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, name: str, pictogram: str, by: User, at: datetime) -> Theme:
    """Rename a theme or change its pictogram, everywhere it is shown from now on. Raises NotAllowed, ThemeRefused."""
    _take_list(theme)
    carrier = rules.may_manage_themes(by, paris_day(at)).require()
    former, drawn = theme.name, theme.pictogram
    theme.name, theme.pictogram = _checked(name, but=theme), pictogram
    _save(theme)
    if theme.name != former:
        _keep(theme, ThemeAct.RENAMED, former, theme.name, by=by, carrier=carrier, at=at)
    if pictogram != drawn:
        _keep(theme, ThemeAct.DRAWN, drawn, pictogram, by=by, carrier=carrier, at=at)
    return theme


@transaction.atomic
def move_theme(*, theme: Theme, place: int, by: User, at: datetime) -> Theme:
    """Put a theme at that place of the list, from 1; sent twice, it moves once. Raises NotAllowed, ThemeRefused."""
    _take_list(theme)
    carrier = rules.may_manage_themes(by, paris_day(at)).require()
    ordered = list(Theme.objects.order_by("rank", "pk"))
    here = ordered.index(theme) + 1
    if not 1 <= place <= len(ordered):
        raise ThemeRefused(f"Choisissez une place de 1 à {len(ordered)}.")
    if place == here:
        return theme
    ordered.insert(place - 1, ordered.pop(here - 1))
    for rank, each in enumerate(ordered, start=1):
        each.rank = rank
    Theme.objects.bulk_update(ordered, ["rank"])
    _keep(theme, ThemeAct.MOVED, str(here), str(place), by=by, carrier=carrier, at=at)
    return theme


@transaction.atomic
def retire_theme(*, theme: Theme, by: User, at: datetime) -> Theme:
    """No longer offer it; drafts, files and labels that have it keep it. Raises NotAllowed."""
    _take_list(theme)
    carrier = rules.may_retire_theme(by, theme, paris_day(at)).require()
    return _offer(theme, False, ThemeAct.RETIRED, by=by, carrier=carrier, at=at)


@transaction.atomic
def restore_theme(*, theme: Theme, by: User, at: datetime) -> Theme:
    """Offer it again. Raises NotAllowed."""
    _take_list(theme)
    carrier = rules.may_restore_theme(by, theme, paris_day(at)).require()
    return _offer(theme, True, ThemeAct.RESTORED, by=by, carrier=carrier, at=at)


def _take_list(theme: Theme | None = None) -> None:
    """Two people change the list one after the other: its oldest theme, which stays for ever, is held meanwhile.

    `theme` is then read again, as the one before left it.
    """
    oldest = Theme.objects.order_by("pk").values("pk")[:1]
    Theme.objects.filter(pk__in=oldest).update(rank=F("rank"))
    if theme:
        theme.refresh_from_db()


def _offer(
    theme: Theme, active: bool, act: ThemeAct, *, by: User, carrier: Membership, at: datetime
) -> Theme:
    theme.active = active
    theme.save(update_fields=["active"])
    _keep(theme, act, "", "", by=by, carrier=carrier, at=at)
    return theme


def _checked(name: str, *, but: Theme | None = None) -> str:
    """The name, trimmed; raises ThemeRefused where it is empty or another's, whatever the case and the accents."""
    name = " ".join(name.split())
    if not normalise(name):
        raise ThemeRefused("Écrivez l’intitulé du thème.", field="name")
    others = Theme.objects.filter(name_key=normalise(name))
    if alike := others.exclude(pk=but.pk if but else None).first():
        raise ThemeRefused(f"Ce thème existe déjà : « {alike} ».", field="name")
    return name


def _save(theme: Theme) -> None:
    try:
        with transaction.atomic():
            theme.save(update_fields=None if theme.pk is None else ["name", "name_key", "pictogram"])
    except IntegrityError as twice:
        raise ThemeRefused("Ce thème vient d’être ajouté.", field="name") from twice


def _free_code(name: str) -> str:
    base = slugify(name)[:32].strip("-") or "theme"
    taken = set(Theme.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        code for n in range(1, len(taken) + 2) if (code := base if n == 1 else f"{base}-{n}") not in taken
    )


def _keep(
    theme: Theme, act: ThemeAct, before: str, after: str, *, by: User, carrier: Membership, at: datetime
) -> None:
    change = ThemeChange.objects.create(
        theme=theme, act=act, before=before, after=after, changed_at=at, changed_by=by
    )
    journal.record(
        action=f"theme_{act.value}",
        subject=change,
        by=by,
        membership=carrier,
        at=at,
        details={"theme": theme.code},
    )
