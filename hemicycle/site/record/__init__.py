"""The pages of the record: members, parties, committees, bills, sittings, speeches, votes, the calendar.

Their addresses are built by `record`. Every page asks the release gate; begin reading at `urls.py`.
"""
