"""The programme's figures, with the text each rests on; the ministry changes them here."""

SERVICE_NAME = "Délégation pour l’action extérieure des collectivités territoriales"
SERVICE_ADDRESS = "57, boulevard des Invalides, 75007 Paris"
SERVICE_PHONE = "01 43 17 62 64"
SERVICE_EMAIL = "secretariat.dgm-aect@diplomatie.gouv.fr"

LABEL_YEARS = 3
"""Term of a label, in years: the rhythm of the earlier campaigns [000 §I] (spec L10)."""

SILENCE_MONTHS = 2
"""Months after which silence on a lodged file means refusal: CRPA L.231-4 and L.231-6 (spec X10)."""

QUORUM_SHARE = (1, 2)
"""A committee sits with more than this share of its members not recused (spec L8)."""

SESSION_HORIZON_MONTHS = 24
"""Months ahead for which a session can be planned (spec L8)."""

REPORT_MONTHS = 2
"""Calendar months after the return within which the report is due [001] (spec R1)."""

MISSION_MAX_DAYS = 7
"""Longest leg of a mission, both ends counted [000 §III.2] (spec M4); a CHECK constraint holds it too."""

PRIOR_LETTER_DAYS = 15
"""Days from receipt of the prior letter within which the holder may answer: CRPA L.122-1 (spec R5)."""
