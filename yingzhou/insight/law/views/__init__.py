from .bench import bench
from .browse import browse
from .pages import fact, parameter, rule

__all__ = ["bench", "browse", "fact", "parameter", "rule"]
