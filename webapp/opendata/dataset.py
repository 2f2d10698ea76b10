"""The open data as a whole: made from the database once, and again when an offer or the day has changed."""

from __future__ import annotations

import threading
from datetime import date
from functools import cached_property

from flask import current_app
from sqlalchemy import func, select

from webapp.clock import now
from webapp.database import reading
from webapp.offers.readable_hours import with_readable_hours
from webapp.opendata.hsds import Records
from webapp.opendata.package import package_of
from webapp.opendata.profile import taxonomy_record, term_records
from webapp.registry.models import Service
from webapp.registry.store import all_offers
from webapp.texts import library

NESTED = ("phones", "schedules", "service_areas", "service_at_locations", "languages", "attributes")


class Dataset:
    """Every record of the API, by its kind, and the exports."""

    def __init__(self, records: Records, day: date):
        self.day = day
        self.full = records.services
        self.gone = records.gone
        self.organizations = list(records.organizations.values())
        self.taxonomies = [taxonomy_record(each) for each in records.vocabularies.values()]
        self.taxonomy_terms = [term for each in records.vocabularies.values() for term in term_records(each)]
        self.service_by_id = {service["id"]: service for service in self.full}
        self.terms_of = {
            service["id"]: {attribute["taxonomy_term"]["id"] for attribute in service["attributes"]}
            for service in self.full
        }
        self.taxonomies_of = {
            service["id"]: {attribute["taxonomy_term"]["taxonomy_id"] for attribute in service["attributes"]}
            for service in self.full
        }
        self.at_locations = [
            place | {"service": _without(service, ("service_at_locations",))}
            for service in self.full
            for place in service.get("service_at_locations", ())
        ]

    def basic(self, service: dict) -> dict:
        """A service with what is one to one only, as lists have it."""
        return _without(service, NESTED)

    def basic_place(self, place: dict) -> dict:
        """A service at a place with what is one to one only."""
        return place | {
            "location": _without(place["location"], ("addresses",)),
            "service": _without(place["service"], (*NESTED, "organization")),
        }

    def organization(self, organization: dict, nested: bool) -> dict:
        """An organization with its services: everything about them, or only what is one to one."""
        own = organization["id"]
        services = [
            _without(each if nested else self.basic(each), ("organization",))
            for each in self.full
            if each["organization_id"] == own
        ]
        return organization | {"services": services}

    @cached_property
    def package(self) -> bytes:
        """Everything as a tabular data package, zipped."""
        return package_of(self.full, self.organizations, self.taxonomies, self.taxonomy_terms, self.day)


_lock = threading.Lock()


def dataset() -> Dataset:
    """The open data of the moment. Asking the database whether anything changed is one small query."""
    today = now().date()
    with reading() as connection:
        # A version only grows, and an offer is never taken out of the table.
        counted = connection.execute(select(func.count(Service.id), func.sum(Service.version))).one()
        key = (today, *counted)
        with _lock:
            kept = current_app.extensions.get("opendata")
            if kept is None or kept[0] != key:
                offers = map(with_readable_hours, all_offers(connection))
                records = Records(offers, library.taxonomy, library.places, today, library.danish)
                kept = current_app.extensions["opendata"] = key, Dataset(records, today)
    return kept[1]


def _without(record: dict, names: tuple[str, ...]) -> dict:
    return {name: value for name, value in record.items() if name not in names}
