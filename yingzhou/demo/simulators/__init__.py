"""外部单位模拟器: who is asked and paid outside the bureau, in a process of their own over HTTP.

They stand in for the eight data providers, an insurer, a bank: real HTTP, real waiting, and
whatever goes wrong with such partners, on demand (:mod:`.faults`). They know nothing of our
database: what one says of a person follows from the identity number it is sent, and from a seed
file (:mod:`.seed`).

To add one: a file in ``parts/`` with ``SIMULATORS``, a tuple of :class:`~.contract.Simulator`. It
answers below ``/<name>/``; nothing else has to be touched.
"""
