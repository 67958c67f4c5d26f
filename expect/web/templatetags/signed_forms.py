"""Every form that is sent says who opened its page, so that nothing is ever done under another's name (spec X1).

Several people share a desk, and a page outlives its session. The field goes with the token, which no form can do
without: this library is a builtin of the templates, and its `csrf_token` stands for Django's (decision 0086).
"""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from expect.web.sessions import PERSON

register = template.Library()


class SignedFormNode(CsrfTokenNode):
    """The token and, for who is signed in, their public id."""

    def render(self, context: Context) -> SafeString:
        token, user = super().render(context), context.get("user")
        if not user or not user.is_authenticated:
            return token
        return format_html('{}<input type="hidden" name="{}" value="{}">', token, PERSON, user.public_id)


@register.tag
def csrf_token(parser: Parser, token: Token) -> SignedFormNode:
    """`{% csrf_token %}`."""
    return SignedFormNode()
