from .bench import bench
from .browse import browse
from .pages import fact, parameter, rule
from .sources import sources
from .whatif import curve, refresh, room

__all__ = ["bench", "browse", "curve", "fact", "parameter", "refresh", "room", "rule", "sources"]
