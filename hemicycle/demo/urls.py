"""The one address of the demonstration."""

from django.urls import path

from hemicycle.demo import views

app_name = "demo"
urlpatterns = [path("sent/", views.sent, name="sent")]
