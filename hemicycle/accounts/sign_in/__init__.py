"""How a person signs in beside the password: the second factor that a role may ask for."""
