"""A session's calendar file, for DAECT and for its members (spec L8)."""

from io import BytesIO

from django.http import FileResponse, HttpRequest
from django.views import View

from expect.web.views import PageMixin
from labels.calendar import session_file
from labels.models import CommitteeSession
from labels.views.own_sessions import OwnSession
from labels.views.sessions import OneSession

CALENDAR_TYPE = "text/calendar; charset=utf-8"


class _Calendar(PageMixin, View):
    """The event, to open in one's calendar."""

    def get_object(self) -> CommitteeSession:
        raise NotImplementedError

    def page_url(self) -> str:
        """The session's page for the reader."""
        raise NotImplementedError

    def get(self, request: HttpRequest, public_id: str) -> FileResponse:
        self.object = self.get_object()
        content = session_file(self.object, url=self.page_url(), at=self.at)
        name = f"comite-{self.object.held_on.isoformat()}.ics"
        return FileResponse(BytesIO(content), content_type=CALENDAR_TYPE, as_attachment=True, filename=name)


class SessionCalendar(OneSession, _Calendar):
    """For DAECT."""

    def page_url(self) -> str:
        return self.object.get_absolute_url()


class OwnCalendar(OwnSession, _Calendar):
    """For a member."""

    def page_url(self) -> str:
        return self.own_url()
