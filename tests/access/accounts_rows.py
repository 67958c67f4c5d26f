"""Sign-in, accounts, dashboard, demonstration: who opens what."""

import secrets
from datetime import timedelta

from expect.accounts import invitations, mandates
from expect.accounts.enums import OrganisationKind, Role
from expect.accounts.models import AccountOpening, SigningAuthority
from expect.notifications.models import Notice
from tests import factories
from tests.access.world import Row, World
from tests.documents.samples import pdf, upload
from tests.moments import AT

LOGIN = 302
"""Whoever is not signed in is sent to sign in; the sign-in pages send elsewhere whoever is."""

PUBLIC = {"*": 200}
SIGNED_IN = {"anonymous": LOGIN, "*": 200}
POST_ONLY = {"anonymous": LOGIN, "*": 405}
ENTRANCE = {"anonymous": 200, "*": LOGIN}
DAECT_ONLY = {"anonymous": LOGIN, "officer": 200, "head": 200, "*": 403}
ADMINISTRATOR_ONLY = {"anonymous": LOGIN, "administrator": 200, "*": 403}
SIGNATURES = {"anonymous": LOGIN, "administrator": 200, "head": 200, "*": 403}


NOT_SIGNING = {"editor": 403, "officer": 403, "head": 403, "administrator": 403}


def rows(world: World) -> list[Row]:
    return [*signin(), *dashboard(world), *arriving(world), *bodies(world), *settings(world)]


def signin() -> list[Row]:
    return [
        Row("account_login", ENTRANCE),
        Row("account_signup", ENTRANCE),
        Row("account_request_login_code", ENTRANCE),
        Row("account_confirm_login_code", {"*": 302}),
        Row("account_email_verification_sent", {"*": 302}),
        Row("account_email", SIGNED_IN),
        Row("account_reset_password", PUBLIC),
        Row("account_confirm_password_reset_code", {"*": 302}),
        Row("account_complete_password_reset", {"*": 302}),
        Row("account_password_reset_completed", PUBLIC),
        Row("account_change_password", SIGNED_IN),
        Row("account_set_password", {"*": 302}),  # all have one, and are sent to change it
        Row("account_logout", {"anonymous": 302, "*": 200}),
        Row("account_inactive", PUBLIC),
        Row("administration_door", {"anonymous": LOGIN, "*": 403}),
        Row("demo:sign_in", {"*": 405}),
    ]


def dashboard(world: World) -> list[Row]:
    notice = Notice.objects.create(
        key=secrets.token_hex(8), user=world.people["editor"], title="Essai", path="/profil/", created_at=AT
    )
    return [
        Row("dashboard:home", {"anonymous": 200, "*": 302}),
        Row("dashboard:apply", PUBLIC),
        Row("dashboard:settings", DAECT_ONLY),
        Row("dashboard:work_list", {"anonymous": LOGIN, "stranger": 302, "*": 200}),
        Row("dashboard:switch_membership", POST_ONLY),
        Row("dashboard:notices", SIGNED_IN),
        Row("dashboard:read_notices", POST_ONLY),
        Row("dashboard:open_notice", {"anonymous": LOGIN, "editor": 302, "*": 404}, {"pk": notice.pk}),
        Row("accounts:profile", SIGNED_IN),
    ]


def arriving(world: World) -> list[Row]:
    opening = AccountOpening.objects.create(
        organisation=factories.organisation(),
        requested_by=world.people["stranger"],
        requested_at=AT,
        function="Directrice",
        role=Role.SIGNATORY,
        signatory_capacity="Maire",
    )
    one = {"public_id": opening.public_id}
    reads = {"anonymous": LOGIN, "stranger": 200, "officer": 200, "head": 200, "*": 404}
    decides = reads | {"stranger": 403}
    free = {"public_id": opening.organisation.public_id}
    taken = {"public_id": world.organisation.public_id}
    return [
        Row("accounts:find_body", SIGNED_IN),
        Row("accounts:body_search", SIGNED_IN),
        Row("accounts:enter_body", SIGNED_IN),
        Row("accounts:request_opening", SIGNED_IN, free),
        Row("accounts:request_opening", {"*": 302}, taken),
        Row("accounts:ask_colleagues", {"*": 302}, free),
        Row(
            "accounts:ask_colleagues", {"anonymous": LOGIN, "editor": 403, "signatory": 403, "*": 200}, taken
        ),
        Row("accounts:openings", DAECT_ONLY),
        Row("accounts:opening", reads, one),
        Row("accounts:approve_opening", decides, one),
        Row("accounts:refuse_opening", decides, one),
    ]


