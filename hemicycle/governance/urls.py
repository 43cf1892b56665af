"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import path

from .documents import serving
from .views import (
    adoption,
    amendments,
    articles,
    checkpoints,
    comments,
    compare,
    draft,
    incidents,
    people,
    periods,
    principles,
    proposing,
    texts,
)
from .views.questions import articles as question_articles
from .views.questions import overview, starts

app_name = "governance"
_TEXT = "texts/<slug:address>/"
_VERSION = f"{_TEXT}versions/<int:number>/"
_ARTICLE = f"{_TEXT}articles/<slug:key>/"
_AMENDMENT = f"{_TEXT}amendments/<int:number>/"
_DRAFTING = [
    path("texts/", texts.index, name="texts"),
    path("texts/new/", texts.create, name="new_text"),
    path(_TEXT, texts.overview_page, name="policy"),
    path(f"{_TEXT}details/", texts.details, name="details"),
    path(f"{_TEXT}new-version/", texts.new_version, name="new_version"),
    path(f"{_TEXT}discard/", texts.discard, name="discard_draft"),
    path(f"{_TEXT}draft/", draft.draft, name="draft"),
    path(f"{_TEXT}draft/add/", draft.add_article, name="add_article"),
    path(_ARTICLE, articles.article, name="article"),
    path(f"{_ARTICLE}write/", articles.write, name="write"),
    path(f"{_ARTICLE}practices/", articles.serve, name="serve"),
    path(f"{_ARTICLE}up-to-date/", articles.up_to_date, name="up_to_date"),
    path(f"{_ARTICLE}move/", draft.move, name="move_article"),
    path(f"{_ARTICLE}remove/", draft.remove, name="remove_article"),
    path(f"{_ARTICLE}propose/", proposing.propose, name="propose"),
    path(f"{_ARTICLE}propose-removal/", proposing.propose_removal, name="propose_removal"),
    path(f"{_TEXT}propose/", proposing.propose_new, name="propose_new"),
    path(f"{_TEXT}comments/", comments.comments, name="comments"),
    path(f"{_TEXT}comments/add/", comments.comment, name="comment"),
    path(f"{_TEXT}comments/<int:key>/settle/", comments.settle, name="settle"),
    path(f"{_TEXT}amendments/", amendments.amendments, name="amendments"),
    path(f"{_TEXT}amendments/record/", amendments.record, name="amendment_record"),
    path(f"{_TEXT}amendments/table.csv", amendments.export, name="export"),
    path(_AMENDMENT, amendments.amendment, name="amendment"),
    path(f"{_AMENDMENT}accept/", amendments.accept, name="accept"),
    path(f"{_AMENDMENT}merge/", amendments.merge, name="merge"),
    path(f"{_AMENDMENT}decline/", amendments.decline, name="decline"),
    path(f"{_AMENDMENT}withdraw/", amendments.withdraw, name="withdraw"),
    path(f"{_TEXT}people/", people.people, name="people"),
    path(f"{_TEXT}people/<int:key>/end/", people.end, name="end_participation"),
    path(f"{_TEXT}people/<int:key>/invite-again/", people.invite_again, name="invite_again"),
    path(f"{_TEXT}compare/", compare.compare, name="compare"),
]
_QUESTIONS = f"{_TEXT}questions/"
_BUILDING = [
    path(_QUESTIONS, overview.questions, name="questions"),
    path(f"{_QUESTIONS}whole/", overview.whole, name="questions_whole"),
    path(f"{_QUESTIONS}over/", overview.over, name="questions_over"),
    path(f"{_QUESTIONS}starts/<slug:start>/", starts.start, name="questions_start"),
    path(f"{_QUESTIONS}starts/<slug:start>/begin/", starts.begin, name="questions_begin"),
    path(f"{_QUESTIONS}starts/<slug:first>/and/<slug:second>/", starts.compare, name="questions_compare"),
    path(f"{_QUESTIONS}articles/<slug:article>/", question_articles.article, name="questions_article"),
    path(f"{_QUESTIONS}articles/<slug:article>/anew/", question_articles.anew, name="questions_anew"),
    path(f"{_QUESTIONS}articles/<slug:article>/<slug:question>/", question_articles.answer, name="questions_answer"),
]
urlpatterns = [
    path("principles/", principles.principles, name="principles"),
    path("principles/<slug:key>/", principles.principle, name="principle"),
    path("practices/", principles.practices, name="practices"),
    *_DRAFTING,
    *_BUILDING,
    path(f"{_VERSION}adoption/", adoption.adoption, name="adoption"),
    path(f"{_VERSION}adoption/send/", adoption.send, name="send"),
    path(f"{_VERSION}adoption/return/", adoption.return_to_drafting, name="return"),
    path(f"{_VERSION}adoption/record/", adoption.record, name="record"),
    path(f"{_VERSION}adoption/activate/", adoption.activate, name="activate"),
    path(f"{_VERSION}adoption/discard/", adoption.discard, name="discard"),
    path(f"{_VERSION}policy.<slug:form>", adoption.document, {"kind": serving.TEXT}, name="document"),
    path(f"{_VERSION}changes.<slug:form>", adoption.document, {"kind": serving.CHANGES}, name="document_changes"),
    path(
        f"{_VERSION}amendments.<slug:form>",
        adoption.document,
        {"kind": serving.AMENDMENTS},
        name="document_amendments",
    ),
    path("incidents/", incidents.board, name="incidents"),
    path("incidents/new/", incidents.create, name="new_incident"),
    path("incidents/<int:number>/", incidents.incident, name="incident"),
    path("incidents/<int:number>/steps/<int:step>/", incidents.settle, name="settle_step"),
    path("incidents/<int:number>/personal-data/", incidents.find_data, name="incident_data"),
    path("incidents/<int:number>/close/", incidents.close, name="close_incident"),
    path("incidents/drills/plant/", incidents.plant, name="plant_drill"),
    path("incidents/drills/<int:number>/", incidents.drill, name="drill"),
    path("audit-checkpoints.json", checkpoints.audit_checkpoints, name="audit_checkpoints"),
    path("periods/", periods.register, name="periods"),
    path("periods.json", periods.data, name="periods_data"),
    path("periods/all/", periods.board, name="periods_board"),
    path("periods/plan/<slug:kind>/", periods.plan, name="plan_period"),
    path("periods/<int:number>/", periods.period, name="period"),
    path("periods/<int:number>/ask-to-end/", periods.ask_to_end, name="ask_to_end_period"),
    path("periods/<int:number>/keep/", periods.keep, name="keep_period"),
    path("periods/<int:number>/end/", periods.end, name="end_period"),
]
