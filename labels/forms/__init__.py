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
    CorrectServiceForm,
    DecisionForm,
    InviteForm,
    OpinionForm,
    ReasonForm,
    ServiceForm,
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
    "CorrectServiceForm",
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
    "ServiceForm",
    "SessionForm",
    "StepAsideForm",
    "SubmitForm",
]
