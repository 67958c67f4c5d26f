"""What is kept is neither emptied, replaced nor given another key; what was decided says only what is known (spec L7–L11)."""

from django.db import migrations, models

from expect.database.operations import ForbidDelete, FreezeColumns, FreezeRowsOf, Lift, Renew

KEPT = (
    "admissibilitycheck agendaplace appeal applicationversion commitmenttext correctionpoint correctionrequest courtcase "
    "courtcasecorrection decision_themes diploma filemessage internalnote label label_themes labelapplication "
    "letterreading messageattachment minutes rectification rectifiedmention theme themechange"
)

DECISION = (
    "application_id session_id outcome reasons skills narrowed recorded_at recorded_by_id replaces_id correction_reason"
).split()
DECIDED = ("authority_id", "letter_id", "notified_at", "replaced_at")
LABEL = ("number", "application_id", "decision_id", "granted_on")
OPINION = ("application_id", "session_id", "member_id", "view", "reasons", "given_at")
RECUSAL = ("application_id", "session_id", "member_id", "ground", "reasons", "since")


def rebuilt():
    """The guards of the tables that a check is added to, which SQLite rebuilds."""
    return (
        ForbidDelete("labels_decision"),
        ForbidDelete("labels_opinion"),
        FreezeColumns("labels_opinion", columns=OPINION),
        ForbidDelete("labels_recusal"),
        FreezeColumns("labels_recusal", columns=RECUSAL),
    )


def known(model, field, name, values):
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.CheckConstraint(condition=models.Q((f"{field}__in", values)), name=name),
    )


class Migration(migrations.Migration):
    dependencies = [("labels", "0032_two_appeals")]

    operations = [
        *(Renew(ForbidDelete(f"labels_{table}")) for table in KEPT.split()),
        Renew(ForbidDelete("labels_evidenceattachment", fact="lodged_at")),
        *(Lift(guard) for guard in rebuilt()),
        Lift(FreezeColumns("labels_decision", columns=DECISION, once_set=DECIDED)),
        known("decision", "outcome", "decision_outcome_known", ["granted", "refused", "deferred"]),
        known("opinion", "view", "opinion_view_known", ["favourable", "reserved", "unfavourable", "abstained"]),
        known(
            "recusal",
            "ground",
            "recusal_ground_known",
            ["declared", "recorded", "own_body", "named_expert", "expert_body"],
        ),
        known("evidenceitem", "basis", "evidence_basis_known", ["cooperation", "territory"]),
        *rebuilt(),
        FreezeColumns("labels_decision", columns=("public_id", *DECISION), once_set=DECIDED),
        FreezeColumns("labels_decision_themes", columns=("decision_id", "theme_id")),
        FreezeRowsOf("labels_decision_themes", "labels_decision", "decision_id", "notified_at"),
        Lift(FreezeColumns("labels_label", columns=LABEL)),
        FreezeColumns("labels_label", columns=("public_id", *LABEL, "ends_on")),
        FreezeColumns("labels_label_themes", columns=("label_id", "theme_id")),
        FreezeRowsOf("labels_sessionmember", "labels_committeesession", "session_id", "held_at"),
    ]
