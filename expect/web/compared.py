"""A form on which another text was saved meanwhile: for each field that differs, one says which of the two stays."""

from django.utils.datastructures import MultiValueDict

from expect.web.forms import Form

COMPARED = "conflit"
"""Names, once each, the fields that were shown in both their states."""
CHOICE = "choix_"
UNSAID = "Choisissez ce que vous gardez\N{NO-BREAK SPACE}: ce qui est enregistré, ou votre saisie."
STORED, TYPED = "enregistre", "saisie"


class ComparedForm(Form):
    """A field whose stored text stays leaves the cleaned data; what was typed in it is still on the page."""

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.compared():
            choice = self.choice(name)
            if choice == STORED:
                self.cleaned_data.pop(name, None)
                self.errors.pop(name, None)
            elif choice != TYPED:
                self.add_error(name, UNSAID)

    def compared(self) -> list[str]:
        """The fields to choose for."""
        given = self.data.getlist(COMPARED) if isinstance(self.data, MultiValueDict) else ()
        return [name for name in self.fields if name in given]

    def choice(self, name: str) -> str:
        """Which text of a field stays; empty while nobody said."""
        return self.data.get(f"{CHOICE}{name}", "")
