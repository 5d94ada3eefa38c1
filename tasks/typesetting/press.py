"""The program that sets one paper: a line of JSON in, a PDF out. Run as `python -I press.py`.

The typesetter starts threads, which do not live on in a forked process: whoever was forked after its first use would
wait for them for ever. So each paper is set in a process of its own, which imports nothing of the shop.
"""

from __future__ import annotations

import json
import sys
from typing import cast

import typst


def main() -> None:
    """Read `{"template", "root", "facts", "timestamp"}` and write the PDF."""
    asked = json.load(sys.stdin)
    compiler = typst.Compiler(asked["template"], root=asked["root"])
    facts = json.dumps(asked["facts"], ensure_ascii=False)
    pdf = compiler.compile(format="pdf", sys_inputs={"facts": facts}, timestamp=asked["timestamp"])
    sys.stdout.buffer.write(cast("bytes", pdf))  # only pictures are many, one a page


if __name__ == "__main__":
    main()
