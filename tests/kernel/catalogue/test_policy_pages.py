"""The pages about the rules, where an installation keeps items of its own."""

from __future__ import annotations

from tests.kernel.catalogue.shelf import CARD
from tests.kernel.catalogue.test_transfer import RULES
from yingzhou.kernel.catalogue import items as catalogue
from yingzhou.kernel.catalogue.pages import LOCAL, chapters, policy_pages


def test_an_item_of_ones_own_has_its_pages_in_a_chapter_of_its_own(shelf):
    folder = shelf("toy/card", CARD)
    (folder / "rules.py").write_text(RULES, encoding="utf-8")
    catalogue.forget()
    (local,) = [one for one in chapters() if one.title == LOCAL]
    assert [item.title for item in local.items] == ["敬老卡补办"]
    page = policy_pages()["规则/人.可补卡.md"]
    assert "toy/card/rules.py" in page
    assert str(folder.parent.parent) not in page
