"""What `make run` and `make demo` check before they touch anything."""

import socket

import pytest

from tools import instance, run

pytestmark = pytest.mark.pure


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setattr(instance, "VAR", tmp_path)
    return tmp_path


def test_a_taken_port_is_said_before_anything_starts(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(SystemExit, match=f"Le port {port} est déjà pris"):
            run.chosen_port()


@pytest.mark.parametrize("text", ["web", "0", "65536", "-1", "80 80"])
def test_what_is_not_a_port_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)
    with pytest.raises(SystemExit, match="entre 1 et 65535"):
        run.chosen_port()


def test_the_first_start_writes_a_demonstration_then_leaves_it_alone(var, monkeypatch):
    for name in ("EXPECT_ENV", "EXPECT_LOG_LEVEL", "EXPECT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert instance.configuration()["EXPECT_ENV"] == "demo"
    (var / "environment").write_text("# ours\nEXPECT_ENV=production\nEXPECT_SECRET_KEY=a=b\n")
    assert instance.configuration()["EXPECT_ENV"] == "production"
    assert instance.configuration()["EXPECT_SECRET_KEY"] == "a=b"


def test_the_environment_prevails_over_the_file(var, monkeypatch):
    monkeypatch.setenv("EXPECT_ENV", "test")
    assert instance.configuration()["EXPECT_ENV"] == "test"


def test_two_starts_on_the_same_data_are_refused(var):
    with instance.alone(), pytest.raises(SystemExit, match="tourne déjà"), instance.alone():
        pytest.fail("held twice")


def test_a_reset_throws_the_data_away_and_keeps_the_secret(var):
    (var / "files" / "ab").mkdir(parents=True)
    for name in ("expect.sqlite3", "expect.sqlite3-wal", "beat-schedule.dat", "secret_key", "environment"):
        (var / name).write_text("x")
    instance.forget_data({"EXPECT_ENV": "demo"})
    assert sorted(path.name for path in var.iterdir()) == ["environment", "secret_key"]


@pytest.mark.parametrize(
    "configured",
    [
        {},
        {"EXPECT_ENV": "production"},
        {"EXPECT_ENV": "demo", "EXPECT_DATABASE_URL": "postgres://server/expect"},
    ],
)
def test_only_a_demonstration_on_its_own_base_is_reset(var, configured):
    (var / "expect.sqlite3").write_text("x")
    with pytest.raises(SystemExit, match="rien n’a été touché"):
        instance.forget_data(configured)
    assert (var / "expect.sqlite3").exists()
