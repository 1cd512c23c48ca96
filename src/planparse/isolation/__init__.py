"""Work done in a process of its own, with limits on time and memory that nothing in it can pass.

What a library does in its own loops or in C cannot be counted from outside. Where a file is not
trusted, it is read in a child: `children` keeps one and gives it work, `crew` several at once,
`serving` is what runs in it, `messages` what the two say to each other. A child is used again for
the next file, and replaced when it has been ended.
"""

from planparse.isolation.children import Child, Pool
from planparse.isolation.crew import Crew, Finished

__all__ = ["Child", "Crew", "Finished", "Pool"]
