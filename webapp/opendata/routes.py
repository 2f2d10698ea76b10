"""`/api`: the open data, read-only, in the shapes of the HSDS 3.0 API reference. No cookie, no login, any origin."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, request, url_for

from webapp.opendata.dataset import Dataset, dataset
from webapp.opendata.profile import LICENCE, VERSION
from webapp.security.origin import own_address

bp = Blueprint("api", __name__, url_prefix="/api")
A_PAGE, LARGEST_PAGE = 100, 500
KEPT = "public, max-age=300"  # seconds; a closed offer is out of the copies soon
CANNOT = ("modified_after", "minimal", "postcode", "proximity")  # parameters of HSDS that would be answered wrongly
TYPES = {"json": "application/json", "ndjson": "application/x-ndjson"}
PARAMETERS = {
    "services": ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "full"),
    "organizations": ("search", "taxonomy_term_id", "taxonomy_id", "full", "full_service"),
    "service_at_locations": ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "full"),
    "taxonomies": ("search",),
    "taxonomy_terms": ("search", "taxonomy_id", "top_only", "parent_id"),
}
OF_ONE = {"organizations": ("full_service",)}
PAGING = ("page", "per_page", "format")
NOT_TEXT = {
    "page": "integer",
    "per_page": "integer",
    "full": "boolean",
    "full_service": "boolean",
    "top_only": "boolean",
}


class BadParameter(Exception):
    """A parameter that cannot be used; the message says which and what to write."""


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Any page may read this; it holds nothing about who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


@bp.errorhandler(BadParameter)
def bad_parameter(error: BadParameter):
    """400, with what to mend."""
    return {"error": str(error)}, 400


@bp.get("/")
def index():
    """What this is: the version of HSDS, the profile, and where it is described."""
    settings = current_app.extensions["settings"]
    publisher = {
        "name": settings.operator_name,
        "email": settings.operator_email,
        "website": settings.operator_site,
    }
    about = {
        "version": VERSION,
        "profile": _address(".profile"),
        "openapi_url": _address(".openapi"),
        "description": "Offers for adults at risk of social exclusion in Denmark, as Open Referral HSDS.",
        "licence": LICENCE,
        "downloads": [_address(".export_json"), _address(".export_package")],
    }
    said = {name: value for name, value in publisher.items() if value}
    return _sent(about | ({"publisher": said} if said else {}))


@bp.get("/services")
def services():
    """A page of services; `full=true` gives everything about each."""
    data, full = dataset(), _flag("full")
    chosen = [each for each in data.full if _wanted(data, each)]
    return _listed("services", chosen if full else [data.basic(each) for each in chosen])


@bp.get("/services/<name>")
def service(name: str):
    """One service with everything about it."""
    data = dataset()
    return _one(data.service_by_id.get(name), name, data)


@bp.get("/organizations")
def organizations():
    """A page of those who run services; `full=true` names their services, `full_service=true` tells all about them."""
    data, nested = dataset(), _flag("full_service")
    full = _flag("full") or nested
    found = {each["organization_id"] for each in data.full if _has_terms(data, each)}
    chosen = [each for each in data.organizations if each["id"] in found and _says(each)]
    return _listed("organizations", [data.organization(each, nested) if full else each for each in chosen])


@bp.get("/organizations/<name>")
def organization(name: str):
    """One of those who run services, with the services."""
    data, nested = dataset(), _flag("full_service")
    found = next((each for each in data.organizations if each["id"] == name), None)
    return _one(found and data.organization(found, nested), name, data)


@bp.get("/service_at_locations")
def service_at_locations():
    """A page of services at the places they have; those whose address is secret or unknown have none."""
    data, full = dataset(), _flag("full")
    chosen = [each for each in data.at_locations if _wanted(data, data.service_by_id[each["service_id"]])]
    return _listed("service_at_locations", chosen if full else [data.basic_place(each) for each in chosen])


@bp.get("/service_at_locations/<name>")
def service_at_location(name: str):
    """One service at one place, with everything about both."""
    data = dataset()
    return _one(next((each for each in data.at_locations if each["id"] == name), None), name, data)


@bp.get("/taxonomies")
def taxonomies():
    """The taxonomies of the profile."""
    return _listed("taxonomies", [each for each in dataset().taxonomies if _says(each)])


@bp.get("/taxonomies/<name>")
def taxonomy(name: str):
    """One taxonomy."""
    return _one(next((each for each in dataset().taxonomies if each["id"] == name), None))


@bp.get("/taxonomy_terms")
def taxonomy_terms():
    """The terms of all taxonomies, or with `taxonomy_id` of one. None has terms under it: `top_only` leaves out none,
    and no term has a `parent_id`."""
    _flag("top_only")
    taxonomy, parent = request.args.get("taxonomy_id"), request.args.get("parent_id")
    found = [
        each
        for each in dataset().taxonomy_terms
        if taxonomy in (None, each["taxonomy_id"]) and parent in (None, each.get("parent_id")) and _says(each)
    ]
    return _listed("taxonomy_terms", found)


@bp.get("/taxonomy_terms/<name>")
def taxonomy_term(name: str):
    """One term."""
    return _one(next((each for each in dataset().taxonomy_terms if each["id"] == name), None))


@bp.get("/profile")
def profile():
    """The Danish profile: its taxonomies with their terms, and what is never in the data."""
    data = dataset()
    return _sent(
        {
            "name": "lommekort-dk",
            "hsds_version": VERSION,
            "licence": LICENCE,
            "taxonomies": [
                each | {"terms": [term for term in data.taxonomy_terms if term["taxonomy_id"] == each["id"]]}
                for each in data.taxonomies
            ],
            "notes": [
                "Times are local Danish time (Europe/Copenhagen).",
                "No schedule covers a day that is closed by way of exception: the ordinary schedules end (valid_to) "
                "the day before and begin anew (valid_from) the day after. Closed 24 to 26 December, for example: one "
                "with valid_to 2026-12-23, one with valid_from 2026-12-27. Days with other hours have schedules of "
                "their own. Each description tells the exceptions in Danish words.",
                "An id that is no longer in the data is answered with 410, one that was merged with 301 to the one "
                "that stays, one that never was with 404.",
                "A schedule's notes hold the hours as OpenStreetMap opening_hours text, which tells all of them; "
                "byday, opens_at and closes_at are given where every week is the same, without an end, and for odd and "
                "even weeks, the nth weekday of a month, seasons and closed weeks until the end of next year.",
                "The extent of a service area is DK, a region's name, or a municipality's four-digit code.",
                "alternate_name is a neutral name, for slips of paper that others may find.",
                "Closed and unconfirmed offers, secret addresses, notes and sources are not in the data.",
            ],
        }
    )


@bp.get("/openapi.json")
def openapi():
    """This API in OpenAPI's form."""
    paths: dict[str, dict] = {"/": _described("What this is.", ())}
    for kind, names in PARAMETERS.items():
        paths[f"/{kind}"] = _described(f"A page of {kind}.", (*names, *PAGING))
        paths[f"/{kind}/{{id}}"] = _described(
            "One of them, with everything about it.", OF_ONE.get(kind, ()), of_one=True
        )
    paths["/profile"] = _described("The Danish profile: taxonomies, terms, notes.", ())
    paths["/export.json"] = _described("Every service with everything about it.", ())
    paths["/export.zip"] = _described("Everything as a tabular data package.", (), kind="application/zip")
    return _sent(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Lommekort",
                "version": "1",
                "license": {"name": "CC BY 4.0", "url": LICENCE},
            },
            "servers": [{"url": _address(".index").rstrip("/")}],
            "paths": paths,
        }
    )


