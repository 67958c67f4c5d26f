"""Addresses of stage 3."""

from django.urls import path

from reports.views import claims, following, letters, lists, reading, signing, writing

app_name = "reports"

own = "rapports/notre-organisme/<str:public_id>/"
one = "rapports/<str:public_id>/"
demand = "remboursements/<str:public_id>/"
letter = "lettres-prealables/<str:public_id>/"

urlpatterns = [
    path("rapports/", lists.Reports.as_view(), name="reports"),
    path("rapports/notre-organisme/", lists.OwnReports.as_view(), name="own_reports"),
    path("rapports/ambassade/", lists.PostReports.as_view(), name="post_reports"),
    path("rapports/mission/<str:public_id>/", writing.WriteReport.as_view(), name="write"),
    path(own, reading.OwnReport.as_view(), name="own_report"),
    path(f"{own}rediger/", writing.ReportStep.as_view(), {"step": writing.STEPS[0].slug}, name="edit"),
    path(f"{own}rediger/<slug:step>/", writing.ReportStep.as_view(), name="step"),
    path(f"{own}rediger/<slug:step>/enregistrer/", writing.Autosave.as_view(), name="autosave"),
    path(f"{own}pieces-jointes/", writing.Attach.as_view(), name="attach"),
    path(
        f"{own}pieces-jointes/<str:attachment_id>/retirer/", writing.RemoveFile.as_view(), name="remove_file"
    ),
    path(f"{own}transmettre/", writing.HandIn.as_view(), name="hand_in"),
    path(f"{own}valider/", signing.Deliver.as_view(), name="deliver"),
    path(f"{own}renvoyer/", signing.SendBack.as_view(), name="send_back"),
    path("rapports/ambassade/<str:public_id>/", reading.PostReport.as_view(), name="post_report"),
    path(one, reading.DaectReport.as_view(), name="report"),
    path(f"{one}pieces-jointes/<str:attachment_id>/", reading.Attachment.as_view(), name="attachment"),
    path(f"{one}accepter/", following.AcceptReport.as_view(), name="accept_report"),
    path(f"{one}completer/", following.RequestMore.as_view(), name="request_more"),
    path("remboursements/", lists.Demands.as_view(), name="demands"),
    path(demand, claims.DemandPage.as_view(), name="demand"),
    path(f"{demand}lettre-prealable/", claims.SendPriorLetter.as_view(), name="send_prior_letter"),
    path(f"{demand}emettre/", claims.IssueDemand.as_view(), name="issue"),
    path(f"{demand}abandonner/", claims.DropDemand.as_view(), name="drop"),
    path(f"{demand}remise/", claims.WaiveDemand.as_view(), name="waive"),
    path(letter, letters.LetterPage.as_view(), name="letter"),
    path(f"{letter}lettre/", letters.Document.as_view(), name="letter_document"),
    path(f"{letter}demande/", letters.DemandDocument.as_view(), name="demand_document"),
    path(f"{letter}repondre/", letters.Answer.as_view(), name="answer"),
    path(f"{letter}reception/", letters.RecordReceipt.as_view(), name="record_receipt"),
    path(f"{letter}observations/", letters.RecordAnswer.as_view(), name="record_answer"),
]
