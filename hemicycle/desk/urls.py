"""The addresses of the desk; conf puts them under /desk/."""

from django.urls import path

from hemicycle.desk.views import boards, composing, details, duty, releasing, reviewing

app_name = "desk"
urlpatterns = [
    path("", boards.board, name="board"),
    path("all/", boards.every, name="list"),
    path("calendar/", boards.calendar, name="calendar"),
    path("new/", composing.new, name="new"),
    path("new/prepared/", composing.prepare, name="prepare"),
    path("duty/<str:token>/", duty.on_duty, name="on_duty"),
    path("<slug:address>/", reviewing.announcement, name="announcement"),
    path("<slug:address>/approve/", reviewing.approve, name="approve"),
    path("<slug:address>/duty/", duty.ask_on_duty, name="ask_on_duty"),
    path("<slug:address>/duty/<int:number>/take-back/", duty.take_back, name="take_back"),
    path("<slug:address>/send-back/", reviewing.send_back, name="send_back"),
    path("<slug:address>/overrule/", reviewing.overrule, name="overrule"),
    path("<slug:address>/propose/", reviewing.propose, name="propose"),
    path("<slug:address>/proposals/<int:number>/take-over/", reviewing.take_over, name="take_over"),
    path("<slug:address>/proposals/<int:number>/decline/", reviewing.decline, name="decline"),
    path("<slug:address>/editions/", reviewing.compare, name="compare"),
    path("<slug:address>/editions/<int:number>/", reviewing.edition, name="edition"),
    path("<slug:address>/schedule/", releasing.schedule, name="schedule"),
    path("<slug:address>/unschedule/", releasing.unschedule, name="unschedule"),
    path("<slug:address>/correct/", releasing.correct, name="correct"),
    path("<slug:address>/withdraw/", releasing.withdraw, name="withdraw"),
    path("<slug:address>/withdraw/confirm/", releasing.confirm_withdrawal, name="confirm_withdrawal"),
    path("<slug:address>/withdraw/drop/", releasing.drop_withdrawal, name="drop_withdrawal"),
    path("<slug:address>/write/", composing.compose, name="compose"),
    path("<slug:address>/write/text/<str:lang>/", composing.word, name="word"),
    path("<slug:address>/write/languages/", composing.languages, name="languages"),
    path("<slug:address>/write/languages/<str:lang>/drop/", composing.drop_language, name="drop_language"),
    path("<slug:address>/write/present/", composing.present, name="present"),
    path("<slug:address>/write/details/", details.details, name="details"),
    path("<slug:address>/write/times/", details.times, name="times"),
    path("<slug:address>/write/about/", details.about, name="about"),
    path("<slug:address>/write/channels/", details.channels, name="channels"),
    path("<slug:address>/write/channels/<int:number>/<str:lang>/", details.variant, name="variant"),
    path("<slug:address>/submit/", composing.submit, name="submit"),
    path("<slug:address>/discard/", composing.discard, name="discard"),
]
