"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import URLPattern, path

from .views import principles
from .views.questions import articles, overview, starts

app_name = "governance"
_QUESTIONS = "texts/<slug:address>/questions/"
urlpatterns: list[URLPattern] = [
    path("principles/", principles.principles, name="principles"),
    path("principles/<slug:key>/", principles.principle, name="principle"),
    path("practices/", principles.practices, name="practices"),
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
