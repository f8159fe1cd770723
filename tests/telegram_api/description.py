"""What a machine-readable description of the Bot API allows a request to hold."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .answers import Json
from .fields import Fields, Upload

BESIDE_THE_PROJECT = Path(__file__).parents[2].parent / "shared" / "telegram-bot-api" / "api.json"

_PLAIN: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "Integer": int,
    "Float": (int, float),
    "Boolean": bool,
    "InputFile": Upload,
}
_CONSTANT = re.compile(r'(?:always|must be) "?(\w+)"?$')


class Description:
    """The methods and types of one version of the Bot API."""

    def __init__(self, api: Json) -> None:
        self._methods, self._types = api["methods"], api["types"]

    @classmethod
    @cache
    def at(cls, path: Path) -> "Description | None":
        """Return the description kept in the file ``path``; None where there is none."""
        return cls(json.loads(path.read_text())) if path.exists() else None

    def complaints(self, method: str, fields: Fields) -> list[str]:
        """Return a sentence for everything in a request that does not fit; empty: it fits."""
        if method not in self._methods:
            return [f"{method} is no method of the Bot API."]
        described = self._methods[method].get("fields", [])
        texts = {field["name"] for field in described if "String" in field["types"]}
        values = {name: fields[name] if name in texts else fields.decoded(name) for name in fields}
        return list(self._of_fields(values, described, method))

    def _of_fields(self, values: Json, fields: list[Json], where: str) -> Iterable[str]:
        known = {field["name"]: field for field in fields}
        for name in values:
            if name not in known:
                yield f"{where}: {name} is unknown."
        for name, field in known.items():
            if name not in values:
                if field["required"]:
                    yield f"{where}: {name} is missing."
                continue
            yield from self._closest(values[name], field["types"], f"{where}.{name}")
            constant = _CONSTANT.search(field["description"])
            if name == "type" and constant and values[name] != constant[1]:
                yield f"{where}.{name} is {values[name]!r}, not {constant[1]!r}."

    def _closest(self, value: object, types: list[str], where: str) -> list[str]:
        """Return what speaks against the type that fits best."""
        return min((list(self._of_type(value, name, where)) for name in types), key=len)

    def _of_type(self, value: object, name: str, where: str) -> Iterable[str]:
        described = self._types.get(name, {})
        if name.startswith("Array of ") and isinstance(value, list):
            for place, item in enumerate(value):
                yield from self._of_type(item, name.removeprefix("Array of "), f"{where}[{place}]")
        elif "subtypes" in described:
            yield from self._closest(value, described["subtypes"], where)
        elif "fields" in described and isinstance(value, dict):
            yield from self._of_fields(value, described["fields"], where)
        elif not isinstance(value, _PLAIN.get(name, ())) or isinstance(value, bool) != (name == "Boolean"):
            yield f"{where} is {value!r}, which is no {name}."
