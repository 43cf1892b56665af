"""Whether it may be said: personal data, papers that are not public, cases before the courts, privilege."""
