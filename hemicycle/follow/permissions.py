"""Who in the House looks after those who follow it."""

from hemicycle.accounts.roles import Role

KEEPERS = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
