"""One folder a channel, each with the other side's own words; none knows another; of ours, contract alone."""
