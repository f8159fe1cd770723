"""The fields of a request, however they were sent: in the address, as a form, as JSON, with files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aiohttp import web

from .answers import Json, bad_request


@dataclass(frozen=True)
class Upload:
    """A file sent along with a request."""

    name: str
    content: bytes


class Fields(Mapping[str, object]):
    """What a request holds, by name; text that is not meant as text is read as JSON on the way out.

    Each reader raises Refusal for a field that is there and is something else, as Telegram does.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    @classmethod
    async def of(cls, request: web.Request) -> "Fields":
        """Return the fields of ``request``, uploads put where ``attach://`` names them."""
        values: dict[str, object] = dict(request.query)
        if request.content_type == "application/json":
            try:
                body = await request.json()
            except ValueError:
                raise bad_request("can't parse request body as JSON") from None
            if not isinstance(body, dict):
                raise bad_request("can't parse request: object expected")
            values |= {name: value for name, value in body.items() if value is not None}
        else:
            for name, value in (await request.post()).items():
                values[name] = Upload(value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        attached = {f"attach://{name}": name for name, value in values.items() if isinstance(value, Upload)}
        for name, reference in list(values.items()):
            if isinstance(reference, str) and reference in attached:
                values[name] = values.pop(attached[reference])
        return cls(values)

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def text(self, name: str) -> str:
        """Return a text, empty when there is none."""
        value = self.get(name, "")
        if not isinstance(value, str):
            raise bad_request(f'field "{name}" must be of type String')
        return value

    def integer(self, name: str) -> int | None:
        """Return a whole number, None when there is none."""
        value = self.decoded(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise bad_request(f'field "{name}" must be of type Integer')
        return value

    def flag(self, name: str) -> bool:
        """Return a yes or no, no when there is none."""
        value = self.decoded(name)
        if value not in (None, True, False):
            raise bad_request(f'field "{name}" must be of type Boolean')
        return bool(value)

    def json_object(self, name: str) -> Json | None:
        """Return a JSON object, None when there is none."""
        value = self.decoded(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: object expected")
        return value

    def json_array(self, name: str) -> list[Json]:
        """Return a JSON array of objects, empty when there is none."""
        value: object = self.decoded(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {name}: array of objects expected")
        return value

    def decoded(self, name: str) -> object:
        """Return the value, read as JSON where it is a text that holds JSON; None when there is none."""
        value = self.get(name)
        try:
            decoded: object = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            return value
        return decoded
