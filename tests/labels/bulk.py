"""The check before an act on several files, sent as its page was shown."""

from expect.web.bulk import SEEN


def send(client, page, typed=None, *, meanwhile=None, **how):
    """Open the page, have something happen `meanwhile`, and send what the page holds with what is typed."""
    shown = client.get(page).context["seen"]
    if meanwhile:
        meanwhile()
    return client.post(page, (typed or {}) | {SEEN: shown}, **how)
