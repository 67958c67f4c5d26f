"""Numbers without a gap."""

from django.db import transaction
from django.db.models import F

from expect.database.models import Counter


def next_value(name: str) -> int:
    """The next number under `name`, from 1, without gap.

    Must run inside the transaction that uses the number: rolled back together, the number is given again.
    The row stays locked until the end of that transaction, so two callers follow one another.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "next_value() wants the transaction that uses the number"
        )
    Counter.objects.get_or_create(name=name)
    Counter.objects.filter(name=name).update(value=F("value") + 1)
    return Counter.objects.values_list("value", flat=True).get(name=name)
