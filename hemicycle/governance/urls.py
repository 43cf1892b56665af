"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import path

from .documents import serving
from .views import adoption, mandates, requests, your_data

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
    path("mandates/", mandates.mandates, name="mandates"),
    path("mandate/", mandates.mandate, name="mandate"),
    path("mandate/export/", mandates.export, name="mandate_export"),
    path("mandate/successor/", mandates.successor, name="mandate_successor"),
    path("mandate/erase/", mandates.erase, name="mandate_erase"),
    path("mandate/confirm/", mandates.confirm, name="mandate_confirm"),
    path("transfer/<str:key>/", mandates.transfer, name="transfer"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:number>/", requests.request, name="request"),
    path("requests/<int:number>/answer/", requests.answer, name="request_answer"),
    path("requests/<int:number>/confirm/", requests.confirm, name="request_confirm"),
    path("requests/<int:number>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("requests/<int:number>/extend/", requests.extend, name="request_extend"),
    path("your-data/", your_data.your_data, name="your_data"),
    path("your-data/asked/", your_data.asked, name="your_data_asked"),
    path("your-data/<str:key>/", your_data.own, name="your_request"),
    path("your-data/<str:key>/prove/", your_data.prove, name="your_request_prove"),
    path("your-data/<str:key>/again/", your_data.send_again, name="your_request_again"),
    path("your-data/<str:key>/add/", your_data.add, name="your_request_add"),
    path("your-data/<str:key>/account/", your_data.handle, name="your_request_account"),
    path("your-data/<str:key>/code/", your_data.send_code, name="your_request_code"),
    path("your-data/<str:key>/package/", your_data.open_package, name="your_request_package"),
]
