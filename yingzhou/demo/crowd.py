"""Persons as columns: one numpy array a fact, one element a person."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from yingzhou.demo.days import FOREVER

NOBODY = -1


@dataclass
class Crowd:
    """Days since 1970 for dates, ``FOREVER`` for what has not ended, -1 for none.

    ``reg_*`` is the registration (户籍), ``res_*`` the residence (常住). A ``reg_div`` of -1 means
    not registered in the district, a ``res_div`` of -1 not living there.
    """

    birth: np.ndarray
    sex: np.ndarray
    death: np.ndarray
    surname: np.ndarray
    household: np.ndarray
    relation: np.ndarray
    member_from: np.ndarray
    member_to: np.ndarray
    reg_div: np.ndarray
    reg_from: np.ndarray
    reg_to: np.ndarray
    res_div: np.ndarray
    res_from: np.ndarray
    res_to: np.ndarray
    father: np.ndarray
    mother: np.ndarray
    spouse: np.ndarray

    def __len__(self) -> int:
        return len(self.birth)

    @classmethod
    def blank(cls, birth: np.ndarray, sex: np.ndarray) -> Crowd:
        """Persons of whom only birth and sex are known yet."""
        n = len(birth)
        forever = {"death", "member_to", "reg_to", "res_to"}
        starts = {"member_from", "reg_from", "res_from"}
        columns: dict[str, np.ndarray] = {"birth": birth.astype("int32"), "sex": sex.astype("int8")}
        for field in fields(cls):
            if field.name in forever:
                columns[field.name] = np.full(n, FOREVER, "int32")
            elif field.name in starts:
                columns[field.name] = birth.astype("int32").copy()
            elif field.name not in columns:
                columns[field.name] = np.full(n, NOBODY, "int32")
        return cls(**columns)

    def joined_with(self, other: Crowd) -> Crowd:
        """This crowd followed by ``other``, whose references must count from the start of both."""
        return Crowd(
            **{
                field.name: np.concatenate([getattr(self, field.name), getattr(other, field.name)])
                for field in fields(self)
            }
        )

    def end_at(self, who: np.ndarray, when: np.ndarray) -> None:
        """Registration, residence and membership of ``who`` end, by death or by moving away."""
        for name in ("member_to", "reg_to", "res_to"):
            column = getattr(self, name)
            column[who] = np.minimum(column[who], when)
