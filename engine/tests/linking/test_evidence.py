from hearhear.linking.target import KINDS, Finding, collect_evidence


def test_of_each_kind_the_strongest_is_kept_then_the_first_and_no_kind_hides_another():
    weak, strong, later = (
        Finding(0, 1, KINDS[0], weight, at, at + 1) for weight, at in ((0.2, 0), (0.9, 5), (0.9, 7))
    )
    others = [Finding(0, 1, kind, 0.1, 9, 10) for kind in KINDS[1:]]
    elsewhere = [Finding(0, 2, KINDS[0], 0.1, 11, 12), Finding(1, 2, KINDS[0], 0.1, 13, 14)]

    found = collect_evidence([*elsewhere, later, *reversed(others), weak, strong])

    kept = [strong, *others, *elsewhere]
    assert found.row.tolist() == [one.row for one in kept]
    assert found.target.tolist() == [one.target for one in kept]
    assert found.kind.tolist() == [KINDS.index(one.kind) for one in kept]
    assert found.start.tolist() == [one.start for one in kept]
