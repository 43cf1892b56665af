"""The addresses below policy/: what the public reads, and below texts/ what is drafted."""

from django.urls import path

from .documents import serving
from .views import adoption, duties, plan, training

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
urlpatterns += [
    path("duties/", duties.duties, name="duties"),
    path("duties/duties.csv", duties.duties_csv, name="duties_csv"),
    path("duties/new/", duties.new_duty, name="new_duty"),
    path("duties/<int:number>/", duties.duty, name="duty"),
    path("duties/<int:number>/appoint/", duties.appoint, name="appoint"),
    path("duties/<int:number>/close/", duties.close_duty, name="close_duty"),
    path("duties/<int:number>/account/", duties.update_account, name="update_account"),
    path("duties/appointments/<int:number>/end/", duties.end_appointment, name="end_appointment"),
    path("duties/accounts/<int:number>/", duties.allocate_account, name="allocate_account"),
    path("duties/accounts/<int:number>/recovery/", duties.recovery_tested, name="recovery_tested"),
    path("duties/leave/", duties.leave, name="leave"),
    path("duties/leave/<int:number>/remove/", duties.remove_leave, name="remove_leave"),
    path("duties/training/", training.training, name="training"),
    path("duties/training/new/", training.record_training, name="record_training"),
    path("duties/training/<int:number>/remove/", training.remove_training, name="remove_training"),
    path("workload/", training.workload, name="workload"),
    path("workload/workload.csv", training.workload_csv, name="workload_csv"),
    path("workload/hours/", training.hours, name="hours"),
    path("plan/", plan.plan, name="plan"),
    path("plan/plan.csv", plan.plan_csv, name="plan_csv"),
    path("plan/new/", plan.new_activity, name="new_activity"),
    path("plan/<int:number>/", plan.activity, name="activity"),
    path("plan/<int:number>/change/", plan.change_activity, name="change_activity"),
    path("plan/<int:number>/begin/", plan.begin_activity, name="begin_activity"),
    path("plan/<int:number>/finish/", plan.finish_activity, name="finish_activity"),
    path("plan/<int:number>/cancel/", plan.cancel_activity, name="cancel_activity"),
]
