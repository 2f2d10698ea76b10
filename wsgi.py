"""What a server loads: `wsgi:gateway` is what `make run` serves (RSGI); `wsgi:app` is for any WSGI server."""

from webapp import create_app
from webapp.gateway import Gateway

app = create_app()
gateway = Gateway(app)
