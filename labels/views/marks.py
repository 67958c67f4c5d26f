"""« À faire »: the files that a person of DAECT keeps in sight, one by one or several at once (spec X4)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from expect.accounts.views.access import ForDaect
from expect.kernel.verdict import Verdict
from expect.web.mark_pages import MarkManyPage, MarkPage, StarPage, UnmarkManyPage
from labels import marks, rules
from labels.models import FileMark, LabelApplication
from labels.views.bulk import ManyFiles
from labels.views.instruction import FILE, LodgedFile, file_url


class MarkedFiles:
    """What is kept in sight here: lodged files."""

    row_word = FILE

    def may_mark(self, row: LabelApplication) -> Verdict:
        return rules.may_mark(self.request.user, row, self.today)

    def mark(self, row: LabelApplication, **words: Any) -> FileMark:
        return marks.mark(application=row, by=self.request.user, at=self.at, **words)


class Star(MarkedFiles, ForDaect, LodgedFile, StarPage):
    def queryset(self) -> QuerySet[LabelApplication]:
        return self.files()

    def list_url(self) -> str:
        return reverse("labels:applications")

    def row_url(self, row: LabelApplication) -> str:
        return file_url(row)


class Mark(MarkedFiles, LodgedFile, MarkPage):
    pass


class MarkMany(MarkedFiles, MarkManyPage, ManyFiles):
    pass


class UnmarkMany(MarkedFiles, UnmarkManyPage, ManyFiles):
    pass
