"""What a file must hold before it is lodged (spec L3–L5)."""

from dataclasses import dataclass

from labels.enums import Basis, Part
from labels.models import EvidenceAttachment, LabelApplication
from labels.rules.parts import reopened_parts


@dataclass(frozen=True)
class Point:
    """One thing that a file must hold before it is lodged; `step` is the part of the form where it is said."""

    step: str
    label: str
    done: bool
    sentence: str


def checklist(application: LabelApplication) -> list[Point]:
    """All that a file must hold, and whether it does (spec L3–L5)."""
    backed = {item.basis for item in application.evidence.all()}
    claimed = [
        (Basis.COOPERATION, application.on_cooperation, "vos actions de coopération décentralisée"),
        (Basis.TERRITORY, application.on_territory, "votre expérience sur votre territoire"),
    ]
    return [
        Point("expertise", "Intitulé", bool(application.title), "Donnez un intitulé à votre expertise."),
        Point("expertise", "Thèmes", bool(application.themes.all()), "Choisissez au moins un thème."),
        Point(
            "expertise",
            "Compétences et savoir-faire",
            bool(application.skills),
            "Décrivez les compétences et savoir-faire que vous proposez.",
        ),
        Point(
            "expertise",
            "Perspective internationale",
            bool(application.prospect),
            "Décrivez la perspective internationale que vous recherchez.",
        ),
        Point(
            "evidence",
            "Fondement de l’expertise",
            application.on_cooperation or application.on_territory,
            "Indiquez ce qui fonde votre expertise : coopération décentralisée, territoire, ou les deux.",
        ),
        *(
            Point(
                "evidence",
                f"Preuve : {basis.label.lower()}",
                basis in backed,
                f"Décrivez au moins un élément qui montre {what}, ou décochez ce fondement.",
            )
            for basis, is_claimed, what in claimed
            if is_claimed
        ),
        *(
            Point(
                "evidence",
                "Pièces jointes",
                False,
                f"Retirez «\N{NO-BREAK SPACE}{attachment}\N{NO-BREAK SPACE}», que l’antivirus retient"
                "\N{NO-BREAK SPACE}: joignez-en une version saine si elle compte.",
            )
            for attachment in held_back(application)
        ),
        Point("experts", "Experts", *_experts(application)),
        Point(
            "mobilisation",
            "Conditions de mobilisation",
            bool(application.conditions),
            "Précisez les conditions dans lesquelles vos experts peuvent être mobilisés.",
        ),
    ]


def _experts(application: LabelApplication) -> tuple[bool, str]:
    """Somebody is named, who can be sent: what is lodged already is not gone back on (spec L5)."""
    named = application.experts.all()
    if not named:
        return False, "Désignez au moins un expert."
    can_go = any(expert.active for expert in named) or Part.EXPERTS not in reopened_parts(application)
    return can_go, "Désignez au moins un expert qui peut être envoyé en mission."


def held_back(application: LabelApplication) -> list[EvidenceAttachment]:
    """The infected attachments that may still be taken out: a part that stays closed is as it was lodged (spec X6)."""
    infected = [
        attachment
        for attachment in application.attachments.all()
        if attachment.removed_at is None and attachment.file.infection
    ]
    lodged = [attachment for attachment in infected if attachment.lodged_at]
    is_open = bool(lodged) and _is_open(application, lodged[0])
    return [attachment for attachment in infected if is_open or not attachment.lodged_at]


def _is_open(application: LabelApplication, attachment: EvidenceAttachment) -> bool:
    """Whether the evidence is to correct: as read with the attachments of many files at once, otherwise asked."""
    read = getattr(attachment, "is_reopened", None)
    return Part.EVIDENCE in reopened_parts(application) if read is None else read


def missing(application: LabelApplication) -> list[Point]:
    """What is still wanted before the file can be lodged."""
    return [point for point in checklist(application) if not point.done]
