"""From the plain Python that kernels and their helpers are written in to LLVM's own language.

Only what they use is understood: whole numbers of 64 bits, arrays of whole numbers, assignments,
if, while True, for ... in range, break, continue, return and calls of helpers. A condition is 0 or
1. Anything else is a mistake of ours and raises NotImplementedError.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from llvmlite import ir

I64 = ir.IntType(64)
Types = Mapping[str, int]
"""Bits of each array argument's numbers; arguments that are not named are numbers of 64 bits."""
_COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def declare(module: ir.Module, node: ast.FunctionDef, arrays: Types) -> ir.Function:
    """The head of a function. Arrays never overlap: results are nobody's facts."""
    names = [arg.arg for arg in node.args.args]
    kinds = [ir.IntType(arrays[n]).as_pointer() if n in arrays else I64 for n in names]
    function = ir.Function(module, ir.FunctionType(I64, kinds), node.name)
    for argument, name in zip(function.args, names, strict=True):
        argument.name = name
        if name in arrays:
            argument.add_attribute("noalias")
    return function


@dataclass
class Writer:
    """Writes the body of one function. ``constants``: names that stand for a number."""

    functions: Mapping[str, ir.Function]
    constants: Mapping[str, int]
    function: ir.Function
    variables: dict[str, ir.Value] = field(default_factory=dict)
    loops: list[tuple[ir.Block, ir.Block]] = field(default_factory=list)

    def write(self, node: ast.FunctionDef) -> None:
        entry = self.function.append_basic_block("entry")
        body = self.function.append_basic_block("body")
        self.top = ir.IRBuilder(entry)
        self.build = ir.IRBuilder(body)
        self.arrays = {a.name: a for a in self.function.args if a.type != I64}
        for argument in self.function.args:
            if argument.type == I64:
                self.top.store(argument, self._slot(argument.name))
        self.block(node.body)
        if not self.build.block.is_terminated:
            self.build.ret(I64(0))
        self.top.branch(body)

    def _slot(self, name: str) -> ir.Value:
        """Where a variable lives; LLVM turns these into registers."""
        if name not in self.variables:
            self.variables[name] = self.top.alloca(I64, name=name)
        return self.variables[name]

    # --- statements

    def block(self, body: list[ast.stmt]) -> None:
        for one in body:
            if self.build.block.is_terminated:
                return
            self.statement(one)

    def statement(self, node: ast.stmt) -> None:
        write = _STATEMENTS.get(type(node))
        if write is None:
            raise NotImplementedError(ast.unparse(node))
        write(self, node)

    def _assign(self, node: ast.Assign) -> None:
        (target,) = node.targets
        made = self.value(node.value)
        if isinstance(target, ast.Subscript):
            self._store(target, made)
        else:
            self.build.store(made, self._slot(target.id))  # type: ignore[attr-defined]

    def _add(self, node: ast.AugAssign) -> None:
        name = node.target.id  # type: ignore[union-attr]
        made = self.value(ast.BinOp(ast.Name(name, ast.Load()), node.op, node.value))
        self.build.store(made, self._slot(name))

    def _break(self, _: ast.Break) -> None:
        self.build.branch(self.loops[-1][1])

    def _continue(self, _: ast.Continue) -> None:
        self.build.branch(self.loops[-1][0])

    def _return(self, node: ast.Return) -> None:
        self.build.ret(self.value(node.value) if node.value else I64(0))

    def _nothing(self, _: ast.stmt) -> None:
        """``pass`` and docstrings."""

    def _if(self, node: ast.If) -> None:
        test = self.truth(node.test)
        then, other, after = (self.function.append_basic_block(n) for n in ("then", "else", "on"))
        self.build.cbranch(test, then, other)
        for start, body in ((then, node.body), (other, node.orelse)):
            self.build.position_at_end(start)
            self.block(body)
            if not self.build.block.is_terminated:
                self.build.branch(after)
        self.build.position_at_end(after)

    def _forever(self, node: ast.While) -> None:
        start, after = (self.function.append_basic_block(name) for name in ("rule", "told"))
        self.build.branch(start)
        self.build.position_at_end(start)
        self.loops.append((start, after))
        self.block(node.body)
        if not self.build.block.is_terminated:
            self.build.branch(start)
        self.loops.pop()
        self.build.position_at_end(after)

    def _range(self, node: ast.For) -> None:
        call = node.iter
        if not (isinstance(call, ast.Call) and isinstance(node.target, ast.Name)):
            raise NotImplementedError(ast.unparse(node))
        first, end = [I64(0), *map(self.value, call.args)][-2:]
        slot = self._slot(node.target.id)
        self.build.store(first, slot)
        test, body, step, after = (
            self.function.append_basic_block(name) for name in ("test", "each", "next", "done")
        )
        self.build.branch(test)
        self.build.position_at_end(test)
        here = self.build.load(slot)
        self.build.cbranch(self.build.icmp_signed("<", here, end), body, after)
        self.build.position_at_end(body)
        self.loops.append((step, after))
        self.block(node.body)
        self.loops.pop()
        if not self.build.block.is_terminated:
            self.build.branch(step)
        self.build.position_at_end(step)
        self.build.store(self.build.add(self.build.load(slot), I64(1)), slot)
        self.build.branch(test)
        self.build.position_at_end(after)

    # --- values

    def truth(self, node: ast.expr) -> ir.Value:
        return self.build.icmp_signed("!=", self.value(node), I64(0))

    def value(self, node: ast.expr) -> ir.Value:
        write = _VALUES.get(type(node))
        if write is None:
            raise NotImplementedError(ast.unparse(node))
        return write(self, node)

    def _constant(self, node: ast.Constant) -> ir.Value:
        return I64(int(node.value))  # type: ignore[arg-type]

    def _name(self, node: ast.Name) -> ir.Value:
        if node.id in self.constants:
            return I64(self.constants[node.id])
        return self.build.load(self._slot(node.id))

    def _unary(self, node: ast.UnaryOp) -> ir.Value:
        inner = self.value(node.operand)
        if isinstance(node.op, ast.USub):
            return self.build.neg(inner)
        return self._flag(self.build.icmp_signed("==", inner, I64(0)))

    def _compare(self, node: ast.Compare) -> ir.Value:
        (op,), (right,) = node.ops, node.comparators
        left = self.value(node.left)
        return self._flag(self.build.icmp_signed(_COMPARE[type(op)], left, self.value(right)))

    def _logic(self, node: ast.BoolOp) -> ir.Value:
        join = self.build.and_ if isinstance(node.op, ast.And) else self.build.or_
        made = self.truth(node.values[0])
        for one in node.values[1:]:
            made = join(made, self.truth(one))
        return self._flag(made)

    def _call(self, node: ast.Call) -> ir.Value:
        function = self.functions[node.func.id]  # type: ignore[attr-defined]
        return self.build.call(function, self._arguments(node, function))

    def _flag(self, bit: ir.Value) -> ir.Value:
        return self.build.zext(bit, I64)

    def _arguments(self, node: ast.Call, function: ir.Function) -> list[ir.Value]:
        pairs = zip(node.args, function.args, strict=True)
        return [
            self.value(one) if want.type == I64 else self.arrays[one.id]  # type: ignore[attr-defined]
            for one, want in pairs
        ]

    def _binary(self, node: ast.BinOp) -> ir.Value:
        left, right = self.value(node.left), self.value(node.right)
        simple: dict[type, Callable[..., ir.Value]] = {
            ast.Add: self.build.add, ast.Sub: self.build.sub, ast.Mult: self.build.mul,
        }  # fmt: skip
        if type(node.op) in simple:
            return simple[type(node.op)](left, right)
        return self._floored(left, right, isinstance(node.op, ast.FloorDiv))

    def _floored(self, left: ir.Value, right: ir.Value, wants_quotient: bool) -> ir.Value:
        """Python's // and %: towards minus infinity."""
        build = self.build
        rest = build.srem(left, right)
        apart = build.icmp_signed("<", build.xor(rest, right), I64(0))
        off = build.and_(build.icmp_signed("!=", rest, I64(0)), apart)
        if wants_quotient:
            return build.sub(build.sdiv(left, right), build.zext(off, I64))
        return build.add(rest, build.select(off, right, I64(0)))

    def _choose(self, node: ast.IfExp) -> ir.Value:
        test = self.truth(node.test)
        then, other, after = (self.function.append_basic_block(n) for n in ("yes", "no", "both"))
        self.build.cbranch(test, then, other)
        ends = []
        for start, inner in ((then, node.body), (other, node.orelse)):
            self.build.position_at_end(start)
            value = self.value(inner)
            ends.append((value, self.build.block))
            self.build.branch(after)
        self.build.position_at_end(after)
        made = self.build.phi(I64)
        for value, block in ends:
            made.add_incoming(value, block)
        return made

    def _place(self, node: ast.Subscript) -> ir.Value:
        array = self.arrays[node.value.id]  # type: ignore[attr-defined]
        return self.build.gep(array, [self.value(node.slice)])

    def _load(self, node: ast.Subscript) -> ir.Value:
        found = self.build.load(self._place(node))
        return found if found.type == I64 else self.build.sext(found, I64)

    def _store(self, node: ast.Subscript, value: ir.Value) -> None:
        place = self._place(node)
        wanted = place.type.pointee
        self.build.store(value if wanted == I64 else self.build.trunc(value, wanted), place)


_STATEMENTS: dict[type, Callable[[Writer, Any], None]] = {
    ast.Assign: Writer._assign, ast.AugAssign: Writer._add, ast.If: Writer._if,
    ast.While: Writer._forever, ast.For: Writer._range, ast.Break: Writer._break,
    ast.Continue: Writer._continue, ast.Return: Writer._return, ast.Pass: Writer._nothing,
    ast.Expr: Writer._nothing,
}  # fmt: skip
_VALUES: dict[type, Callable[[Writer, Any], ir.Value]] = {
    ast.Constant: Writer._constant, ast.Name: Writer._name, ast.BinOp: Writer._binary,
    ast.UnaryOp: Writer._unary, ast.Compare: Writer._compare, ast.BoolOp: Writer._logic,
    ast.IfExp: Writer._choose, ast.Subscript: Writer._load, ast.Call: Writer._call,
}  # fmt: skip
