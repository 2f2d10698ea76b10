"""A municipality's own agreement (core element 2): what the team reacts on, when, how, and what happens next."""
