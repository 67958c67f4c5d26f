"""Keeping a list as one wants it again, and forgetting it."""

from collections.abc import Sequence

from django.http import Http404, QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from expect.kernel.verdict import Verdict, allow
from expect.web import saved_views
from expect.web.addresses import changed
from expect.web.forms import Form, LineField
from expect.web.lists import KEPT, ListPage
from expect.web.models import SavedView
from expect.web.views import ActView
from expect.web.visible import visible_or_404


class NameForm(Form):
    name = LineField(
        label="Nom de la vue",
        max_length=60,
        help_text="Par exemple : « À inscrire en mars ». Une vue du même nom est remplacée.",
    )


class KeepView(ActView):
    """The list that the address describes, under a name to choose."""

    title = "Enregistrer cette vue"
    verb = "Enregistrer la vue"
    form_class = NameForm

    def get_object(self) -> str:
        """The name of a list that keeps views."""
        listing = self.request.GET.get(KEPT, "")
        try:
            page = getattr(resolve(reverse(listing)).func, "view_class", None)
        except NoReverseMatch as error:
            raise Http404 from error
        if page is None or not issubclass(page, ListPage) or not page.keeps_views:
            raise Http404
        return listing

    def query(self) -> QueryDict:
        """The address of the list, without what names it."""
        wanted = self.request.GET.copy()
        wanted.pop(KEPT, None)
        return wanted

    def verdict(self, obj: str) -> Verdict:
        return allow(None)

    def consequences(self, obj: str) -> Sequence[str]:
        return [
            "Les filtres, la recherche et le tri de la liste seront gardés ; la liste elle-même reste à jour.",
            "Cette vue, au-dessus de la liste, n’est visible que de vous.",
        ]

    def perform(self, obj: str, form: NameForm) -> SavedView:
        return saved_views.keep_view(
            listing=obj,
            name=form.cleaned_data["name"],
            query=self.query(),
            by=self.request.user,
            at=self.at,
        )

    def back_url(self, obj: str) -> str:
        return reverse(obj) + changed(self.query())

    def success_message(self, fact: SavedView) -> str:
        return f"La vue « {fact.name} » est enregistrée."


class ForgetView(ActView):
    """One's own view, no longer wanted."""

    title = "Supprimer la vue"
    verb = "Supprimer la vue"

    def get_object(self) -> SavedView:
        found = saved_views.visible_views(self.request.user)
        return visible_or_404(found, self.request, at=self.at, public_id=self.kwargs["public_id"])

    def verdict(self, obj: SavedView) -> Verdict:
        return allow(None)

    def consequences(self, obj: SavedView) -> Sequence[str]:
        return [
            f"La vue « {obj.name} » disparaît de vos raccourcis ; la liste et ses dossiers ne changent pas."
        ]

    def perform(self, obj: SavedView, form: Form) -> SavedView:
        saved_views.forget_view(view=obj)
        return obj

    def success_message(self, fact: SavedView) -> str:
        return f"La vue « {fact.name} » est supprimée."

    def success_url(self, fact: SavedView) -> str:
        return reverse(fact.listing)
