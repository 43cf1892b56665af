"""Background work: what came is judged, campaigns are looked for among cases and answered, what became of bills is
sent, letters are taken back, and deadlines are kept in mind. What calls the engine is named, for it takes seconds to
import."""

from hemicycle.cases.jobs import campaigns
from hemicycle.cases.jobs.deadlines import note_deadlines
from hemicycle.cases.jobs.outcomes import prepare_due, send_due
from hemicycle.cases.jobs.taking_back import take_back_due
from hemicycle.cases.models import CampaignSearch, Case
from hemicycle.rules import work

work.register_round(
    "judging", work.named_round("hemicycle.cases.jobs.judging.judge_due", lambda: Case.objects.unjudged().exists())
)
work.register(CampaignSearch, work.named("hemicycle.cases.jobs.searching.run_search"))
work.register_round("campaign searches", campaigns.search_due)
work.register_round("campaign answers", campaigns.reply_due)
work.register_round("letters to take back", take_back_due)
work.register_round("deadlines", note_deadlines)
work.register_round("outcomes", prepare_due)
work.register_round("messages about outcomes", send_due)
