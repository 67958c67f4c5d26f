"""What a person says of themselves."""

from datetime import datetime

from django.db import transaction

from expect.accounts.models import User
from expect.audit import journal


@transaction.atomic
def update_profile(*, user: User, first_name: str, last_name: str, phone: str, at: datetime) -> User:
    """Keep a person's names and telephone number, as they give them; the trace says only that they changed."""
    User.objects.filter(pk=user.pk).update(first_name=first_name, last_name=last_name, phone=phone)
    user.first_name, user.last_name, user.phone = first_name, last_name, phone
    journal.record(action="update_profile", subject=user, by=user, at=at)
    return user
