"""Pages of the record. An address names its row by a short sign that never changes."""

from django.urls import path

from hemicycle.record import views

app_name = "record"

urlpatterns = [
    path("bills/", views.bills, name="bills"),
    path("bills/<str:address>/", views.bill, name="bill"),
    path("bills/<str:address>/<str:text>/", views.bill, name="text"),
]
