"""The constraints of HSDS 3.2 in short: for each object its fields, in the standard's own names.

Compared field by field with the published schemas (openreferral/specification: schema/*.json at
149f77c, branch 3.2; schema/compiled/*_list.json at 0aadc41; the pages of schema/openapi.json at
0adc618).

``!`` the standard demands it; ``:uuid`` ``:uri`` ``:email`` a format; ``#`` a number; ``%`` a
whole one; ``?`` yes or no; ``=a|b`` one of these (``_`` for a space); ``*name`` a list of such
objects; ``>name`` one such object; else text. The standard allows further fields; here they are
refused, so that a misspelt name is found. Its dates are text to it; here they must be dates.

``<object>_list`` is an object as lists show it, without what there may be several of;
``organization_view`` and ``service_at_location_view`` are what is found under an identifier;
``page_of_<object>`` is a page of a list, with all that the API reference says of pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from re import fullmatch
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

_ENDING = " attributes*attribute metadata*metadata"
OBJECTS = {
    "organization": "id!:uuid name! alternate_name description! email:email website:uri"
    " additional_websites*url tax_status tax_id year_incorporated# legal_status logo uri:uri"
    " parent_organization_id:uuid funding*funding contacts*contact phones*phone"
    " locations*location programs*program organization_identifiers*organization_identifier"
    + _ENDING,
    "program": "id!:uuid organization_id:uuid name! alternate_name description!" + _ENDING,
    "service": "id!:uuid organization_id:uuid program_id:uuid name! alternate_name description"
    " url:uri additional_urls*url email:email status!=active|inactive|defunct|temporarily_closed"
    " interpretation_services application_process fees_description wait_time fees"
    " accreditations eligibility_description minimum_age# maximum_age# assured_date:date"
    " assurer_email:email licenses alert last_modified:date-time phones*phone"
    " schedules*schedule service_areas*service_area service_at_locations*service_at_location"
    " languages*language organization>organization funding*funding cost_options*cost_option"
    " program>program required_documents*required_document contacts*contact"
    " capacities*service_capacity" + _ENDING,
    "service_capacity": "id!:uuid service_id:uuid unit!>unit unit_id:uuid available!# maximum#"
    " description updated!:date-time" + _ENDING,
    "unit": "id!:uuid name! scheme identifier uri:uri" + _ENDING,
    "service_at_location": "id!:uuid service_id:uuid location_id:uuid description"
    " service_areas*service_area contacts*contact phones*phone schedules*schedule"
    " location>location" + _ENDING,
    "location": "id!:uuid location_type!=physical|postal|virtual url:uri organization_id:uuid name"
    " alternate_name description transportation latitude# longitude# external_identifier"
    " external_identifier_type languages*language addresses*address contacts*contact"
    " accessibility*accessibility phones*phone schedules*schedule" + _ENDING,
    "phone": "id!:uuid location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid"
    " service_at_location_id:uuid number! extension# type description languages*language" + _ENDING,
    "contact": "id!:uuid organization_id:uuid service_id:uuid service_at_location_id:uuid"
    " location_id:uuid name title department email:email phones*phone" + _ENDING,
    "address": "id!:uuid location_id:uuid attention address_1! address_2 city! region"
    " state_province! postal_code! country! address_type!=physical|postal|virtual" + _ENDING,
    "schedule": "id!:uuid service_id:uuid location_id:uuid service_at_location_id:uuid"
    " valid_from:date valid_to:date dtstart:date timezone# until:date count#"
    " wkst=MO|TU|WE|TH|FR|SA|SU freq=WEEKLY|MONTHLY"
    " interval# byday byweekno bymonthday byyearday description opens_at closes_at"
    " schedule_link:uri attending_type notes" + _ENDING,
    "funding": "id!:uuid organization_id:uuid service_id:uuid source" + _ENDING,
    "service_area": "id!:uuid service_id:uuid service_at_location_id:uuid name description extent"
    " extent_type uri" + _ENDING,
    "required_document": "id!:uuid service_id:uuid document uri:uri" + _ENDING,
    "language": "id!:uuid service_id:uuid location_id:uuid phone_id:uuid name code note" + _ENDING,
    "accessibility": "id!:uuid location_id:uuid description details url:uri" + _ENDING,
    "cost_option": "id!:uuid service_id:uuid valid_from:date valid_to:date option currency amount#"
    " amount_description" + _ENDING,
    "organization_identifier": "id!:uuid organization_id:uuid identifier_scheme identifier_type!"
    " identifier!" + _ENDING,
    "attribute": "id!:uuid link_id:uuid taxonomy_term_id:uuid link_type link_entity value label"
    " taxonomy_term>taxonomy_term metadata*metadata",
    "taxonomy_term": "id!:uuid code name! description! parent_id:uuid taxonomy"
    " taxonomy_detail>taxonomy language taxonomy_id:uuid term_uri:uri metadata*metadata",
    "taxonomy": "id!:uuid name! description! uri:uri version metadata*metadata",
    "metadata": "id!:uuid resource_id:uuid resource_type last_action_date!:date last_action_type!"
    " field_name! previous_value! replacement_value! updated_by!",
    "url": "id!:uuid label url!:uri organization_id:uuid service_id:uuid" + _ENDING,
}
_PAGE = (
    "total_items!% total_pages!% page_number!% size!% first_page!? last_page!? empty!? contents!*"
)
_CHECKER = FormatChecker(["uuid", "email", "date"])
_URI = r"[A-Za-z][A-Za-z0-9+.-]*:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"


@_CHECKER.checks("uri")
def _is_uri(found: object) -> bool:
    """RFC 3986: ASCII only."""
    return not isinstance(found, str) or fullmatch(_URI, found) is not None


@_CHECKER.checks("date-time", raises=ValueError)
def _is_moment(found: object) -> bool:
    return not isinstance(found, str) or datetime.fromisoformat(found).tzinfo is not None


def _field(said: str) -> tuple[str, bool, dict[str, Any]]:
    for mark in ("=", "*", ">", ":", "#", "%", "?"):
        name, found, rest = said.partition(mark)
        if found:
            break
    made: dict[str, dict[str, Any]] = {
        "=": {"enum": [one.replace("_", " ") for one in rest.split("|")]},
        "*": {"type": "array", "items": {"$ref": f"#/$defs/{rest}"}},
        ">": {"$ref": f"#/$defs/{rest}"},
        ":": {"type": "string", "format": rest},
        "#": {"type": "number"},
        "%": {"type": "integer"},
        "?": {"type": "boolean"},
        "": {"type": "string"},
    }
    return name.rstrip("!"), "!" in said, made[found]


def _schema(fields: str) -> dict[str, Any]:
    parts = [_field(one) for one in fields.split()]
    return {
        "type": "object",
        "properties": {name: one for name, _, one in parts},
        "required": [name for name, needed, _ in parts if needed],
        "additionalProperties": False,
    }


def _flat(fields: str) -> str:
    """As lists show it: no lists inside, its parts likewise."""
    kept = [one for one in fields.split() if "*" not in one]
    return " ".join(f"{one}_list" if ">" in one else one for one in kept)


def _views() -> dict[str, str]:
    listed = ("service", "organization", "program", "location", "service_at_location")
    made = {f"{name}_list": _flat(OBJECTS[name]) for name in listed}
    made["service_at_location_list"] += " service>service_list"
    made["organization_view"] = f"{OBJECTS['organization']} services*service"
    made["service_at_location_view"] = f"{OBJECTS['service_at_location']} service>service"
    for name in ("service", "organization", "service_at_location"):
        made[f"page_of_{name}"] = f"{_PAGE}{name}_list"
    full = {"service": "service"} | {
        name: f"{name}_view" for name in ("organization", "service_at_location")
    }
    made |= {f"page_of_full_{name}": _PAGE + kind for name, kind in full.items()}
    return made | {f"page_of_{name}": _PAGE + name for name in ("taxonomy", "taxonomy_term")}


_DEFS = {name: _schema(fields) for name, fields in (OBJECTS | _views()).items()}


def faults(found: Any, kind: str) -> Iterator[str]:
    """What the standard would say against ``found`` as a ``kind``."""
    schema = {"$ref": f"#/$defs/{kind}", "$defs": _DEFS}
    for error in Draft202012Validator(schema, format_checker=_CHECKER).iter_errors(found):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
