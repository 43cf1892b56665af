"""The addresses of governance; conf puts them under /policy/."""

from django.urls import path

from hemicycle.governance.views import periods

app_name = "governance"
urlpatterns = [
    path("periods/", periods.register, name="periods"),
    path("periods.json", periods.data, name="periods_data"),
    path("periods/all/", periods.board, name="periods_board"),
    path("periods/plan/<slug:kind>/", periods.plan, name="plan_period"),
    path("periods/<int:number>/", periods.period, name="period"),
    path("periods/<int:number>/ask-to-end/", periods.ask_to_end, name="ask_to_end_period"),
    path("periods/<int:number>/keep/", periods.keep, name="keep_period"),
    path("periods/<int:number>/end/", periods.end, name="end_period"),
]
