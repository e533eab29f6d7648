"""The same trees as one fused loop over arrays: machine code by LLVM, kept on disk.

Nothing here is imported by the scalar side: one household is explained without any compiler. Why
not numba: docs/adr/0006.
"""
