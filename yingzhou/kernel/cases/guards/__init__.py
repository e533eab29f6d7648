"""What a step needs before it may be taken: a closed list, named in process files.

Each guard answers with what is lacking, in words; nothing lacking is an empty list.
"""

from __future__ import annotations

from collections.abc import Callable

from .about import linked, often_enough
from .asked import Asked
from .found import MATCHES, corrected, differences, is_assessed, publicity_over, unpublished
from .hands import (
    REOPENED,
    STAFF_KIN,
    WENT,
    below,
    is_of_staff,
    kin_of_staff,
    other_hands,
    other_person,
    two_people,
    unvisited,
)
from .heard import deliberated, deliberation, warned
from .kept import kept
from .papers import (
    AMOUNT,
    computed,
    missing_materials,
    of_answers,
    of_consent,
    of_consultations,
    of_materials,
    one_amount,
    rule_decides,
)
from .words import (
    BY_MESSAGE,
    CAME,
    DEAD,
    HAN,
    LEFT_NOTHING,
    SUBSTANCE,
    TOLD,
    WEIGH,
    died,
    grounds,
    not_yet,
    of_opinions,
    of_substance,
    of_the_dead,
    other_days,
    reason,
    refuses,
    said,
    says_how,
    taken_back,
    their_word,
    to_weigh,
    was_told,
    weighed,
)

__all__ = [
    "AMOUNT", "BY_MESSAGE", "CAME", "DEAD", "GUARDS", "HAN", "LEFT_NOTHING", "MATCHES", "REOPENED",
    "STAFF_KIN", "SUBSTANCE", "TOLD", "WEIGH", "WENT", "Asked", "died", "grounds", "is_of_staff",
    "lacking", "missing_materials", "refuses", "rule_decides", "said", "says_how", "to_weigh",
    "unpublished", "unvisited", "weighed",
]  # fmt: skip


def lacking(asked: Asked) -> list[str]:
    """Everything that is lacking, together: nobody is sent away twice."""
    found = [*not_yet(asked), *taken_back(asked), *their_word(asked), *one_amount(asked)]
    found += [*of_substance(asked), *often_enough(asked), *of_the_dead(asked)]
    for need in asked.way.needs:
        name, _, of = need.partition(":")
        found += GUARDS[name](asked, of)
    return found


GUARDS: dict[str, Callable[[Asked, str], list[str]]] = {
    "materials": of_materials,
    "answers": of_answers,
    "consent": of_consent,
    "differences": differences,
    "corrected": corrected,
    "two_people": two_people,
    "consultations": of_consultations,
    "publicity_over": publicity_over,
    "computed": computed,
    "reason": reason,
    "other_person": other_person,
    "staff_kin": kin_of_staff,
    "below": below,
    "opinions": of_opinions,
    "disagreed": of_opinions,
    "told": was_told,
    "assessed": is_assessed,
    "deliberation": deliberation,
    "deliberated": deliberated,
    "linked": linked,
    "warned": warned,
    "kept": kept,
    "other_hands": other_hands,
    "other_days": other_days,
}
