"""Accounts: arriving, one's body, one's profile, settings."""

from django.urls import path

from expect.accounts.views import (
    bodies,
    handover,
    invitations,
    mandates,
    onboarding,
    openings,
    profile,
    service,
    settings,
)

app_name = "accounts"

urlpatterns = [
    path("ouvrir-un-compte/", onboarding.FindBody.as_view(), name="find_body"),
    path("ouvrir-un-compte/autre-organisme/", onboarding.EnterBody.as_view(), name="enter_body"),
    path("ouvrir-un-compte/<str:public_id>/", onboarding.RequestOpening.as_view(), name="request_opening"),
    path(
        "ouvrir-un-compte/<str:public_id>/collegues/",
        onboarding.AskColleagues.as_view(),
        name="ask_colleagues",
    ),
    path("organismes/recherche/", onboarding.BodySearch.as_view(), name="body_search"),
    path("organismes/", bodies.BodyList.as_view(), name="bodies"),
    path("organismes/<str:public_id>/", bodies.BodyPage.as_view(), name="body"),
    path("organismes/<str:public_id>/inviter/", bodies.InviteColleague.as_view(), name="invite_colleague"),
    path("organismes/<str:public_id>/adresse/", mandates.SetLegalAddress.as_view(), name="legal_address"),
    path(
        "organismes/<str:public_id>/notification/accepter/",
        service.AgreeToService.as_view(),
        name="agree_to_service",
    ),
    path(
        "organismes/<str:public_id>/notification/retirer/",
        service.EndAgreementToService.as_view(),
        name="end_agreement_to_service",
    ),
    path("comptes-a-ouvrir/", openings.OpeningList.as_view(), name="openings"),
    path("comptes-a-ouvrir/<str:public_id>/", openings.OpeningPage.as_view(), name="opening"),
    path(
        "comptes-a-ouvrir/<str:public_id>/ouvrir/", openings.ApproveOpening.as_view(), name="approve_opening"
    ),
    path(
        "comptes-a-ouvrir/<str:public_id>/refuser/", openings.RefuseOpening.as_view(), name="refuse_opening"
    ),
    path("invitation/<str:token>/", invitations.InvitationPage.as_view(), name="invitation"),
    path("profil/", profile.Profile.as_view(), name="profile"),
    path("roles/<str:public_id>/passer-la-main/", handover.HandOver.as_view(), name="hand_over"),
    path("roles/<str:public_id>/terminer/", bodies.EndMembership.as_view(), name="end_membership"),
    path("roles/<str:public_id>/employeur/", settings.SetEmployer.as_view(), name="set_employer"),
    path("roles/<str:public_id>/mandat/", mandates.StateMandate.as_view(), name="state_mandate"),
    path("mandats/<str:public_id>/piece/", mandates.MandateProof.as_view(), name="mandate_proof"),
    path("reglages/elections/", mandates.RenewalList.as_view(), name="renewals"),
    path("reglages/elections/enregistrer/", mandates.RecordRenewal.as_view(), name="record_renewal"),
    path(
        "reglages/elections/<str:public_id>/annuler/",
        mandates.CancelRenewal.as_view(),
        name="cancel_renewal",
    ),
    path("reglages/elections/mandats/", mandates.UnconfirmedList.as_view(), name="unconfirmed"),
    path("reglages/personnes/", settings.PeopleList.as_view(), name="people"),
    path("reglages/invitations/", invitations.InvitationList.as_view(), name="invitations"),
    path("reglages/invitations/envoyer/", invitations.InvitePerson.as_view(), name="invite_person"),
    path(
        "invitations/<str:public_id>/annuler/",
        invitations.RevokeInvitation.as_view(),
        name="revoke_invitation",
    ),
    path("reglages/postes/", settings.PostList.as_view(), name="posts"),
    path("reglages/signatures/", settings.SignatureList.as_view(), name="signatures"),
    path("reglages/signatures/enregistrer/", settings.GrantSignature.as_view(), name="grant_signature"),
    path(
        "reglages/signatures/<str:public_id>/terminer/", settings.EndSignature.as_view(), name="end_signature"
    ),
]