@bp.get("/export.json")
def export_json():
    """Every service with everything about it, as one list."""
    return _sent(dataset().full)


@bp.get("/export.zip")
def export_package():
    """Everything as a tabular data package."""
    data = dataset()
    answer = _kept(Response(data.package, mimetype="application/zip"))
    answer.headers["Content-Disposition"] = f"attachment; filename=lommekort-{data.day.isoformat()}.zip"
    return answer


@bp.get("/<path:_rest>")
def nothing(_rest: str):
    """404, in the API's own form."""
    return _one(None)


def _has_terms(data: Dataset, each: dict) -> bool:
    term, taxonomy = request.args.get("taxonomy_term_id"), request.args.get("taxonomy_id")
    own = each["id"]
    return (term is None or term in data.terms_of[own]) and (taxonomy is None or taxonomy in data.taxonomies_of[own])


def _wanted(data: Dataset, each: dict) -> bool:
    organization = request.args.get("organization_id")
    return organization in (None, each["organization_id"]) and _has_terms(data, each) and _says(each)


def _says(record: dict) -> bool:
    words = request.args.get("search", "").casefold().split()
    text = " ".join(record.get(name, "") for name in ("name", "alternate_name", "description")).casefold()
    return all(word in text for word in words)


def _flag(name: str) -> bool:
    value = request.args.get(name, "false").lower()
    if value not in ("true", "false"):
        raise BadParameter(f"{name} is true or false.")
    return value == "true"


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
        raise BadParameter(f"{name} is a whole number from 1 to {most}.")
    return int(text)


def _listed(kind: str, found: list[dict]) -> Response:
    for name in request.args:
        if name in CANNOT and name not in PARAMETERS[kind]:
            raise BadParameter(f"{name} is not supported.")
    form = request.args.get("format", "json")
    if form not in TYPES:
        raise BadParameter(f"format is one of: {', '.join(TYPES)}.")
    if form == "ndjson":
        lines = "".join(f"{_json(record)}\n" for record in found)
        return _kept(Response(lines, content_type=TYPES["ndjson"]))
    size, number = _number("per_page", A_PAGE, LARGEST_PAGE), _number("page", 1, 10**6)
    contents = found[(number - 1) * size : number * size]
    pages = -(-len(found) // size)
    return _sent(
        {
            "total_items": len(found),
            "total_pages": pages,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def _one(record: dict | None, name: str = "", data: Dataset | None = None):
    """A record; 301 to the one it was merged into, 410 when it was here and is not any more, 404 when it never was."""
    if record is not None:
        return _sent(record)
    if data is None or name not in data.gone:
        return {"error": "Nothing here has this address."}, 404
    other = data.gone[name]
    if other is None:
        return {"error": "This is no longer in the data. Take it out of your copy.", "id": name}, 410
    address = url_for(str(request.endpoint), name=other)
    answer = Response(
        _json({"error": "This was merged into another one.", "id": name, "merged_into": other}),
        301,
        {"Location": address, "Cache-Control": KEPT},
        content_type=TYPES["json"],
    )
    return answer


def _sent(value) -> Response:
    return _kept(Response(_json(value), content_type=TYPES["json"]))


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = KEPT
    answer.add_etag()
    answer.make_conditional(request)  # it is changed in place
    return answer


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _address(endpoint: str) -> str:
    return own_address() + url_for(endpoint)


def _described(about: str, names: tuple[str, ...], of_one: bool = False, kind: str = "application/json") -> dict:
    parameters: list[dict] = [
        {"name": name, "in": "query", "schema": {"type": NOT_TEXT.get(name, "string")}} for name in names
    ]
    if of_one:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    answer = {"200": {"description": about, "content": {kind: {"schema": {}}}}}
    return {"get": {"summary": about, "parameters": parameters, "responses": answer}}
