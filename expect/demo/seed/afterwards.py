"""What follows a decision: a misspelt word is rectified, and its diploma replaced; an appeal waits for its answer."""

from expect.demo.seed.people import Cast
from expect.demo.seed.sessions import FIRST, MISSPELT, REFUSED, SECOND
from expect.demo.seed.stories import STORIES, Story
from labels import appeals, rectifications
from labels.enums import AppealKind, Mention
from labels.models import LabelApplication


def play(cast: Cast, files: dict[Story, LabelApplication]) -> None:
    """Two acts that a decision may call for, once it is notified."""
    misspelt, refused = STORIES[MISSPELT], STORIES[REFUSED[1]]
    rectifications.rectify(
        decision=files[misspelt].label.decision,
        number=1,
        becomes={Mention.SKILLS: misspelt.skills},
        reason="Le mot « tonnages » a été mal recopié.",
        same_sense=True,
        by=cast.head,
        at=cast.calendar.at(FIRST + 20),
    )
    appeals.lodge_appeal(
        application=files[refused],
        kind=AppealKind.TO_AUTHOR,
        grounds="La lettre retient que nos projets sont à venir. Le réseau de médiathèques fonctionne pourtant depuis "
        "six ans : ses résultats figurent dans le bilan décrit parmi nos preuves.",
        by=cast.signatory(refused),
        at=cast.calendar.at(SECOND + 40),
    )
