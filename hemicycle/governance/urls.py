"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import path

from .documents import serving
from .views import adoption, principles
from .views.questions import articles, overview, starts

app_name = "governance"
_TEXT = "texts/<slug:address>/"
_VERSION = f"{_TEXT}versions/<int:number>/"
_QUESTIONS = f"{_TEXT}questions/"
_questions = [
    path(_QUESTIONS, overview.questions, name="questions"),
    path(f"{_QUESTIONS}whole/", overview.whole, name="questions_whole"),
    path(f"{_QUESTIONS}over/", overview.over, name="questions_over"),
    path(f"{_QUESTIONS}starts/<slug:start>/", starts.start, name="questions_start"),
    path(f"{_QUESTIONS}starts/<slug:start>/begin/", starts.begin, name="questions_begin"),
    path(f"{_QUESTIONS}starts/<slug:first>/and/<slug:second>/", starts.compare, name="questions_compare"),
    path(f"{_QUESTIONS}articles/<slug:article>/", articles.article, name="questions_article"),
    path(f"{_QUESTIONS}articles/<slug:article>/anew/", articles.anew, name="questions_anew"),
    path(f"{_QUESTIONS}articles/<slug:article>/<slug:question>/", articles.answer, name="questions_answer"),
]
urlpatterns = [
    path("principles/", principles.principles, name="principles"),
    path("principles/<slug:key>/", principles.principle, name="principle"),
    path("practices/", principles.practices, name="practices"),
    *_questions,
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
]
