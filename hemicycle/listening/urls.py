"""The addresses of the inquiries; conf puts them under /inquiries/."""

from django.urls import path, register_converter

from .models.group_kinds import CAMPAIGN, THEME
from .views import (
    campaigns,
    clauses,
    collecting,
    corrections,
    cross,
    dossiers,
    erasing,
    groups,
    inquiries,
    message_corrections,
    messages,
    quotes,
    themes,
    uploads,
    work,
)


class Job:
    regex = "intake|analysis"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FileKind(Job):
    regex = "csv|json"


class Paper(Job):
    regex = "json|pdf"


class Verb(Job):
    regex = "close|reopen"


register_converter(Job, "job")
register_converter(FileKind, "filekind")
register_converter(Paper, "paper")
register_converter(Verb, "verb")

app_name = "listening"

urlpatterns = [
    path("", inquiries.board, name="inquiries"),
    path("new/", inquiries.new, name="new"),
    path("<slug:address>/", inquiries.inquiry, name="inquiry"),
    path("<slug:address>/<verb:verb>/", inquiries.move, name="move"),
    path("<slug:address>/edit/", inquiries.edit, name="edit"),
    path("<slug:address>/delete/", inquiries.delete, name="delete"),
    path("<slug:address>/senders/", inquiries.senders, name="senders"),
    path("<slug:address>/rejected/", inquiries.rejected, name="rejected"),
    path("<slug:address>/import/", uploads.upload_file, name="import"),
    path("<slug:address>/import/<int:upload>/", uploads.columns, name="columns"),
    path("<slug:address>/import/<int:upload>/encoding/", uploads.read_as, name="read_as"),
    path("<slug:address>/import/<int:upload>/delete/", uploads.drop, name="drop"),
    path("<slug:address>/import/<int:upload>/rejected/", uploads.rejected_rows, name="rejected_rows"),
    path("<slug:address>/import/<int:upload>/rejected.csv", uploads.rejected_file, name="rejected_file"),
    path("<slug:address>/inbox/", collecting.inbox, name="inbox"),
    path("<slug:address>/inbox/<int:number>/take-out/", collecting.take_out, name="take_out"),
    path("<slug:address>/analyse/", work.analyse, name="analyse"),
    path("<slug:address>/work/<job:kind>/<int:number>/", work.job, name="job"),
    path("<slug:address>/work/<job:kind>/<int:number>/cancel/", work.cancel, name="cancel"),
    path("<slug:address>/campaigns/", campaigns.board, name="campaigns"),
    path("<slug:address>/campaigns/<slug:key>/", campaigns.campaign, name="campaign"),
    path("<slug:address>/campaigns/<slug:key>/slots/<int:number>/", campaigns.slot, name="slot"),
    path("<slug:address>/campaigns/<slug:key>/confirm/", groups.confirm, {"kind": CAMPAIGN}, name="confirm"),
    path("<slug:address>/campaigns/<slug:key>/rename/", groups.rename, {"kind": CAMPAIGN}, name="rename"),
    path("<slug:address>/campaigns/<slug:key>/merge/", groups.merge, {"kind": CAMPAIGN}, name="merge"),
    path("<slug:address>/campaigns/<slug:key>/messages/", groups.members, {"kind": CAMPAIGN}, name="members"),
    path("<slug:address>/themes/", themes.board, name="themes"),
    path("<slug:address>/themes/<slug:key>/", themes.theme, name="theme"),
    path("<slug:address>/themes/<slug:key>/confirm/", groups.confirm, {"kind": THEME}, name="theme_confirm"),
    path("<slug:address>/themes/<slug:key>/rename/", groups.rename, {"kind": THEME}, name="theme_rename"),
    path("<slug:address>/themes/<slug:key>/merge/", groups.merge, {"kind": THEME}, name="theme_merge"),
    path("<slug:address>/themes/<slug:key>/messages/", groups.members, {"kind": THEME}, name="theme_members"),
    path("<slug:address>/clauses/", clauses.board, name="clauses"),
    path("<slug:address>/clauses/<str:eid>/", clauses.clause, name="clause"),
    path("<slug:address>/cross/", cross.board, name="cross"),
    path("<slug:address>/cross.csv", cross.export, name="cross_file"),
    path("<slug:address>/messages/", messages.every, name="messages"),
    path("<slug:address>/messages/<int:number>/", messages.message, name="message"),
    path("<slug:address>/messages/<int:number>/erase/", erasing.erase, name="erase"),
    path("<slug:address>/messages/<int:number>/move/", message_corrections.move, name="move_one"),
    path("<slug:address>/messages/<int:number>/original/", message_corrections.original, name="original"),
    path("<slug:address>/messages/<int:number>/language/", message_corrections.language, name="language"),
    path("<slug:address>/messages/<int:number>/cover/", message_corrections.redact, name="cover"),
    path("<slug:address>/messages/<int:number>/uncover/", message_corrections.unredact, name="uncover"),
    path("<slug:address>/messages/<int:number>/link/", message_corrections.link, name="link"),
    path("<slug:address>/messages/<int:number>/casework/", message_corrections.casework, name="mark_casework"),
    path("<slug:address>/voices/", messages.voices, name="voices"),
    path("<slug:address>/casework/", messages.casework, name="casework"),
    path("<slug:address>/history/", corrections.history, name="history"),
    path("<slug:address>/history/<int:number>/undo/", corrections.undo, name="undo"),
    path("<slug:address>/dossiers/", dossiers.board, name="dossiers"),
    path("<slug:address>/dossiers/draft/", dossiers.draft, name="dossier_draft"),
    path("<slug:address>/dossiers/<int:number>/", dossiers.dossier, name="dossier"),
    path("<slug:address>/dossiers/<int:number>/notes/", dossiers.notes, name="dossier_notes"),
    path("<slug:address>/dossiers/<int:number>/notes/<int:note>/", dossiers.messages_behind, name="dossier_note"),
    path("<slug:address>/dossiers/<int:number>/quotes/", quotes.read, name="quotes"),
    path("<slug:address>/dossiers/<int:number>/quotes/<int:message>/", quotes.decide, name="quote"),
    path("<slug:address>/dossiers/<int:number>/quotes/restore/<int:review>/", quotes.restore, name="quote_restore"),
    path("<slug:address>/dossiers/<int:number>/propose/", dossiers.propose, name="dossier_propose"),
    path("<slug:address>/dossiers/<int:number>/withdraw/", dossiers.withdraw, name="dossier_withdraw"),
    path("<slug:address>/dossiers/<int:number>/release/", dossiers.release, name="dossier_release"),
    path("<slug:address>/dossiers/<int:number>/decline/", dossiers.decline, name="dossier_decline"),
    path("<slug:address>/dossiers/<int:number>/dossier.<paper:kind>", dossiers.download_file, name="dossier_file"),
    path("<slug:address>/findings.<filekind:kind>", inquiries.export, name="export"),
]
