"""What another server loads: `wsgi:app` (WSGI), or `wsgi:gateway` (RSGI), which is what `make run` serves."""

import os
import sys

from webapp import create_app
from webapp.config import SettingError
from webapp.gateway import Gateway

try:
    app = create_app()
except SettingError as error:
    sys.exit(str(error))
gateway = Gateway(app)
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":  # a command is no server, and publishes only what it is told to
    app.extensions["publisher"].watch()
