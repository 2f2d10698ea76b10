"""The texts of the app at hand, for views and for what they call: `library.places`. Read once, by `create_app`."""

from __future__ import annotations

from typing import Any

from flask import current_app
from werkzeug.local import LocalProxy

# Not typed as what it is, `webapp.library.Library`: that is made of every feature, and features ask for it here.
library: Any = LocalProxy(lambda: current_app.extensions["library"])
