"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import path

from .documents import serving
from .views import adoption, periods

app_name = "governance"
_TEXT = "texts/<slug:address>/"
_VERSION = f"{_TEXT}versions/<int:number>/"
urlpatterns = [
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
    path("periods/", periods.register, name="periods"),
    path("periods.json", periods.data, name="periods_data"),
    path("periods/all/", periods.board, name="periods_board"),
    path("periods/plan/<slug:kind>/", periods.plan, name="plan_period"),
    path("periods/<int:number>/", periods.period, name="period"),
    path("periods/<int:number>/ask-to-end/", periods.ask_to_end, name="ask_to_end_period"),
    path("periods/<int:number>/keep/", periods.keep, name="keep_period"),
    path("periods/<int:number>/end/", periods.end, name="end_period"),
]
