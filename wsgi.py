"""What a server loads: `wsgi:gateway` is what `make run` serves (RSGI); `wsgi:app` is for any WSGI server."""

import os

from webapp import create_app
from webapp.gateway import Gateway

app = create_app()
gateway = Gateway(app)
if os.environ.get("FLASK_RUN_FROM_CLI") != "true":  # a command is no server, and publishes only what it is told to
    app.extensions["publisher"].watch()
