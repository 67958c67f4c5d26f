"""Addresses of stage 1: the public's, the applicant's, DAECT's, the committee's."""

from django.urls import path

from labels.views import (
    agenda,
    appeal_papers,
    appeals,
    attendance,
    blank_form,
    bulk,
    calendars,
    checking,
    conduct,
    court_cases,
    decisions,
    dismissals,
    documents,
    evidence,
    exchange,
    experts,
    file_acts,
    holders,
    instruction,
    lodged,
    lodging,
    marks,
    meeting,
    members,
    minister_answers,
    own,
    own_file,
    own_sessions,
    papers,
    rectifications,
    service,
    sessions,
    setting_aside,
    settings,
    steps,
    verify,
    versions,
)

app_name = "labels"

PUBLIC = [
    path("titulaires/", holders.Holders.as_view(), name="holders"),
    path("candidature/formulaire.odt", blank_form.BlankForm.as_view(), name="blank_form"),
    path("verifier/", verify.Verify.as_view(), name="verify"),
    path("verifier/<str:reference>/", verify.Verification.as_view(), name="verification"),
]
FILE = "candidature/<slug:public_id>"
APPLICANT = [
    path("candidature/", own.OwnApplications.as_view(), name="own_applications"),
    path("candidature/commencer/<slug:body>/", own.Start.as_view(), name="application_start"),
    path(f"{FILE}/", own_file.OwnApplicationPage.as_view(), name="own_application"),
    path(f"{FILE}/expertise/", steps.Expertise.as_view(), name="application_expertise"),
    path(f"{FILE}/preuves/", steps.Evidence.as_view(), name="application_evidence"),
    path(f"{FILE}/experts/", steps.Experts.as_view(), name="application_experts"),
    path(f"{FILE}/mobilisation/", steps.Mobilisation.as_view(), name="application_mobilisation"),
    path(f"{FILE}/relecture/", steps.Review.as_view(), name="application_review"),
    path(f"{FILE}/enregistrer/<slug:part>/", steps.Autosave.as_view(), name="application_autosave"),
    path(f"{FILE}/preuves/ajouter/", evidence.AddItem.as_view(), name="evidence_add"),
    path(f"{FILE}/pieces/ajouter/", evidence.AttachFile.as_view(), name="attachment_add"),
    path(f"{FILE}/pieces/envoyer/", evidence.SendFile.as_view(), name="attachment_send"),
    path(f"{FILE}/experts/ajouter/", evidence.AddExpert.as_view(), name="application_expert_add"),
    path(f"{FILE}/experts/<slug:expert>/", experts.CorrectExpert.as_view(), name="application_expert_edit"),
    path("candidature/preuves/<slug:public_id>/", evidence.EditItem.as_view(), name="evidence_edit"),
    path(
        "candidature/preuves/<slug:public_id>/retirer/", evidence.RemoveItem.as_view(), name="evidence_remove"
    ),
    path(
        "candidature/pieces/<slug:public_id>/retirer/",
        evidence.RemoveFile.as_view(),
        name="attachment_remove",
    ),
    path(f"{FILE}/transmettre/", lodging.HandOver.as_view(), name="application_hand_over"),
    path(f"{FILE}/deposer/", lodging.Submit.as_view(), name="application_submit"),
    path(f"{FILE}/recours/", appeals.LodgeAppeal.as_view(), name="application_appeal"),
    path(f"{FILE}/retirer/", lodging.Withdraw.as_view(), name="application_withdraw"),
    path(f"{FILE}/versions/", versions.OwnComparison.as_view(), name="own_compare"),
    path(f"{FILE}/versions/<int:number>/", versions.OwnVersion.as_view(), name="own_version"),
    path(f"{FILE}/messages/", exchange.OwnMessages.as_view(), name="own_messages"),
    path("experts/", experts.OwnExperts.as_view(), name="own_experts"),
    path("experts/ajouter/<slug:body>/", experts.AddExpert.as_view(), name="expert_add"),
    path("experts/<slug:public_id>/", experts.EditExpert.as_view(), name="expert_edit"),
    path("label/", holders.OwnLabels.as_view(), name="own_labels"),
]
LODGED = "candidatures/<slug:public_id>"
SESSION = "seances/<slug:public_id>"
DAECT = [
    path("candidatures/", instruction.ApplicationList.as_view(), name="applications"),
    path("candidatures/confier/", bulk.AssignMany.as_view(), name="applications_assign"),
    path("candidatures/inscrire/", bulk.AdmitMany.as_view(), name="applications_admit"),
    path("candidatures/garder/", marks.MarkMany.as_view(), name="applications_mark"),
    path("candidatures/oter/", marks.UnmarkMany.as_view(), name="applications_unmark"),
    path("candidatures/etoile/", marks.Star.as_view(), name="application_star"),
    path(f"{LODGED}/garder/", marks.Mark.as_view(), name="application_mark"),
    path(f"{LODGED}/", lodged.ApplicationPage.as_view(), name="application"),
    path(f"{LODGED}/confier/", file_acts.Assign.as_view(), name="application_assign"),
    path(f"{LODGED}/verifier/", checking.Check.as_view(), name="application_check"),
    path(f"{LODGED}/inscrire/", file_acts.Admit.as_view(), name="application_admit"),
    path(f"{LODGED}/retirer-de-la-seance/", agenda.TakeOff.as_view(), name="application_take_off"),
    path(
        f"{LODGED}/corrections/",
        file_acts.RequestChanges.as_view(),
        name="application_request_changes",
    ),
    path(f"{LODGED}/classer/", dismissals.Close.as_view(), name="application_close"),
    path(
        f"{LODGED}/irrecevable/",
        dismissals.DeclareInadmissible.as_view(),
        name="application_declare_inadmissible",
    ),
    path(
        "candidatures/sans-examen/<slug:public_id>/reception/",
        service.RegisterDismissalService.as_view(),
        name="dismissal_register_service",
    ),
    path(f"{LODGED}/deport/", setting_aside.SetAside.as_view(), name="application_set_aside"),
    path(f"{LODGED}/lien/", setting_aside.ClearDoubt.as_view(), name="application_clear_doubt"),
    path("deports/<slug:public_id>/lever/", setting_aside.LiftRecusal.as_view(), name="recusal_lift"),
    path(f"{LODGED}/decider/", file_acts.Decide.as_view(), name="application_decide"),
    path(f"{LODGED}/versions/", versions.LodgedComparison.as_view(), name="application_compare"),
    path(f"{LODGED}/versions/<int:number>/", versions.LodgedVersion.as_view(), name="application_version"),
    path(f"{LODGED}/messages/", exchange.DaectMessages.as_view(), name="application_messages"),
    path(f"{LODGED}/noter/", exchange.AddNote.as_view(), name="application_note"),
    path("candidatures/decisions/<slug:public_id>/", decisions.DecisionPage.as_view(), name="decision"),
    path(
        "candidatures/decisions/<slug:public_id>/corriger/",
        decisions.Correct.as_view(),
        name="decision_correct",
    ),
    path(
        "candidatures/decisions/<slug:public_id>/reception/",
        service.RegisterDecisionService.as_view(),
        name="decision_register_service",
    ),
    path(
        "candidatures/decisions/<slug:public_id>/rectifier/",
        rectifications.Rectify.as_view(),
        name="decision_rectify",
    ),
    path(
        "rectificatifs/<slug:public_id>/reception/",
        service.RegisterRectificationService.as_view(),
        name="rectification_register_service",
    ),
    path(
        "diplomes/<slug:public_id>/refaire/", rectifications.ReplaceDiploma.as_view(), name="diploma_replace"
    ),
    path(f"{LODGED}/recours/", appeals.RegisterAppeal.as_view(), name="application_register_appeal"),
    path(
        f"{LODGED}/contentieux/", court_cases.RecordCourtCase.as_view(), name="application_record_court_case"
    ),
    path(
        "contentieux/<slug:public_id>/numero/",
        court_cases.CorrectCourtCase.as_view(),
        name="court_case_correct",
    ),
    path(
        "contentieux/<slug:public_id>/issue/",
        court_cases.RecordJudgment.as_view(),
        name="court_case_record_judgment",
    ),
    path("recours/", appeals.AppealList.as_view(), name="appeals"),
    path("recours/<slug:public_id>/", appeals.AppealPage.as_view(), name="appeal"),
    path("recours/<slug:public_id>/repondre/", appeals.AnswerAppeal.as_view(), name="appeal_answer_act"),
    path(
        "recours/<slug:public_id>/remplacer-la-lettre/",
        minister_answers.ReplaceAnswerScan.as_view(),
        name="appeal_replace_answer_scan",
    ),
    path(
        "recours/<slug:public_id>/reponse-du-ministre/",
        minister_answers.RecordMinisterAnswer.as_view(),
        name="appeal_record_answer",
    ),
    path(
        "recours/<slug:public_id>/reception/",
        service.RegisterAppealService.as_view(),
        name="appeal_register_service",
    ),
    path("seances/", sessions.SessionList.as_view(), name="sessions"),
    path("seances/prevoir/", sessions.PlanSession.as_view(), name="session_plan"),
    path(f"{SESSION}/", sessions.SessionPage.as_view(), name="session"),
    path(f"{SESSION}/inviter/", sessions.Invite.as_view(), name="session_invite"),
    path(f"{SESSION}/changer/", sessions.Change.as_view(), name="session_change"),
    path(f"{SESSION}/ordre-du-jour/", agenda.Order.as_view(), name="session_agenda"),
    path(f"{SESSION}/ordre-du-jour/par-theme/", agenda.ByTheme.as_view(), name="session_agenda_by_theme"),
    path(f"{SESSION}/calendrier.ics", calendars.SessionCalendar.as_view(), name="session_calendar"),
    path(f"{SESSION}/clore/", sessions.Close.as_view(), name="session_close"),
    path(f"{SESSION}/annuler/", sessions.Cancel.as_view(), name="session_cancel"),
    path(f"{SESSION}/tenir/", meeting.Hold.as_view(), name="session_hold"),
    path(f"{SESSION}/presences/", attendance.CorrectAttendance.as_view(), name="session_correct_attendance"),
    path(f"{SESSION}/conduire/", conduct.Conduct.as_view(), name="session_conduct"),
    path(f"{SESSION}/conduire/<slug:file>/", conduct.ConductFile.as_view(), name="session_conduct_file"),
    path(f"{SESSION}/lettres/<slug:decision>/", papers.ReadLetter.as_view(), name="session_letter"),
    path(f"{SESSION}/envoi/", papers.Sending.as_view(), name="session_sending"),
    path(f"{SESSION}/proces-verbal/", papers.Establish.as_view(), name="session_establish_minutes"),
    path(f"{SESSION}/annonce/", papers.Announcement.as_view(), name="session_announcement"),
    path(f"{SESSION}/annonce.odt", papers.AnnouncementFile.as_view(), name="session_announcement_file"),
    path("proces-verbaux/<slug:public_id>/", papers.MinutesFile.as_view(), name="minutes"),
    path(f"{SESSION}/notifier/", meeting.Notify.as_view(), name="session_notify"),
    path("labels/", holders.LabelList.as_view(), name="labels"),
    path("labels/experts/", experts.AllExperts.as_view(), name="experts"),
]
THEME = "reglages/themes/<slug:code>"
SETTINGS = [
    path("reglages/themes/", settings.ThemesPage.as_view(), name="themes"),
    path("reglages/themes/ajouter/", settings.AddTheme.as_view(), name="theme_add"),
    path(f"{THEME}/modifier/", settings.ChangeTheme.as_view(), name="theme_change"),
    path(f"{THEME}/deplacer/", settings.MoveTheme.as_view(), name="theme_move"),
    path(f"{THEME}/retirer/", settings.RetireTheme.as_view(), name="theme_retire"),
    path(f"{THEME}/proposer/", settings.RestoreTheme.as_view(), name="theme_restore"),
    path("reglages/engagements/", settings.CommitmentsPage.as_view(), name="commitments"),
    path("reglages/engagements/recrire/", settings.WordCommitments.as_view(), name="commitments_word"),
]
READ = "mes-seances/dossiers/<slug:public_id>"
COMMITTEE = [
    path("mes-seances/", own_sessions.OwnSessions.as_view(), name="own_sessions"),
    path("mes-seances/<slug:public_id>/", own_sessions.OwnSessionPage.as_view(), name="own_session"),
    path(
        "mes-seances/<slug:public_id>/reponse/",
        own_sessions.AnswerInvitation.as_view(),
        name="invitation_answer",
    ),
    path(
        "mes-seances/<slug:public_id>/calendrier.ics",
        calendars.OwnCalendar.as_view(),
        name="own_session_calendar",
    ),
    path(f"{READ}/", members.Reading.as_view(), name="reading"),
    path(f"{READ}/avis/", members.GiveOpinion.as_view(), name="opinion_give"),
    path(f"{READ}/deport/", members.StepAside.as_view(), name="opinion_step_aside"),
]
MESSAGES = [
    path("messages/<slug:public_id>/classer/", exchange.SettleMessage.as_view(), name="message_settle"),
    path("messages/pieces/<slug:public_id>/", exchange.Attachment.as_view(), name="message_attachment"),
]
DOCUMENTS = [
    path("pieces/<slug:public_id>/vignette/", documents.Thumbnail.as_view(), name="attachment_thumbnail"),
    path("pieces/<slug:public_id>/", documents.Attachment.as_view(), name="attachment"),
    path("recepisses/<slug:public_id>/", documents.Receipt.as_view(), name="receipt"),
    path("lettres/<slug:public_id>/", documents.DecisionLetter.as_view(), name="decision_letter"),
    path(
        "rectificatifs/<slug:public_id>/", rectifications.RectificationLetter.as_view(), name="rectification"
    ),
    path("recours/<slug:public_id>/accuse/", appeal_papers.AppealReceipt.as_view(), name="appeal_receipt"),
    path("recours/<slug:public_id>/reponse/", appeal_papers.AppealAnswer.as_view(), name="appeal_answer"),
    path("recours/<slug:public_id>/piece/", appeal_papers.AppealPaper.as_view(), name="appeal_paper"),
    path(
        "receptions/<slug:public_id>/",
        service.ServiceScan.as_view(),
        name="service_scan",
    ),
    path(
        "sans-examen/<slug:public_id>/",
        documents.DismissalLetter.as_view(),
        name="dismissal_letter",
    ),
    path("diplomes/<slug:public_id>/", documents.DiplomaFile.as_view(), name="diploma"),
]

urlpatterns = [*PUBLIC, *APPLICANT, *DAECT, *SETTINGS, *COMMITTEE, *MESSAGES, *DOCUMENTS]
