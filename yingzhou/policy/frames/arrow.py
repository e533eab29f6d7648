"""Between Arrow batches and the engine's columns.

A batch has ``household`` (its id), the household's facts by name (货币财产, ...) and ``members``, a
list of structs with the persons' facts. Money in fen, days as yyyymmdd, labels as text; a null is
未知.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from yingzhou.policy.book import Book, Key
from yingzhou.policy.columns import column_dtype, labels_of, lowest
from yingzhou.policy.faults import Fault, PolicyError, nearest
from yingzhou.policy.kinds import LABEL
from yingzhou.policy.population import Population, load
from yingzhou.policy.run import Results
from yingzhou.policy.tree import HOUSEHOLD, PERSON

ID, MEMBERS = "household", "members"


def population_of(book: Book, batch: pa.RecordBatch) -> Population:
    """Raises PolicyError where a column is not a fact of the book."""
    members = batch.column(MEMBERS)
    starts = np.asarray(members.offsets) - members.offsets[0].as_py()
    people = members.flatten()
    columns = {}
    for name in batch.schema.names:
        if name not in (ID, MEMBERS):
            columns[f"{HOUSEHOLD}.{name}"] = _column(book, (HOUSEHOLD, name), batch.column(name))
    for place, one in enumerate(people.type):
        columns[f"{PERSON}.{one.name}"] = _column(book, (PERSON, one.name), people.field(place))
    household_of = np.repeat(np.arange(len(batch)), np.diff(starts)).astype(np.int32)
    return load(book, household_of, columns, len(batch))


def _column(book: Book, key: Key, values: pa.Array) -> np.ndarray:
    spec = book.inputs.get(key)
    if spec is None:
        known = [name for entity, name in book.inputs if entity == key[0]]
        raise PolicyError(Fault(".".join(key), 0, "没有这项事实", nearest(key[1], known)))
    dtype = column_dtype(spec.kind)
    if spec.kind == LABEL:
        return _coded(book, values)
    plain = values.cast(pa.int64()) if not pa.types.is_boolean(values.type) else values.cast("int8")
    found = plain.fill_null(lowest(dtype) if plain.type != pa.int64() else np.iinfo(np.int64).min)
    return found.to_numpy(zero_copy_only=False)


def _coded(book: Book, values: pa.Array) -> np.ndarray:
    codes = labels_of(book)
    packed = values.dictionary_encode()
    table = np.array([codes.get(word.as_py(), -1) for word in packed.dictionary] or [0], np.int16)
    missing = np.iinfo(np.int16).min
    places = packed.indices.fill_null(0).to_numpy(zero_copy_only=False)
    return np.where(values.is_null().to_numpy(zero_copy_only=False), missing, table[places])


def batch_of(ids: pa.Array, results: Results, starts: np.ndarray) -> pa.RecordBatch:
    """One row a household; a person's result is a list in the order of the members."""
    names, arrays = [ID], [ids]
    for key, values in results.values.items():
        bottom = lowest(values.dtype.type)
        array = pa.array(values, mask=values == bottom)
        if key[0] == PERSON:
            array = pa.ListArray.from_arrays(pa.array(starts, pa.int32()), array)
        names.append(name_of(key))
        arrays.append(array)
    return pa.RecordBatch.from_arrays(arrays, names)


def name_of(key: Key) -> str:
    return "_".join(key)


def schema_of(book: Book, wanted: Sequence[Key], ids: pa.DataType) -> pa.Schema:
    """The schema of :func:`batch_of`'s batches."""
    fields = [pa.field(ID, ids)]
    for key in wanted:
        plain = {"flag": pa.int8(), "day": pa.int32(), "label": pa.int16()}
        kind = plain.get(book.rules[key][-1].kind.base, pa.int64())
        fields.append(pa.field(name_of(key), pa.list_(kind) if key[0] == PERSON else kind))
    return pa.schema(fields)
