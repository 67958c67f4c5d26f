"""Addresses of stage 2."""

from django.urls import path

from missions.views import (
    amendments,
    board,
    bulk,
    calendar,
    closing,
    contestation,
    costs,
    desk,
    endings,
    letters,
    lists,
    marks,
    missions,
    money,
    needs,
    on_behalf,
    posts,
    recorded,
    returns,
    review_links,
    reviews,
    solicitations,
    terms,
    versions,
    world,
)
from missions.views.sides import by_side

app_name = "missions"

needs_list = by_side(daect=needs.DaectNeeds, post=needs.PostNeeds, holder=board.HolderNeeds)
need = by_side(daect=needs.DaectNeed, post=needs.PostNeed, holder=board.HolderNeed)
solicitation = by_side(holder=solicitations.OwnSolicitation, daect=solicitations.SolicitationInNeed)
missions_list = by_side(daect=lists.DaectMissions, holder=lists.OwnMissions, post=lists.PostMissions)
mission = by_side(daect=missions.DaectMission, holder=missions.OwnMission, post=missions.PostMission)

urlpatterns = [
    path("besoins/", needs_list, name="requests"),
    path("besoins/nouveau/", needs.RelayRequest.as_view(), name="request_relay"),
    path("besoins/au-nom-de/", recorded.RecordRequest.as_view(), name="request_record"),
    path("besoins/titulaires.json", recorded.HolderSearch.as_view(), name="holder_search"),
    path("besoins/declarer/", board.DeclareRequest.as_view(), name="request_declare"),
    path("besoins/<slug:public_id>/", need, name="request"),
    path("besoins/<slug:public_id>/retirer/", needs.WithdrawRequest.as_view(), name="request_withdraw"),
    path("besoins/<slug:public_id>/reunir/", closing.MergeRequest.as_view(), name="request_merge"),
    path("besoins/<slug:public_id>/proposer/", board.OfferExpertise.as_view(), name="request_offer"),
    path(
        "besoins/<slug:public_id>/ne-plus-proposer/", board.TakeBackOffer.as_view(), name="request_take_back"
    ),
    path(
        "besoins/<slug:public_id>/solliciter/",
        solicitations.Solicit.as_view(),
        name="request_solicit_several",
    ),
    path(
        "besoins/<slug:public_id>/solliciter/<slug:label_id>/",
        solicitations.Solicit.as_view(),
        name="request_solicit",
    ),
    path(
        "besoins/<slug:public_id>/exception/<slug:label_id>/",
        solicitations.GrantException.as_view(),
        name="request_exception",
    ),
    path("sollicitations/<slug:public_id>/", solicitation, name="solicitation"),
    path(
        "sollicitations/<slug:public_id>/accepter/",
        solicitations.AcceptSolicitation.as_view(),
        name="solicitation_accept",
    ),
    path(
        "sollicitations/<slug:public_id>/decliner/",
        solicitations.DeclineSolicitation.as_view(),
        name="solicitation_decline",
    ),
    path(
        "sollicitations/<slug:public_id>/retenir/", solicitations.Choose.as_view(), name="solicitation_choose"
    ),
    path("poste/", desk.Desk.as_view(), name="desk"),
    path("poste/titulaires/", desk.ActiveHolders.as_view(), name="active_holders"),
    path("avis/<str:token>/", review_links.ReviewByLink.as_view(), name="review_link"),
    path(
        "avis-enregistres/<slug:public_id>/contester/",
        on_behalf.ContestReview.as_view(),
        name="review_contest",
    ),
    path(
        "avis-enregistres/<slug:public_id>/suite/",
        contestation.SettleReview.as_view(),
        name="review_settle",
    ),
    path(
        "reponses-enregistrees/<slug:public_id>/suite/",
        contestation.SettleAnswer.as_view(),
        name="answer_settle",
    ),
    path("avis-enregistres/<slug:public_id>/copie/", on_behalf.RecordedScan.as_view(), name="review_scan"),
    path(
        "sollicitations/<slug:public_id>/reponse-recue/",
        recorded.RecordAnswer.as_view(),
        name="solicitation_record",
    ),
    path(
        "missions/<slug:public_id>/accord-recu/",
        recorded.RecordAcceptance.as_view(),
        name="mission_record_acceptance",
    ),
    path(
        "reponses-enregistrees/<slug:public_id>/contester/",
        recorded.ContestAnswer.as_view(),
        name="answer_contest",
    ),
    path(
        "reponses-enregistrees/<slug:public_id>/copie/", recorded.AnswerProof.as_view(), name="answer_proof"
    ),
    path(
        "sollicitations/<slug:public_id>/sans-reponse/",
        closing.LapseSolicitation.as_view(),
        name="solicitation_lapse",
    ),
    path(
        "sollicitations/<slug:public_id>/annuler/",
        closing.CancelSolicitation.as_view(),
        name="solicitation_cancel",
    ),
    path("postes/designer/", posts.NamePost.as_view(), name="name_post"),
    path("missions/calendrier/", calendar.MissionCalendar.as_view(), name="calendar"),
    path("missions/carte/", world.WorldMap.as_view(), name="world"),
    path("missions/agenda/", calendar.Agenda.as_view(), name="agenda"),
    path("agenda/<str:signed>/missions.ics", calendar.Feed.as_view(), name="feed"),
    path("frais/", money.MoneyByMission.as_view(), name="money"),
    path("frais/pays/", money.MoneyByCountry.as_view(), name="money_countries"),
    path("frais/titulaires/", money.MoneyByHolder.as_view(), name="money_holders"),
    path("frais/enveloppe/", money.SetEnvelope.as_view(), name="envelope"),
    path("missions/", missions_list, name="missions"),
    path("missions/soumettre/", bulk.SendMany.as_view(), name="missions_send_to_embassy"),
    path("missions/lettres/", bulk.IssueMany.as_view(), name="missions_issue_letters"),
    path("missions/garder/", marks.MarkMany.as_view(), name="missions_mark"),
    path("missions/oter/", marks.UnmarkMany.as_view(), name="missions_unmark"),
    path("missions/etoile/", marks.Star.as_view(), name="mission_star"),
    path("missions/<slug:public_id>/", mission, name="mission"),
    path("missions/<slug:public_id>/garder/", marks.Mark.as_view(), name="mission_mark"),
    path("missions/<slug:public_id>/preparer/", terms.PrepareTerms.as_view(), name="mission_prepare"),
    path("missions/<slug:public_id>/remettre/", terms.HandTerms.as_view(), name="mission_hand_terms"),
    path("missions/<slug:public_id>/accepter/", terms.AcceptTerms.as_view(), name="mission_accept_terms"),
    path("missions/<slug:public_id>/rouvrir/", terms.ReviseTerms.as_view(), name="mission_revise_terms"),
    path(
        "missions/<slug:public_id>/soumettre/", terms.SendToEmbassy.as_view(), name="mission_send_to_embassy"
    ),
    path("missions/<slug:public_id>/valider/", reviews.Validate.as_view(), name="mission_validate"),
    path("missions/<slug:public_id>/renvoyer/", reviews.ReturnMission.as_view(), name="mission_return"),
    path("missions/<slug:public_id>/refuser/", reviews.RefuseMission.as_view(), name="mission_refuse"),
    path("missions/<slug:public_id>/reporter/", amendments.Postpone.as_view(), name="mission_postpone"),
    path(
        "missions/<slug:public_id>/remplacer/",
        amendments.ReplacePeople.as_view(),
        name="mission_replace_people",
    ),
    path("missions/<slug:public_id>/modifier/", amendments.Amend.as_view(), name="mission_amend"),
    path(
        "missions/<slug:public_id>/changement-recu/",
        amendments.RecordAmendment.as_view(),
        name="mission_record_amendment",
    ),
    path("missions/<slug:public_id>/comparer/", versions.Compare.as_view(), name="mission_compare"),
    path(
        "missions/<slug:public_id>/avis-recu/", on_behalf.RecordReview.as_view(), name="mission_record_review"
    ),
    path("missions/<slug:public_id>/annuler/", endings.CancelMission.as_view(), name="mission_cancel"),
    path(
        "missions/<slug:public_id>/non-partie/",
        endings.RecordNoDeparture.as_view(),
        name="mission_record_no_departure",
    ),
    path(
        "missions/<slug:public_id>/interrompre/", endings.InterruptMission.as_view(), name="mission_interrupt"
    ),
    path("missions/<slug:public_id>/lien/", review_links.SendLinks.as_view(), name="mission_send_links"),
    path("missions/<slug:public_id>/retour/", returns.ConfirmReturn.as_view(), name="mission_confirm_return"),
    path(
        "missions/<slug:public_id>/lettre/emettre/",
        letters.IssueLetter.as_view(),
        name="mission_issue_letter",
    ),
    path("missions/<slug:public_id>/lettre/", letters.MissionLetter.as_view(), name="mission_letter"),
    path("lettres-annulees/<slug:public_id>/", letters.VoidLetter.as_view(), name="void_letter"),
    path("missions/<slug:public_id>/frais/nouveau/", costs.RecordCost.as_view(), name="mission_record_cost"),
    path("frais/<slug:public_id>/corriger/", costs.CorrectCost.as_view(), name="cost_correct"),
    path("frais/<slug:public_id>/joindre/", costs.JoinProof.as_view(), name="cost_join_proof"),
    path("frais/<slug:public_id>/justificatif/", costs.CostProof.as_view(), name="cost_proof"),
]
