"""① Files are drafted and lodged, one is withdrawn, one is found inadmissible, some are left unfinished."""

from expect.demo.seed.calendar import Calendar
from expect.demo.seed.people import Cast, name, title
from expect.demo.seed.stories import STORIES, Story
from labels import (
    applications,
    assignment,
    corrections,
    evidence,
    experts,
    inadmissibility,
    marks,
    messages,
    notes,
)
from labels.enums import Basis, ExpertCategory, Part, PartnerKind, Side
from labels.models import LabelApplication, Theme
from labels.selectors import commitments_on

LODGED = {
    **{n: -470 + 3 * n for n in range(10)},
    **{n: -130 + 3 * (n - 10) for n in range(10, 19)},
    **{n: -44 + 2 * (n - 19) for n in range(19, 25)},
    **{n: -20 + 3 * (n - 25) for n in range(25, 31)},
}
"""Story → day on which its file was lodged: two past sessions, the next one, and files to be checked."""

DRAFTED = {31: -9, 32: -6, 33: -4, 34: -2, 35: -1}
COMPLETE_DRAFTS = (31, 32)
WITHDRAWN, INADMISSIBLE = 29, 30
ENTRUSTED, SENT_BACK = (25, 26), 28


def play(cast: Cast) -> dict[Story, LabelApplication]:
    """Every file of the demonstration, as its body left it."""
    files = {STORIES[n]: lodge(cast, STORIES[n], day) for n, day in LODGED.items()}
    for n, day in DRAFTED.items():
        story = STORIES[n]
        files[story] = draft(cast, story, day, whole=n in COMPLETE_DRAFTS)
    applications.hand_over(
        application=files[STORIES[31]], by=cast.editor(STORIES[31]), at=cast.calendar.at(-1)
    )
    withdrawn, inadmissible = STORIES[WITHDRAWN], STORIES[INADMISSIBLE]
    applications.withdraw(
        application=files[withdrawn], by=cast.signatory(withdrawn), at=cast.calendar.at(LODGED[WITHDRAWN] + 4)
    )
    inadmissibility.declare_inadmissible(
        application=files[inadmissible],
        reason="Le dossier décrit l’action d’un partenaire privé : il n’établit pas une expertise de la collectivité.",
        by=cast.head,
        at=cast.calendar.at(LODGED[INADMISSIBLE] + 3),
    )
    for n in ENTRUSTED:
        assignment.assign(
            application=files[STORIES[n]],
            officer=cast.officer,
            by=cast.officer,
            at=cast.calendar.at(LODGED[n] + 1),
        )
    corrections.request_changes(
        application=files[STORIES[SENT_BACK]],
        remarks={
            Part.EVIDENCE: "Donnez les dates de l’action décrite et ce qu’elle a produit.",
            Part.EXPERTS: "Précisez qui peut travailler en anglais.",
        },
        answer_by=cast.calendar.day(18),
        by=cast.officer,
        at=cast.calendar.at(LODGED[SENT_BACK] + 5),
    )
    _write(cast, files)
    return files


def _write(cast: Cast, files: dict[Story, LabelApplication]) -> None:
    """What is said around two files: a question answered, a question that waits, a note, a file kept in sight."""
    first, second = (STORIES[n] for n in ENTRUSTED)
    asked = cast.calendar.at(-3)
    for story, words in (
        (first, "Notre conseil municipal change en mars : faut-il une nouvelle délibération ?"),
        (second, "Pouvons-nous joindre le bilan de notre coopération après le dépôt ?"),
    ):
        messages.write_message(
            application=files[story],
            side=Side.BODY,
            text=words,
            awaits_answer=True,
            by=cast.editor(story),
            at=asked,
        )
    messages.write_message(
        application=files[first],
        side=Side.DAECT,
        text="Non : la délibération qui autorise la candidature reste valable.",
        by=cast.officer,
        at=cast.calendar.at(-2),
    )
    notes.add_note(
        application=files[second],
        text="Bilan déjà vu lors de la programmation de l’an dernier : solide.",
        by=cast.officer,
        at=cast.calendar.at(-2),
    )
    marks.mark(
        application=files[second],
        note="Répondre avant la prochaine séance",
        due_on=cast.calendar.day(3),
        by=cast.officer,
        at=cast.calendar.at(-2),
    )


