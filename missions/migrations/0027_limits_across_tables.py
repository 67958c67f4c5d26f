"""Limits that a CHECK cannot see, between a row and those that it points to (spec M3–M7, decision 0102)."""

from django.db import migrations

from expect.database.operations import RefuseRows

STRANGER = """EXISTS (
    SELECT 1 FROM "missions_missionleg" AS "leg" JOIN "missions_mission" AS "mission" ON "mission"."id" = "leg"."mission_id"
    WHERE "leg"."id" = {row}."leg_id" AND CASE WHEN "leg"."direction" = 'hosting' THEN {row}."expert_id" IS NOT NULL
    ELSE NOT EXISTS (
        SELECT 1 FROM "labels_expert" AS "expert"
        WHERE "expert"."id" = {row}."expert_id" AND "expert"."organisation_id" = "mission"."organisation_id"
    ) END
)"""
"""Sent, and no expert of the holder; or hosted, and an expert (spec M4, M6)."""
OUT_OF_ORDER = """EXISTS (
    SELECT 1 FROM "missions_missionleg" AS "other" JOIN "missions_mission" AS "mission" ON "mission"."id" = "other"."mission_id"
    WHERE "other"."mission_id" = {row}."mission_id" AND "other"."direction" <> {row}."direction"
    AND CASE WHEN "mission"."course" = 'alone' THEN TRUE
    WHEN ("mission"."course" = 'preceded') = ({row}."direction" = 'hosting') THEN {row}."ends_on" > "other"."starts_on"
    ELSE "other"."ends_on" > {row}."starts_on" END
)"""
"""A second leg where the mission is alone, or one that begins before the former ends (spec M4)."""
OTHER_COURSE = """EXISTS (
    SELECT 1 FROM "missions_missionleg" AS "sending" JOIN "missions_missionleg" AS "hosting"
    ON "hosting"."mission_id" = "sending"."mission_id"
    WHERE "sending"."mission_id" = {row}."id" AND "sending"."direction" = 'sending' AND "hosting"."direction" = 'hosting'
    AND CASE {row}."course" WHEN 'preceded' THEN "hosting"."ends_on" > "sending"."starts_on"
    WHEN 'followed' THEN "sending"."ends_on" > "hosting"."starts_on" ELSE TRUE END
)"""
"""A course that the two legs as they are written do not follow (spec M4)."""
ANSWERED_TOO_LATE = """{row}."answer_by" > (
    SELECT "need"."wished_until" FROM "missions_expertiserequest" AS "need" WHERE "need"."id" = {row}."request_id"
)"""
"""Answered once the period wished is over (spec M3)."""
OVER_TOO_SOON = """EXISTS (
    SELECT 1 FROM "missions_solicitation" AS "asked"
    WHERE "asked"."request_id" = {row}."id" AND "asked"."answer_by" > {row}."wished_until"
)"""
"""A period wished that ends before somebody asked has to answer (spec M3)."""
ENTERED_TWICE = """{row}."stage" IN ('paid', 'recovered') AND {row}."corrects_id" IS NULL AND EXISTS (
    SELECT 1 FROM "missions_cost" AS "entered" WHERE "entered"."mission_id" = {row}."mission_id"
    AND "entered"."stage" = {row}."stage" AND "entered"."buyer" = {row}."buyer" AND "entered"."amount" = {row}."amount"
    AND UPPER("entered"."reference") = UPPER({row}."reference") AND "entered"."corrects_id" IS NULL AND NOT EXISTS (
        SELECT 1 FROM "missions_cost" AS "contrary" WHERE "contrary"."corrects_id" = "entered"."id"
    )
)"""
"""Money that moved, by the reference of a line that stands (spec M7)."""


class Migration(migrations.Migration):
    dependencies = [("missions", "0026_needs_recorded"), ("labels", "0020_expert_languages_key")]

    operations = [
        RefuseRows("missions_participant", STRANGER, events=("INSERT", "UPDATE")),
        RefuseRows("missions_missionleg", OUT_OF_ORDER, events=("INSERT", "UPDATE")),
        RefuseRows("missions_mission", OTHER_COURSE, events=("UPDATE OF course",)),
        RefuseRows("missions_solicitation", ANSWERED_TOO_LATE),
        RefuseRows("missions_expertiserequest", OVER_TOO_SOON, events=("UPDATE OF wished_until",)),
        RefuseRows("missions_cost", ENTERED_TWICE),
    ]
