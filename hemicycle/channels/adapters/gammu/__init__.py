"""Text messages through one modem: files for Gammu's SMS daemon, in folders that both can read and write.

Documented in gammu-smsd-files(7), gammu-smsdrc(5) and gammu-smsbackup(5) of Gammu 1.42. A message is a file in the
outbox, which appears there whole or not at all and whose name holds our key: whether the daemon has it can always be
told. It moves the file to `sent` or to `error`. What the modem itself does in the moment in which the daemon dies,
nobody can tell. Without a daemon the folders are an outbox to look at, as in the demonstration.

settings: folder (/var/spool/gammu), and inbox, outbox, sent, error where their names in it differ; most_segments (10),
country, fetch_seconds, per_second, price, currency, confirm_stop. The address of the account is the number of the SIM.
"""

from hemicycle.channels.adapters.gammu.channel import Gammu

__all__ = ["Gammu"]
