"""Addresses of stage 3."""

from django.urls import path

from missions.views.sides import by_side
from reports.views import (
    claims,
    deciding,
    following,
    hearings,
    letters,
    limits,
    lists,
    observations,
    punctuality,
    reading,
    recovery,
    service,
    signing,
    versions,
    writing,
)

app_name = "reports"

reports = by_side(daect=lists.DaectReports, holder=lists.OwnReports, post=lists.PostReports)
report = by_side(daect=reading.DaectReport, holder=reading.OwnReport, post=reading.PostReport)
demands = by_side(daect=lists.Demands)

ONE = "rapports/<slug:public_id>/"
CLAIM = "remboursements/<slug:public_id>/"
LETTER = "lettres-prealables/<slug:public_id>/"
RECORDED = "observations/<slug:public_id>/"
HEARING = "entretiens/<slug:public_id>/"

urlpatterns = [
    path("rapports/", reports, name="reports"),
    path("rapports/ponctualite/titulaires/", punctuality.ByHolder.as_view(), name="punctuality_holders"),
    path("rapports/ponctualite/pays/", punctuality.ByCountry.as_view(), name="punctuality_countries"),
    path("rapports/mission/<slug:public_id>/", writing.WriteReport.as_view(), name="write"),
    path("rapports/mission/<slug:public_id>/suivi/", limits.Awaited.as_view(), name="awaited"),
    path("rapports/mission/<slug:public_id>/delai/", limits.AskMoreTime.as_view(), name="ask_more_time"),
    path(
        "rapports/delais/<slug:public_id>/accorder/", limits.GrantMoreTime.as_view(), name="grant_more_time"
    ),
    path(
        "rapports/delais/<slug:public_id>/refuser/", limits.RefuseMoreTime.as_view(), name="refuse_more_time"
    ),
    path(ONE, report, name="report"),
    path(f"{ONE}rediger/", writing.ReportStep.as_view(), {"step": writing.STEPS[0].slug}, name="edit"),
    path(f"{ONE}rediger/<slug:step>/", writing.ReportStep.as_view(), name="step"),
    path(f"{ONE}rediger/<slug:step>/enregistrer/", writing.Autosave.as_view(), name="autosave"),
    path(f"{ONE}pieces-jointes/", writing.Attach.as_view(), name="attach"),
    path(f"{ONE}pieces-jointes/<slug:attachment_id>/", reading.Attachment.as_view(), name="attachment"),
    path(
        f"{ONE}pieces-jointes/<slug:attachment_id>/retirer/", writing.RemoveFile.as_view(), name="remove_file"
    ),
    path(f"{ONE}versions/", versions.CompareVersions.as_view(), name="compare_versions"),
    path(f"{ONE}versions/<int:number>/", versions.VersionPaper.as_view(), name="version_paper"),
    path(f"{ONE}versions/<int:number>/<slug:file_id>/", versions.VersionFile.as_view(), name="version_file"),
    path(f"{ONE}complement/date/", following.MoveMore.as_view(), name="move_more"),
    path(f"{ONE}complement/accepter-sans/", following.AcceptAsIs.as_view(), name="accept_as_is"),
    path(f"{ONE}transmettre/", writing.HandIn.as_view(), name="hand_in"),
    path(f"{ONE}valider/", signing.Deliver.as_view(), name="deliver"),
    path(f"{ONE}renvoyer/", signing.SendBack.as_view(), name="send_back"),
    path(f"{ONE}accepter/", following.AcceptReport.as_view(), name="accept_report"),
    path(f"{ONE}completer/", following.RequestMore.as_view(), name="request_more"),
    path("remboursements/", demands, name="demands"),
    path(CLAIM, claims.DemandPage.as_view(), name="demand"),
    path(f"{CLAIM}lettre-prealable/", deciding.SendPriorLetter.as_view(), name="send_prior_letter"),
    path(f"{CLAIM}texte/", deciding.WriteLetter.as_view(), name="write_letter"),
    path(f"{CLAIM}emettre/", deciding.IssueDemand.as_view(), name="issue"),
    path(f"{CLAIM}abandonner/", deciding.DropDemand.as_view(), name="drop"),
    path(f"{CLAIM}remise/", deciding.WaiveDemand.as_view(), name="waive"),
    path(f"{CLAIM}transmettre/", recovery.HandOver.as_view(), name="hand_over"),
    path(f"{CLAIM}reception/", service.RegisterDemandService.as_view(), name="register_demand_receipt"),
    path(f"{CLAIM}paiement/", recovery.RecordPayment.as_view(), name="record_payment"),
    path(f"{CLAIM}remise-gracieuse/", recovery.Remit.as_view(), name="remit"),
    path(f"{CLAIM}non-valeur/", recovery.WriteOff.as_view(), name="write_off"),
    path(f"{CLAIM}restitution/", recovery.GiveBack.as_view(), name="give_back"),
    path(f"{CLAIM}contestation/", recovery.Contest.as_view(), name="contest"),
    path(f"{CLAIM}contestation/repondre/", recovery.AnswerContestation.as_view(), name="answer_contestation"),
    path(f"{CLAIM}maintenir/", recovery.Maintain.as_view(), name="maintain"),
    path(f"{CLAIM}ecritures/<slug:entry_id>/annuler/", recovery.CancelEntry.as_view(), name="cancel_entry"),
    path(LETTER, letters.LetterPage.as_view(), name="letter"),
    path(f"{LETTER}lettre/", letters.LetterDocument.as_view(), name="letter_document"),
    path(f"{LETTER}demande/", letters.DemandDocument.as_view(), name="demand_document"),
    path(f"{LETTER}repondre/", letters.Answer.as_view(), name="answer"),
    path(f"{LETTER}reception/", service.RegisterLetterService.as_view(), name="register_receipt"),
    path(f"{LETTER}entretien/", letters.RecordHearing.as_view(), name="record_hearing"),
    path(f"{LETTER}observations/", observations.RecordAnswer.as_view(), name="record_answer"),
    path(f"{HEARING}annuler/", hearings.CancelHearing.as_view(), name="cancel_hearing"),
    path(f"{HEARING}contester/", hearings.ContestHearing.as_view(), name="contest_hearing"),
    path(f"{RECORDED}annuler/", observations.CancelObservations.as_view(), name="cancel_observations"),
    path(f"{RECORDED}contester/", observations.ContestObservations.as_view(), name="contest_observations"),
    path(f"{RECORDED}copie/", observations.ObservationsProof.as_view(), name="observations_proof"),
]
