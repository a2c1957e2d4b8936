"""Names as people type them: folding to a search key, pinyin, and the rows under which a customer is found."""

from storage.names.folding import folded, squeezed, unabridged
from storage.names.rows import Kind, search_rows

__all__ = ["Kind", "folded", "search_rows", "squeezed", "unabridged"]
