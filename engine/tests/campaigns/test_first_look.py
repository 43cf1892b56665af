"""Of very many messages those are read that look most like a plea or a refusal."""

import numpy as np
import pytest
from hearhear import campaigns
from hearhear.campaigns import first_look
from hearhear.campaigns.shared import find_shared

from .postbag import posted, strangers

PLEA = "Please help me, my widow's pension stopped in August and nobody at the district desk answers me."
SHORT = strangers(40, 12, seed=3)


@pytest.fixture(scope="module")
def seen():
    groups = campaigns.gather(posted([*SHORT[:20], PLEA, *SHORT[20:]]))
    return groups, find_shared(groups)


def test_a_plea_is_among_the_likeliest(seen):
    assert first_look.chosen(*seen, 1).tolist() == [at == 20 for at in range(41)]


def test_no_more_words_are_chosen_than_may_be_read(seen):
    lengths = seen[0].corpus.lengths[seen[0].corpus.text_of]
    for words in (0, 20, 100, 300):
        chosen = first_look.chosen(*seen, 41, words)
        assert lengths[chosen].sum() <= words
        assert chosen[20] == (words >= lengths[20])
    assert first_look.chosen(*seen, 41, int(lengths.sum())).all()


def test_the_order_of_the_messages_does_not_matter(seen):
    order = np.random.default_rng(1).permutation(41)
    texts = [*SHORT[:20], PLEA, *SHORT[20:]]
    groups = campaigns.gather(posted([texts[at] for at in order]))
    chosen = first_look.chosen(groups, find_shared(groups), 20, 150)
    assert chosen.tolist() == first_look.chosen(*seen, 20, 150)[order].tolist()
