"""A browser's own requests on the pages of stage 3."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse


def words(response) -> str:
    """What a person reads of a page, plain spaces for no-break ones."""
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return ""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", bare)


@pytest.fixture
def visit(client: Client) -> Callable:
    """Open, or post, a page of stage 3 as somebody; `words` of the answer is what is read there."""

    def go(who, name, *args, data=None, query=None, follow=False, **extra):
        client.force_login(who)
        url = reverse(f"reports:{name}", args=[getattr(arg, "public_id", arg) for arg in args])
        if data is None:
            sent = client.get(url, query or {}, follow=follow)
        else:
            sent = client.post(url, data, follow=True, **extra)
        sent.words = words(sent)
        return sent

    return go
