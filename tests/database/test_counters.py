"""Numbers without a gap, whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from expect.database import counters


@pytest.mark.django_db
def test_numbers_start_at_one_and_follow():
    assert [counters.next_value("label-2026") for _ in range(3)] == [1, 2, 3]
    assert counters.next_value("label-2027") == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_rolled_back_is_given_again():
    with transaction.atomic():
        counters.next_value("label-2026")
        transaction.set_rollback(True)
    with transaction.atomic():
        assert counters.next_value("label-2026") == 1


@pytest.mark.django_db(transaction=True)
def test_it_wants_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        counters.next_value("label-2026")


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_leave_no_gap():
    def take(_):
        try:
            with transaction.atomic():
                return counters.next_value("label-2026")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(24))) == list(range(1, 25))