def lodge(cast: Cast, story: Story, day: int) -> LabelApplication:
    """A complete file, drafted a few days before, lodged on that day."""
    application = draft(cast, story, day - 6, whole=True)
    at = cast.calendar.at(day)
    applications.submit(
        application=application,
        commitments_version=commitments_on(cast.calendar.day(day)).version,
        accepted=True,
        by=cast.signatory(story),
        at=at,
    )
    return application


def draft(cast: Cast, story: Story, day: int, *, whole: bool) -> LabelApplication:
    """A file in preparation; unless `whole`, only its first step is filled."""
    by, at = cast.editor(story), cast.calendar.at(day)
    application = applications.start_draft(organisation=cast.body(story), by=by, at=at)

    def save(part: str, **data) -> None:
        applications.save_part(
            application=application, part=part, data=data, revision=application.revision, by=by, at=at
        )

    save(
        "expertise",
        title=story.title,
        themes=Theme.objects.filter(code__in=story.themes),
        skills=f"{story.skills} Nos équipes conduisent ce travail en régie depuis plus de dix ans et forment chaque "
        "année des agents d’autres collectivités.",
        prospect="Répondre à la demande précise d’une collectivité étrangère, transmettre une méthode et, si les "
        "échanges s’y prêtent, engager une coopération plus longue.",
    )
    if not whole:
        return application
    save("evidence", on_territory=True, on_cooperation=len(story.languages) % 2 == 0)
    bases = [Basis.TERRITORY, *([Basis.COOPERATION] if application.on_cooperation else [])]
    for basis in bases:
        evidence.add_item(application=application, data=_item(story, basis, cast.calendar), by=by, at=at)
    list_of_two = [
        experts.add_expert(organisation=application.organisation, data=data, by=by, at=at)
        for data in _experts(story)
    ]
    save("experts", experts=list_of_two)
    save(
        "mobilisation",
        conditions="Deux missions par an au plus, hors période budgétaire ; un préavis de six semaines permet "
        "d’organiser le remplacement des agents.",
    )
    return application


def _item(story: Story, basis: Basis, calendar: Calendar) -> dict[str, str]:
    since = calendar.today.year - 6
    if basis == Basis.COOPERATION:
        return {
            "basis": basis,
            "title": f"Appui à une collectivité partenaire : {story.title.lower()}",
            "description": "Diagnostic partagé, deux ateliers sur place et un accueil technique, suivis d’un plan "
            "d’action adopté par le conseil de la collectivité partenaire.",
            "partner": "Commune partenaire, Afrique de l’Ouest",
            "period": f"{since}–{since + 3}",
        }
    return {
        "basis": basis,
        "title": story.title,
        "description": f"{story.skills} Les résultats sont suivis par un tableau de bord public et présentés chaque "
        "année à l’assemblée délibérante.",
        "period": f"depuis {since}",
    }


def _experts(story: Story) -> list[dict[str, str]]:
    n = STORIES.index(story)
    first, second = people = (name(400 + 2 * n), name(401 + 2 * n))
    agent = {
        "category": ExpertCategory.AGENT,
        "function": title(first[0], "Directrice du service", "Directeur du service"),
        "availability": "Avril à octobre",
    }
    elected = {
        "category": ExpertCategory.ELECTED,
        "function": title(second[0], "Adjointe déléguée", "Adjoint délégué"),
    }
    partner = {
        "category": ExpertCategory.PARTNER,
        "partner_kind": PartnerKind.UNIVERSITY,
        "partner_name": "Université du territoire",
        "function": title(second[0], "Chercheuse", "Chercheur"),
    }
    return [
        (
            extra
            | {
                "first_name": first_name,
                "last_name": last_name,
                "qualifications": f"Quinze ans de pratique : {story.title.lower()}.",
                "languages": story.languages,
            }
        )
        for (first_name, last_name), extra in zip(
            people, (agent, partner if n % 3 == 0 else elected), strict=True
        )
    ]
