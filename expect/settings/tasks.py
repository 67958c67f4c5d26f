"""Celery: the broker carries, the database remembers. Nothing is published inside a request."""

from celery.schedules import crontab

from expect.settings.environment import PRODUCTION, VAR, env

CELERY_BROKER_URL = env("BROKER_URL") if PRODUCTION else env("BROKER_URL", "filesystem://localhost")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TIMEZONE = "Europe/Paris"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 5}
if CELERY_BROKER_URL.startswith("filesystem"):
    _folder = VAR / "broker"
    _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_folder),
        "data_folder_out": str(_folder),
        "control_folder": str(_folder / "control"),
        "polling_interval": 0.1,
    }

CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "expect.web.tasks.beat_heartbeat", "schedule": 30},
    "drain-outbox": {"task": "expect.notifications.tasks.drain_outbox", "schedule": 5},
    "render-documents": {"task": "expect.documents.tasks.render_pending", "schedule": 5},
    "scan-files": {"task": "expect.documents.tasks.scan_files", "schedule": 5},
    "tell-held-back": {"task": "labels.tasks.tell_held_back", "schedule": 30},
    "notify-scanned": {"task": "labels.tasks.notify_scanned", "schedule": 30},
    "sweep-files": {"task": "expect.documents.tasks.sweep_files", "schedule": crontab(hour=3, minute=20)},
    "forget-unfinished": {
        "task": "expect.web.tasks.forget_unfinished",
        "schedule": crontab(hour=3, minute=40),
    },
    "seal-journal": {"task": "expect.audit.tasks.seal_journal", "schedule": 10},
    "complete-missions": {"task": "missions.tasks.complete_missions", "schedule": crontab(hour=0, minute=10)},
    "follow-charges": {"task": "missions.tasks.follow_charges", "schedule": crontab(minute=5)},
    "expire-requests": {"task": "missions.tasks.expire_requests", "schedule": crontab(hour=0, minute=20)},
    "follow-silence": {"task": "missions.tasks.follow_silence", "schedule": crontab(hour=7, minute=30)},
    "follow-turns": {"task": "missions.tasks.follow_turns", "schedule": crontab(hour=7, minute=40)},
    "remind-of-reports": {"task": "reports.tasks.remind", "schedule": crontab(hour=6, minute=30)},
    "flag-overdue-reports": {
        "task": "reports.tasks.flag_overdue_reports",
        "schedule": crontab(hour=0, minute=30),
    },
}
