"""What `draft.js` is told of a save as one types (spec L7)."""

from datetime import datetime

from django.forms import BaseForm
from django.http import JsonResponse

from expect.kernel.errors import DraftConflict, Refusal, StateChanged


def saved(form: BaseForm, *, mark: str, at: datetime) -> JsonResponse:
    """What was right is saved, and reads `mark` from now on; what was wrong stays on the page, and is said."""
    answer = {"revision": mark, "saved_at": at.isoformat()}
    if not form.errors:
        return JsonResponse(answer)
    faults = [
        f"{form[name].label} – {errors[0]}" for name, errors in form.errors.items() if name in form.fields
    ]
    return JsonResponse(answer | {"message": " ".join(faults)}, status=422)


def not_saved(refusal: Refusal) -> JsonResponse:
    """Somebody was faster, or the act is refused."""
    status = 409 if isinstance(refusal, DraftConflict | StateChanged) else 403
    return JsonResponse({"message": refusal.sentence}, status=status)
