"""One item as an HSDS service with all that belongs to it."""

from __future__ import annotations

from typing import Any

from yingzhou.kernel.catalogue.items import Item, since
from yingzhou.kernel.catalogue.items.parts import REGISTERS, Material
from yingzhou.kernel.catalogue.selectors import words

from .parts import Source, filled, term, uid

AT_COUNTERS = "受理"
"""A guide whose place names the 受理中心 is served at the counters."""


def service(item: Item, source: Source) -> dict[str, Any]:
    owner, key = source.organization_of(item), uid("service", item.code)
    program = source.program_of(item)
    return filled(
        id=key,
        organization_id=owner["id"],
        program_id=program["id"],
        name=item.name,
        alternate_name="、".join(item.synonyms),
        description=_description(item),
        url=source.link(item),
        status="active",
        application_process=_process(item),
        fees_description=words.fee(item),
        eligibility_description=_eligible(item),
        organization=owner,
        program=program,
        phones=_phones(item, key),
        contacts=_contacts(item, key),
        languages=[
            {"id": uid("language", item.code), "service_id": key, "name": "中文", "code": "zh"}
        ],
        service_areas=_areas(item, key, source),
        cost_options=_costs(item, key),
        required_documents=_documents(item, key),
        attributes=[_attribute(item, key, topic) for topic in item.topics],
        service_at_locations=_places(item, source),
    )


def _description(item: Item) -> str:
    doubt = ["内容还没有核对原文。"] if item.confidence == "unverified" else []
    laws = "、".join(f"《{one['law']}》{one.get('article', '')}" for one in item.basis)
    return "\n".join([item.plain, f"依据: {laws}", *item.notes, *doubt])


def _eligible(item: Item) -> str:
    register = f"({REGISTERS[item.apply.register]})" if item.apply else ""
    return f"{item.who}{register}"


def _process(item: Item) -> str:
    told = [f"在哪里办: {item.where}"]
    if item.apply:
        told += [f"渠道: {'、'.join(words.channels(item))}"]
        stages = item.apply.process.stages.values()
        told += [f"经过: {' → '.join(one.name for one in stages if not one.is_final)}"]
    told += [f"{n}. {step}" for n, step in enumerate(item.guide.get("steps", ()), 1)]
    promised = words.promised(item)
    return "\n".join([*told, *([f"时限: {promised}"] if promised else [])])


def _phones(item: Item, key: str) -> list[dict[str, Any]]:
    number = str(item.guide.get("phone", ""))
    made = {"id": uid("phone", item.code), "service_id": key, "number": number, "type": "voice"}
    return [made] if number else []


def _contacts(item: Item, key: str) -> list[dict[str, Any]]:
    department = str(item.guide.get("department", ""))
    made = {"id": uid("contact", item.code), "service_id": key, "department": department}
    return [made] if department else []


def _areas(item: Item, key: str, source: Source) -> list[dict[str, Any]]:
    area = {"id": uid("service_area", item.code), "service_id": key, "name": source.district}
    return [area] if source.district else []


def _costs(item: Item, key: str) -> list[dict[str, Any]]:
    if item.apply is None:
        return []
    fee = item.apply.fee
    return [
        filled(
            id=uid("cost", item.code),
            service_id=key,
            valid_from=since(item).isoformat(),
            option="办理费用",
            currency="CNY",
            amount=fee["fen"] / 100,
            amount_description=fee.get("basis") or words.fee(item),
        )
    ]


def _documents(item: Item, key: str) -> list[dict[str, Any]]:
    if item.apply:
        labels = {one.key: one.label for one in item.apply.form}
        said = [(one.key, _paper(one, labels)) for one in item.apply.materials]
    else:
        said = [(str(n), text) for n, text in enumerate(item.guide.get("materials", ()))]
    return [
        {"id": uid("document", item.code, name), "service_id": key, "document": text}
        for name, text in said
    ]


def _paper(one: Material, labels: dict[str, str]) -> str:
    notes = [words.condition(one.when, labels)]
    notes += [f"{words.source(one.known)}已有, 不用交"] if one.known else []
    notes += ["有就交"] if not one.required else []
    told = "; ".join(filter(None, notes))
    return f"{one.name}({told})" if told else one.name


def _attribute(item: Item, key: str, topic: str) -> dict[str, Any]:
    return {
        "id": uid("attribute", item.code, topic),
        "link_id": key,
        "taxonomy_term_id": uid("topic", topic),
        "link_type": "topic",
        "link_entity": "service",
        "value": topic,
        "taxonomy_term": term(topic),
    }


def at_counters(item: Item) -> bool:
    return "counter" in item.apply.channels if item.apply else AT_COUNTERS in item.where


def place_of(item: Item, place: dict[str, Any]) -> dict[str, Any]:
    """The item at this counter."""
    return {
        "id": uid("service_at_location", item.code, place["external_identifier"]),
        "service_id": uid("service", item.code),
        "location_id": place["id"],
        "location": place,
    }


def _places(item: Item, source: Source) -> list[dict[str, Any]]:
    return [place_of(item, place) for place in source.locations] if at_counters(item) else []
