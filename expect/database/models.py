"""Two small tables that belong to no stage."""

from django.db import models


class Counter(models.Model):
    """The last value given out under a name; see `counters.next_value`."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return f"{self.name}: {self.value}"


class Heartbeat(models.Model):
    """When a background part last showed it was alive."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name
