"""What an act raises when it will not be done.

Every refusal carries the sentence that the person reads: what is wrong, and how to mend it.
"""


class Refusal(Exception):
    """An act refused, for a reason that the person can understand.

    `field` names the form field to which the sentence belongs, if one does.
    """

    def __init__(self, sentence: str, *, field: str | None = None):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Refusal):
    """The person has not, or no longer, the role that this act wants (spec X1)."""


class StateChanged(Refusal):
    """Somebody was faster: the subject is no longer in a state from which this act starts."""


class DraftConflict(Refusal):
    """The draft was saved elsewhere since the page was opened: nothing is overwritten (spec L7)."""
