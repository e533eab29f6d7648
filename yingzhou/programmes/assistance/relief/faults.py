"""What relief refuses, in words for whoever tried."""

from __future__ import annotations


class ReliefFault(Exception):
    """Nothing was changed."""


class NotSettled(ReliefFault):
    """A hospital's bill is not settled. ``code`` for programs, ``where``: the place in the request;
    ``person``: whom the bill is about, where they are known."""

    def __init__(self, code: str, words: str, where: str = "", person: int | None = None) -> None:
        self.code, self.where, self.person = code, where, person
        super().__init__(words)


class OtherBill(ReliefFault):
    """The hospital's own number was used for something else."""


class InsuranceFault(ReliefFault):
    """A claim does not go that way."""
