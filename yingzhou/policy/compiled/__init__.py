"""The same trees as one fused loop over arrays, compiled by numba and cached on disk.

Nothing here is imported by the scalar side: one household is explained without any compiler.
"""
