"""How long listening keeps what, and why."""

from datetime import timedelta

from hemicycle.rules import retention

# Two parliamentary sessions: a bill that fails in one comes back in the next with the same letters.
LETTERS = timedelta(days=2 * 365)
FILES = timedelta(days=30)

retention.register("listening.Inquiry", keeps=None, why="What was asked, and when, is the record of the House.")
retention.register(
    "listening.Collected",
    keeps=LETTERS,
    why="Which messages belong to an inquiry is known as long as the messages are.",
    counted_from="inquiry__opened_at",
)
retention.register(
    "listening.Upload",
    keeps=FILES,
    why="A file is deleted as soon as it is imported; one that was never imported, after a month.",
    counted_from="brought_at",
)
retention.register("listening.Intake", keeps=None, why="How many rows came in, and by whom, is part of the evidence.")
retention.register(
    "listening.RejectedRow",
    keeps=FILES,
    why="Rows that could not be read are kept while someone may still repair them.",
    counted_from="intake__finished_at",
)
retention.register("listening.Analysis", keeps=None, why="The numbers of a run hold no words of anyone.")
retention.register(
    "listening.Campaign",
    keeps=LETTERS,
    why="Campaigns are kept as long as the messages they were found in.",
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Finding",
    keeps=LETTERS,
    why="Findings are about messages and go with them.",
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Theme",
    keeps=LETTERS,
    why="Themes are kept as long as the messages they were found in.",
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Mention",
    keeps=LETTERS,
    why="Where a message speaks of a theme is about the message and goes with it.",
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Link",
    keeps=LETTERS,
    why="What a message speaks of is about the message and goes with it.",
    counted_from="analysis__created_at",
)
retention.register(
    "listening.Collection", keeps=None, why="Which messages were taken in, by what words, is part of the evidence."
)
retention.register("listening.Correction", keeps=None, why="Who judged what, and when, must stay answerable.")
retention.register(
    "listening.Dossier",
    keeps=None,
    why="What a committee was given is the record of the House; it holds no personal data, and words that were erased "
    "are taken out.",
)
