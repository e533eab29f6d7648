"""A letter that refuses says why, and by which article, once."""

from __future__ import annotations

import json

from tests.kernel.cases.conftest import MONDAY
from yingzhou.kernel.cases import letters, words
from yingzhou.kernel.catalogue.versions import item_of_version
from yingzhou.kernel.notices.models import Letter

WHY = "户籍已经迁到外区, 请向现在的户籍地申请"


def test_the_reason_of_a_refusal_stands_once_in_the_letter(world):
    case = world.apply()
    world.step(case, "not_accept", world.counter, MONDAY, WHY)
    letter = Letter.objects.get(about=f"case:{case.pk}", template="refusal")
    assert letter.content.count("请向现在的户籍地申请") == 1
    assert json.loads(letter.content)["article"], "no paragraph says it, so it stands by itself"


def test_an_article_that_a_paragraph_names_is_not_named_again(world):
    case = world.apply()
    world.step(case, "accept", world.counter, MONDAY)
    item = item_of_version(case.version)
    letter = item.apply.process.letters["refused"]
    filled = words.places(case, item, MONDAY, reason=WHY)
    made = letters.content(letter, item.apply, case, filled, [], None, None)
    assert "{article}" in "".join(letter.paragraphs)
    assert made["article"] == ""
    assert "\n".join(made["paragraphs"]).count(filled["article"].strip("《》")) <= 1
    assert made["reasons"] == []
