"""EXPE-CT: the label for the expertise of French local authorities, its missions and their reports."""

from expect.celery import app as celery_app

__all__ = ["celery_app"]
