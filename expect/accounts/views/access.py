"""Lists and forms reserved to a role, which are about no object."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from expect.accounts.rules import is_daect
from expect.kernel.verdict import Verdict


class Reserved:
    """403 with the reason, unless `access()` allows."""

    def access(self) -> Verdict:
        """The rule that opens the page."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if verdict := self.access():
            return super().dispatch(request, *args, **kwargs)
        raise PermissionDenied(verdict.reason)


class ForDaect(Reserved):
    """Lists and forms of DAECT."""

    def access(self) -> Verdict:
        return is_daect(self.request.user, self.today)