def bodies(world: World) -> list[Row]:
    own = {"public_id": world.organisation.public_id}
    daect = {"officer": 200, "head": 200}
    inside = {"anonymous": LOGIN, "editor": 200, "signatory": 200, "administrator": 200, **daect, "*": 404}
    ends = {"anonymous": LOGIN, "editor": 200, "signatory": 200, "administrator": 200}
    ends |= {"officer": 403, "head": 403, "*": 404}
    states = {"anonymous": LOGIN, "editor": 403, "signatory": 200, "administrator": 403, **daect, "*": 404}
    shows = {"anonymous": LOGIN, "editor": 200, "signatory": 200, **daect, "*": 404}
    signatory = world.people["signatory"]
    statement = mandates.state_mandate(
        membership=signatory.memberships.get(),
        capacity="Maire",
        proof=upload(pdf()),
        by=signatory,
        at=AT - timedelta(days=1),
    )
    role = world.people["editor"].memberships.get()
    member = world.people["committee_member"].memberships.get()
    invitation = invitations.invite(
        email="invitee@exemple.test",
        first_name="Léa",
        last_name="Petit",
        role=Role.EDITOR,
        organisation=world.organisation,
        by=world.people["signatory"],
        at=AT - timedelta(days=1),
    )
    token = secrets.token_urlsafe(32)
    type(invitation).objects.filter(pk=invitation.pk).update(token_digest=invitations.digest(token))
    return [
        Row("accounts:bodies", {**DAECT_ONLY, "administrator": 200}),
        Row("accounts:body", inside, own),
        Row("accounts:invite_colleague", inside, own),
        Row("accounts:end_membership", ends, {"public_id": role.public_id}),
        Row(
            "accounts:set_employer",
            {"anonymous": LOGIN, "administrator": 200, "*": 404},
            {"public_id": member.public_id},
        ),
        Row(
            "accounts:hand_over",
            {"anonymous": LOGIN, "post_agent": 200, "*": 404},
            {"public_id": world.people["post_agent"].memberships.get().public_id},
            whose="post_agent",
        ),
        Row("accounts:state_mandate", states, {"public_id": statement.membership.public_id}),
        Row("accounts:mandate_proof", shows, {"public_id": statement.public_id}),
        Row("accounts:legal_address", inside | {"administrator": 403}, own),
        Row("accounts:agree_to_service", inside | NOT_SIGNING, own),
        Row("accounts:end_agreement_to_service", inside | NOT_SIGNING, own),
        Row("accounts:revoke_invitation", inside, {"public_id": invitation.public_id}),
        Row("accounts:invitation", PUBLIC, {"token": token}),
        Row("accounts:invitation", {"*": 404}, {"token": "inconnu"}),
    ]


def settings(world: World) -> list[Row]:
    authority = SigningAuthority.objects.filter(user=world.people["head"]).first()
    (renewal,) = mandates.record_renewal(
        kinds=[OrganisationKind.REGION],
        held_on=AT.date() - timedelta(days=3),
        text_reference="Décret d’essai",
        by=world.people["head"],
        at=AT - timedelta(days=1),
    )
    return [
        Row("accounts:renewals", DAECT_ONLY),
        Row("accounts:record_renewal", DAECT_ONLY),
        Row("accounts:unconfirmed", DAECT_ONLY),
        Row("accounts:cancel_renewal", DAECT_ONLY, {"public_id": renewal.public_id}),
        Row("accounts:people", ADMINISTRATOR_ONLY),
        Row("accounts:invitations", ADMINISTRATOR_ONLY),
        Row("accounts:invite_person", ADMINISTRATOR_ONLY),
        Row("accounts:posts", ADMINISTRATOR_ONLY),
        Row("accounts:signatures", SIGNATURES),
        Row("accounts:grant_signature", SIGNATURES),
        Row("accounts:end_signature", SIGNATURES, {"public_id": authority.public_id}),
    ]
