"""Model fields that several apps share."""

import secrets

from django.db import models

from expect.database.text import normalise

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_public_id() -> str:
    """Twelve characters that are not mistaken for one another: 59 bits of chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class PublicIdField(models.CharField):
    """The random identifier that stands in URLs, in the journal and in the outbox instead of the key."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", "identifiant public")
        super().__init__(
            *args, **kwargs | {"max_length": 12, "unique": True, "editable": False, "default": new_public_id}
        )


class NormalisedField(models.CharField):
    """A copy of other fields of the row, normalised at each save, to search and sort by.

    `sources` names the fields. `bulk_create` fills it as well; `update()` and the statements of `writing` do not.
    """

    def __init__(self, *args, sources: tuple[str, ...] = (), **kwargs):
        self.sources = tuple(sources)
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs | {"editable": False, "default": ""})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance, add):
        text = " ".join(str(getattr(model_instance, source) or "") for source in self.sources)
        value = normalise(text)[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value
