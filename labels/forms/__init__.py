"""What stage 1 asks people."""

from labels.forms.admissibility import (
    CheckForm,
)
from labels.forms.appeal import (
    AnswerAppealForm,
    AppealForm,
    CorrectCourtCaseForm,
    CourtCaseForm,
    JudgmentForm,
    MinisterAnswerForm,
    PaperAppealForm,
)
from labels.forms.boxes import (
    Boxes,
    ExpertBoxes,
    ThemeBoxes,
)
from labels.forms.committee import (
    AnswerForm,
    AttendanceForm,
    CancelForm,
    ChangePlaceForm,
    InviteForm,
    OpinionForm,
    PlaceForm,
    RankForm,
    SessionForm,
    SetAsideForm,
    StepAsideForm,
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
    CorrectionForm,
    CorrectionRequestForm,
    CorrectServiceForm,
    DecisionForm,
    ReasonForm,
    ServiceForm,
    TakeOffForm,
    WatchedForm,
)
from labels.forms.marks import (
    MarkForm,
)
from labels.forms.rectification import RectifyForm, ReplaceDiplomaForm
from labels.forms.settings import CommitmentsForm, ThemeForm

__all__ = [
    "AdmitForm",
    "AdmitManyForm",
    "AnswerAppealForm",
    "AnswerForm",
    "AppealForm",
    "AssignForm",
    "AttachmentForm",
    "AttendanceForm",
    "BasesForm",
    "Boxes",
    "CancelForm",
    "ChangePlaceForm",
    "CheckForm",
    "CommitmentsForm",
    "CorrectCourtCaseForm",
    "CorrectServiceForm",
    "CorrectionForm",
    "CorrectionRequestForm",
    "CourtCaseForm",
    "DecisionForm",
    "DraftForm",
    "EditExpertForm",
    "ExpertBoxes",
    "ExpertForm",
    "ExpertiseForm",
    "ExpertsForm",
    "InviteForm",
    "ItemForm",
    "JudgmentForm",
    "MarkForm",
    "MessageForm",
    "MinisterAnswerForm",
    "MobilisationForm",
    "NoteForm",
    "OpinionForm",
    "PaperAppealForm",
    "PlaceForm",
    "RankForm",
    "ReasonForm",
    "RectifyForm",
    "ReplaceDiplomaForm",
    "ServiceForm",
    "SessionForm",
    "SetAsideForm",
    "StepAsideForm",
    "SubmitForm",
    "TakeOffForm",
    "ThemeBoxes",
    "ThemeForm",
    "WatchedForm",
]
