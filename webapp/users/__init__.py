"""Those who may change something: accounts, roles, logging in and out."""
