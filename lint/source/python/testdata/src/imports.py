"""Every shape of an import."""
from __future__ import annotations, generator_stop
from __future__ import (division as div,)

import os
import os.path
import os.path as osp, sys, json as _json
import a . b .  c
import xml.etree.ElementTree as ET; import csv
from . import sibling
from .. import parent as p
from ... import grand
from .... import great
from .pkg import one
from ..pkg.sub import two as deux, three
from ...x.y import (four, five as cinq,
    six,  # a comment
)
from .a.b.c import *
from pkg import *
from \
    continued.name \
    import thing as \
    chose
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dify_plugin import Tool
    import only.types
else:
    import at.runtime

if not TYPE_CHECKING:
    import real
else:
    import unreal

try:
    import fast
except ImportError:
    import slow as fast

try:
    from lxml import etree
except (ValueError, ModuleNotFoundError) as e:
    etree = None
    raise
else:
    import after
finally:
    import final


def f():
    import inside
    from .local import g as h

    class C:
        from cls import member
        import cls.other

        def m(self):
            import deep.er


async def co():
    from aio import run
lambda: __import__("dynamic")
import match, case, type, _
from match.case import type as match
