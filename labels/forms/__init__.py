"""What stage 1 asks people."""

from labels.forms.admissibility import (
    CheckForm,
)
from labels.forms.boxes import (
    Boxes,
    ExpertBoxes,
)
from labels.forms.draft import (
    AttachmentForm,
    BasesForm,
    DraftForm,
    EditExpertForm,
    ExpertForm,
    ExpertiseForm,
    ExpertsForm,
    ItemForm,
    MobilisationForm,
    SubmitForm,
)
from labels.forms.exchange import (
    MessageForm,
    NoteForm,
)
from labels.forms.instruction import (
    AdmitForm,
    AdmitManyForm,
    AssignForm,
    AttendanceForm,
    CancelForm,
    CorrectionForm,
    CorrectionRequestForm,
    DecisionForm,
    InviteForm,
    OpinionForm,
    ReasonForm,
    SessionForm,
    StepAsideForm,
)

__all__ = [
    "AdmitForm",
    "AdmitManyForm",
    "AssignForm",
    "AttachmentForm",
    "AttendanceForm",
    "BasesForm",
    "Boxes",
    "CancelForm",
    "CheckForm",
    "CorrectionForm",
    "CorrectionRequestForm",
    "DecisionForm",
    "DraftForm",
    "EditExpertForm",
    "ExpertBoxes",
    "ExpertForm",
    "ExpertiseForm",
    "ExpertsForm",
    "InviteForm",
    "ItemForm",
    "MessageForm",
    "MobilisationForm",
    "NoteForm",
    "OpinionForm",
    "ReasonForm",
    "SessionForm",
    "StepAsideForm",
    "SubmitForm",
]
