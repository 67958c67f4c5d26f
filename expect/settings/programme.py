"""Who the service is, and what the sources fix; what DAECT may change is in `expect.programme`."""

SERVICE_NAME = "Délégation pour l’action extérieure des collectivités territoriales"
SERVICE_ADDRESS = "57, boulevard des Invalides, 75007 Paris"
SERVICE_PHONE = "01 43 17 62 64"
SERVICE_EMAIL = "secretariat.dgm-aect@diplomatie.gouv.fr"

REPORT_MONTHS = 2
"""Calendar months after the return within which the report is due [001] (spec R1)."""

MISSION_MAX_DAYS = 7
"""Longest leg of a mission, both ends counted [000 §III.2] (spec M4); a CHECK constraint holds it too."""
