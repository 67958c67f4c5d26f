"""The folder that carries messages where there is no Redis: whole, or not at all."""

from threading import Thread
from time import monotonic

import pytest
from kombu import Connection

from expect.broker import Channel
from expect.celery import app

pytestmark = pytest.mark.pure

MESSAGES = 400
PATIENCE = 60
TABLES = 300


def test_a_reader_never_meets_half_a_message(tmp_path):
    folders = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "c"),
    }
    body = {"args": ["x" * 20_000]}
    received = []

    def write():
        with Connection("filesystem://", transport_options=folders) as connection:
            queue = connection.SimpleQueue("work")
            for number in range(MESSAGES):
                queue.put(body | {"number": number})

    writer = Thread(target=write)
    limit = monotonic() + PATIENCE
    with Connection("filesystem://", transport_options=folders) as connection:
        queue = connection.SimpleQueue("work")  # first: the connections of a process share what is declared
        writer.start()
        while len(received) < MESSAGES and monotonic() < limit:
            try:
                message = queue.get(timeout=1)
            except queue.Empty:
                continue
            received.append(message.payload["number"])
            message.ack()
    writer.join()
    assert sorted(received) == list(range(MESSAGES))


def test_a_reader_never_meets_half_a_table_of_queues(tmp_path):
    folders = {
        "data_folder_in": str(tmp_path),
        "data_folder_out": str(tmp_path),
        "control_folder": str(tmp_path / "c"),
    }
    faults = []

    def declare(number):
        try:
            with Connection("filesystem://", transport_options=folders) as connection:
                channel = connection.default_channel
                for exchange in range(TABLES):
                    channel.get_table(f"e{exchange}")
                    channel._queue_bind(f"e{exchange}", "", "", f"q{number}")
        except ValueError as fault:
            faults.append(fault)

    threads = [Thread(target=declare, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with Connection("filesystem://", transport_options=folders) as connection:
        for exchange in range(TABLES):
            bound = {row.queue for row in connection.default_channel.get_table(f"e{exchange}")}
            assert bound == {f"q{number}" for number in range(4)}


def test_celery_reads_that_folder_with_our_channel():
    with app.connection_for_write(url="filesystem://") as connection:
        assert connection.transport.Channel is Channel
