"""The membership under which a person works now."""

from expect.accounts.selectors import memberships_on
from expect.kernel.clock import now, paris_day

SESSION_KEY = "membership"


class CurrentMembership:
    """Sets `request.memberships` and `request.membership`, the one chosen in the header or the first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.memberships = memberships_on(request.user, paris_day(now()))
        chosen = request.session.get(SESSION_KEY) if request.user.is_authenticated else None
        request.membership = next(
            (m for m in request.memberships if m.public_id == chosen), next(iter(request.memberships), None)
        )
        return self.get_response(request)
