"""What one notes on a file to keep in sight."""

from expect.accounts.forms import LineField
from expect.web.forms import DateField, Form


class MarkForm(Form):
    note = LineField(
        label="Note", max_length=200, required=False, help_text="Par exemple : « rappeler la mairie »."
    )
    due_on = DateField(label="Pour le", required=False, help_text="Aujourd’hui ou un jour à venir.")
