"""What the speed run measures of the command is what the command wrote."""

import numpy as np
import pytest
from campaigns_speed import COMMAND, OWN, STRANGER, _measured, _mix


@pytest.mark.parametrize("mix", [OWN, STRANGER])
def test_the_command_is_scored_by_the_file_that_it_wrote(mix, tmp_path, monkeypatch):
    monkeypatch.setenv("HEMICYCLE_HOME", str(tmp_path))
    found = _measured(COMMAND, 300, _mix(mix, 300, 3))
    assert found.campaigns > 3 and found.score.precision > 0.9
    assert found.run.seconds > 0 and np.isfinite(found.run.peak) and found.run.peak > 100
    assert not (tmp_path / "bench" / "command").exists()
