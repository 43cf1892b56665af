"""What figures give away of a person: identity and account numbers, telephones, files, vehicles, the day of birth."""
