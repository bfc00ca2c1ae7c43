"""XML from outside: no entities, no network, no huge trees, names without their namespaces."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from app.files.values import Unreadable


def parse_xml(data: bytes) -> Any:
    """The root of a small part. Raises Unreadable: damaged, or unsafe if it declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _reason(data) from error
    refuse_doctype(root)
    return root


def children_of(data: bytes, parent: str) -> Iterator[Any]:
    """The children of the first element named ``parent``, one after another, each thrown away
    before the next is read: a document of any length needs the memory of one block.

    Raises Unreadable.
    """
    steps = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    holder = None
    try:
        for event, element in steps:
            if holder is None:
                if event == "start":
                    if element.getparent() is None:
                        refuse_doctype(element)
                    holder = element if local(element) == parent else None
            elif event == "end" and element.getparent() is holder:
                yield element
                # The parser still stands at this element: it is emptied, those before it go.
                element.clear()
                while element.getprevious() is not None:
                    del holder[0]
    except etree.XMLSyntaxError as error:
        raise _reason(data) from error


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace (strict and usual Word files differ in it)."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def child(element: Any, *names: str) -> Any | None:
    """The element found by going down the names, or None."""
    for name in names:
        element = next((one for one in element if local(one) == name), None)
        if element is None:
            return None
    return element


def value(element: Any, *names: str) -> str | None:
    """The attribute ``val`` of the element found by going down the names."""
    found = child(element, *names)
    return None if found is None else attribute(found, "val")


def refuse_doctype(root: Any) -> None:
    """Office files declare no document type; one that does wants entities expanded."""
    if root.getroottree().docinfo.doctype:
        raise Unreadable("unsafe")


def _reason(data: bytes) -> Unreadable:
    return Unreadable("unsafe" if b"<!ENTITY" in data[:4096] else "damaged")
