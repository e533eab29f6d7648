"""Machine code from a kernel's text, and back from the disk."""

from __future__ import annotations

import ast
import ctypes
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from .translate import Types, Writer, declare

HELPERS = Path(__file__).with_name("helpers.py")
_BITS = {"int8": 8, "int16": 16, "int32": 32, "int64": 64}
SPEED = 3


@cache
def _ready() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


@cache
def machine_name() -> str:
    """The processor that machine code is made for; another one compiles for itself."""
    _ready()
    return f"{llvm.get_host_cpu_name()} {llvm.get_process_triple()} {llvm.llvm_version_info}"


def _machine() -> llvm.TargetMachine:
    _ready()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=SPEED, jit=True
    )


def compiled(text: str, arrays: Types) -> bytes:
    """The object code of all functions in ``text``. ``arrays``: bits of the array arguments."""
    module = ir.Module("kernel")
    helpers = ast.parse(HELPERS.read_text(encoding="utf-8"))
    found: dict[str, tuple[ast.FunctionDef, ir.Function]] = {}
    for node in helpers.body:
        if isinstance(node, ast.FunctionDef):
            own = {
                arg.arg: _BITS[arg.annotation.value]  # type: ignore[attr-defined]
                for arg in node.args.args
                if arg.annotation is not None
            }
            function = declare(module, node, own)
            function.linkage = "internal"
            function.attributes.add("alwaysinline")
            found[node.name] = (node, function)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = (node, declare(module, node, arrays))
    functions = {name: function for name, (_, function) in found.items()}
    from .helpers import UNKNOWN

    for node, function in found.values():
        Writer(functions, {"UNKNOWN": UNKNOWN}, function).write(node)
    return _object(str(module))


def _object(text: str) -> bytes:
    machine = _machine()
    parsed = llvm.parse_assembly(text)
    parsed.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=SPEED)
    options.loop_vectorization = options.slp_vectorization = True
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(parsed, builder)
    return bytes(machine.emit_object(parsed))


class Native:
    """Loaded machine code; functions are called with numbers and arrays."""

    def __init__(self, code: bytes) -> None:
        _ready()
        empty = llvm.parse_assembly("")
        self._engine = llvm.create_mcjit_compiler(empty, _machine())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self._engine.finalize_object()

    def function(self, name: str, names: Sequence[str], arrays: Types) -> Callable[..., None]:
        """``name`` as a Python function of the arguments ``names``; it lets other threads run."""
        kinds = [ctypes.c_void_p if one in arrays else ctypes.c_int64 for one in names]
        address = self._engine.get_function_address(name)
        call = ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(address)

        def run(*values: Any) -> None:
            call(*(value.ctypes.data if hasattr(value, "ctypes") else value for value in values))

        return run


def types_of(columns: Mapping[str, Any]) -> dict[str, int]:
    """Bits by argument, from numpy types."""
    return {name: dtype(0).itemsize * 8 for name, dtype in columns.items()}
