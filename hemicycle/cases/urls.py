"""The inbox, and each case in it."""

from django.urls import include, path

from hemicycle.cases.views import (
    answer_templates,
    answers,
    bulk,
    handling,
    inbox,
    letters,
    merging,
    saved_views,
    subjects,
    undoing,
)

app_name = "cases"

of_one = [
    path("", inbox.case, name="case"),
    path("read/", inbox.read, name="read"),
    path("assign/", handling.assign, name="assign"),
    path("snooze/", handling.snooze, name="snooze"),
    path("close/", handling.close, name="close"),
    path("reopen/", handling.reopen, name="reopen"),
    path("tag/", handling.tag, name="tag"),
    path("urgency/", handling.urgency, name="urgency"),
    path("merge/", merging.merge, name="merge"),
    path("present/", inbox.present, name="present"),
    path("notes/", handling.note, name="write_note"),
    path("acknowledgement/", letters.acknowledgement, name="acknowledgement"),
    path("about/", subjects.about, name="about"),
    path("about/<int:number>/remove/", subjects.remove, name="remove_subject"),
    path("answer/", answers.answer, name="answer"),
    path("answer/length/", answers.answer_facts, name="answer_facts"),
]

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cases/<slug:reference>/", include(of_one)),
    path("messages/<int:number>/", inbox.message, name="message"),
    path("messages/<int:number>/files/<int:file>/", inbox.take_file, name="take_file"),
    path("threads/<int:number>/", inbox.thread, name="thread"),
    path("new/", letters.new_letter, name="new_letter"),
    path("answers/<int:number>/letter/", letters.answer, name="answer_letter"),
    path("answers/<int:number>/take-back/", answers.take_back, name="take_back"),
    path("answers/<int:number>/again/", answers.try_again, name="answer_again"),
    path("answers/<int:number>/posted/", answers.answer_posted, name="answer_posted"),
    path("answers/<int:number>/not-posted/", answers.answer_not_posted, name="answer_not_posted"),
    path("answers/<int:number>/outcome/", answers.settle_answer, name="settle_answer"),
    path("messages/<int:number>/split/", merging.split, name="split"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/answer/", bulk.bulk_answer, name="bulk_answer"),
    path("undo/<slug:key>/", undoing.undo, name="undo_handling"),
    path("views/", saved_views.saved_views, name="saved_views"),
    path("views/save/", saved_views.save_view, name="save_view"),
    path("views/<int:number>/rename/", saved_views.rename_view, name="rename_view"),
    path("views/<int:number>/move/", saved_views.move_view, name="move_view"),
    path("views/<int:number>/delete/", saved_views.delete_view, name="delete_view"),
    path("templates/", answer_templates.templates, name="answer_templates"),
    path("templates/new/", answer_templates.new_template, name="new_answer_template"),
    path("templates/<int:number>/", answer_templates.change_template, name="change_answer_template"),
    path("templates/<int:number>/delete/", answer_templates.delete_template, name="delete_answer_template"),
]
