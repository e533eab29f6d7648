"""One household, by plain Python: exact, with a trace, without loading any compiler."""

from .evaluation import Evaluation, Step
from .instances import Case, Instance
from .unknown import Unknown

__all__ = ["Case", "Evaluation", "Instance", "Step", "Unknown"]
