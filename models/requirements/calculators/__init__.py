"""What a decoration uses up, each method as a pure function of exact decimals (domain.md, “Materials”).

Each refuses what it cannot reckon with a ValueError whose text is a sentence. Lengths are inches, as prints and rolls
are told in; areas are square centimetres, as ink is.
"""

from .amounts import area_cm2, pieces_with_spoilage, spread
from .dtf import dtf_film, dtf_ink, dtf_powder
from .dtg import dtg_ink, dtg_pretreat
from .embroidery import backing, bobbin_thread, top_thread
from .nesting import Nesting, nest, usable_width
from .screen_ink import ink_deposit, screen_ink

__all__ = [
    "Nesting",
    "area_cm2",
    "backing",
    "bobbin_thread",
    "dtf_film",
    "dtf_ink",
    "dtf_powder",
    "dtg_ink",
    "dtg_pretreat",
    "ink_deposit",
    "nest",
    "pieces_with_spoilage",
    "screen_ink",
    "spread",
    "top_thread",
    "usable_width",
]
