"""The inbox, and each case in it."""

from django.urls import include, path

from hemicycle.cases.views import answer_templates, answers, campaign_points, campaigns, handling, inbox

app_name = "cases"

of_one = [
    path("", inbox.case, name="case"),
    path("read/", inbox.read, name="read"),
    path("assign/", handling.assign, name="assign"),
    path("snooze/", handling.snooze, name="snooze"),
    path("close/", handling.close, name="close"),
    path("reopen/", handling.reopen, name="reopen"),
    path("notes/", handling.note, name="write_note"),
    path("answer/", answers.answer, name="answer"),
    path("answer/length/", answers.answer_facts, name="answer_facts"),
]

of_a_campaign = [
    path("", campaigns.campaign, name="campaign"),
    path("accept/", campaigns.accept, name="accept_campaign"),
    path("refuse/", campaigns.refuse, name="refuse_campaign"),
    path("end/", campaigns.end, name="end_campaign"),
    path("merge/", campaigns.merge, name="merge_campaign"),
    path("add/", campaigns.add, name="add_to_campaign"),
    path("points/", campaign_points.points, name="campaign_points"),
    path("answer/", campaigns.write_answer, name="write_campaign_answer"),
]

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cases/<slug:reference>/", include(of_one)),
    path("campaigns/", campaigns.board, name="campaigns"),
    path("campaigns/<slug:address>/", include(of_a_campaign)),
    path("messages/<int:number>/", inbox.message, name="message"),
    path("messages/<int:number>/files/<int:file>/", inbox.take_file, name="take_file"),
    path("threads/<int:number>/", inbox.thread, name="thread"),
    path("answers/<int:number>/take-back/", answers.take_back, name="take_back"),
    path("answers/<int:number>/again/", answers.try_again, name="answer_again"),
    path("answers/<int:number>/posted/", answers.answer_posted, name="answer_posted"),
    path("answers/<int:number>/not-posted/", answers.answer_not_posted, name="answer_not_posted"),
    path("answers/<int:number>/outcome/", answers.settle_answer, name="settle_answer"),
    path("bulk/", handling.bulk, name="bulk"),
    path("undo/<slug:key>/", handling.undo, name="undo_handling"),
    path("templates/", answer_templates.templates, name="answer_templates"),
    path("templates/new/", answer_templates.new_template, name="new_answer_template"),
    path("templates/<int:number>/", answer_templates.change_template, name="change_answer_template"),
    path("templates/<int:number>/delete/", answer_templates.delete_template, name="delete_answer_template"),
]
