"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import path

from .documents import serving
from .views import adoption

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
]
