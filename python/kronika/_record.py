"""The record: one event that a text reports. Field names and meaning are those of docs/record.md."""

from __future__ import annotations

import datetime
import html
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypedDict


@dataclass(frozen=True)
class Party:
    """One of those who acted (``record.actor``) or were acted on (``record.recipient``)."""

    code: str
    """Country and sectors: ``RUS GOV``, ``BLR CVL OPP``; ``---`` where no country can be said."""
    text: str
    """The mention; private persons by their role in brackets."""
    field: str
    """``"text"`` or ``"title"``: where the mention stands, and what `start` and `end` count in."""
    start: int
    end: int
    by: str
    sectors: tuple[str, ...] = ()
    country: str | None = None
    entity: str | None = None
    name: str | None = None
    role: str | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Date:
    """The days on which it happened, both inclusive."""

    start: datetime.date
    end: datetime.date
    by: str
    text: str | None = None


@dataclass(frozen=True)
class Place:
    """Where it happened. `latitude` and `longitude` in degrees, `geonames` the id of GeoNames."""

    name: str
    country: str
    precision: str
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None


@dataclass(frozen=True)
class Attribution:
    """On whose word."""

    text: str
    cue: str
    quoted: bool
    field: str
    start: int
    end: int
    code: str | None = None
    withheld: bool = False


@dataclass(frozen=True)
class Why:
    """The rule that gave a field its value, and the words that it looked at, as pairs of start and end."""

    field: str
    rule: str
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Span:
    """Code points [start, end) of the record's field."""

    start: int
    end: int


@dataclass(frozen=True)
class RecordSentence(Span):
    """The sentence that reports the event; `index` counts within its field, from 0."""

    index: int


@dataclass(frozen=True)
class Note:
    """What a person did to a record of a store."""

    action: str
    by: str
    why: str
    at: str
    field: str | None = None
    was: str | None = None


@dataclass(frozen=True)
class Review:
    """What people said of a record of a store."""

    status: str
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class CoderInfo:
    """What made a record: version of Kronika, codebook and model with the beginning of their hashes."""

    version: str
    codebook: str
    model: str


class _Line(TypedDict, total=False):
    """The keys of the JSON line."""

    id: str
    document: str
    field: str
    event: str
    mode: list[str]
    context: list[str]
    actor: list[dict[str, Any]]
    recipient: list[dict[str, Any]]
    text: str
    start: int
    end: int
    withheld: bool
    sentence: dict[str, int]
    mentions: list[dict[str, int]]
    date: dict[str, str]
    place: dict[str, Any]
    factuality: str
    attribution: dict[str, Any]
    cameo: str
    quad: int
    score: float
    confidence: float
    why: list[dict[str, Any]]
    coder: dict[str, str]
    review: dict[str, Any]


def _party(values: dict[str, Any], field: str) -> Party:
    return Party(**{"field": field, **values, "sectors": tuple(values["sectors"])})


class Record:
    """One event: who did what to whom, when, where, how surely, on whose word.

    It is the line that ``kronika code --format jsonl`` prints (`to_json`), with its fields as attributes.

        >>> import kronika
        >>> record = kronika.Coder("fast").code("Iran did not attack Israel.").records[0]
        >>> record
        <Record ASSAULT IRN GOV → ISR GOV "attack" negated>
        >>> record.to_dict()["event"], record.factuality, record.date is None
        ('ASSAULT', 'negated', True)
    """

    def __init__(self, line: bytes | str) -> None:
        self._line = line.encode() if isinstance(line, str) else line

    @cached_property
    def _values(self) -> _Line:
        values: _Line = json.loads(self._line)
        return values

    @property
    def id(self) -> str:
        """``k1:`` and 16 hexadecimal digits, the same on every machine."""
        return self._values["id"]

    @property
    def document(self) -> str:
        """The article's id."""
        return self._values["document"]

    @property
    def field(self) -> str:
        """``"title"`` if the event is told in the title only, else ``"text"``: what `start` and `end` count in."""
        return self._values.get("field", "text")

    @property
    def event(self) -> str:
        """PLOVER category."""
        return self._values["event"]

    @property
    def mode(self) -> tuple[str, ...]:
        return tuple(self._values["mode"])

    @property
    def context(self) -> tuple[str, ...]:
        return tuple(self._values["context"])

    @cached_property
    def actor(self) -> tuple[Party, ...]:
        """Those who did it; empty where the text names none."""
        return tuple(_party(party, self.field) for party in self._values["actor"])

    @cached_property
    def recipient(self) -> tuple[Party, ...]:
        """Those to whom it was done."""
        return tuple(_party(party, self.field) for party in self._values["recipient"])

    @property
    def text(self) -> str:
        """The words that report the event."""
        return self._values["text"]

    @property
    def start(self) -> int:
        return self._values["start"]

    @property
    def end(self) -> int:
        return self._values["end"]

    @property
    def withheld(self) -> bool:
        """Whether a role in brackets stands in `text` where a private name stood."""
        return self._values.get("withheld", False)

    @cached_property
    def sentence(self) -> RecordSentence:
        return RecordSentence(**self._values["sentence"])

    @cached_property
    def mentions(self) -> tuple[Span, ...]:
        """Where else in the field the same event is told."""
        return tuple(Span(**mention) for mention in self._values.get("mentions", ()))

    @cached_property
    def date(self) -> Date | None:
        values = self._values.get("date")
        if values is None:
            return None
        day = datetime.date.fromisoformat
        return Date(day(values["start"]), day(values["end"]), values["by"], values.get("text"))

    @cached_property
    def place(self) -> Place | None:
        values = self._values.get("place")
        return None if values is None else Place(**values)

    @property
    def factuality(self) -> str:
        """``asserted``, ``negated``, ``future``, ``hypothetical`` or ``historical``."""
        return self._values["factuality"]

    @cached_property
    def attribution(self) -> Attribution | None:
        values = self._values.get("attribution")
        return None if values is None else Attribution(**{"field": self.field, **values})

    @property
    def cameo(self) -> str:
        return self._values["cameo"]

    @property
    def quad(self) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return self._values["quad"]

    @property
    def score(self) -> float:
        """PLOVER's score of conflict and cooperation, -10 to 10."""
        return float(self._values["score"])

    @property
    def confidence(self) -> float:
        return float(self._values["confidence"])

    @cached_property
    def why(self) -> tuple[Why, ...]:
        return tuple(Why(why["field"], why["rule"], tuple((start, end) for start, end in why["words"]))
                     for why in self._values["why"])

    @cached_property
    def coder(self) -> CoderInfo:
        return CoderInfo(**self._values["coder"])

    @cached_property
    def review(self) -> Review | None:
        """Of a record of a store that a person has looked at."""
        values = self._values.get("review")
        return None if values is None else Review(values["status"], tuple(Note(**note) for note in values["notes"]))

    def to_json(self) -> str:
        """The line that ``kronika code --format jsonl`` prints, without its end, byte for byte."""
        return self._line.decode()

    def to_dict(self) -> dict[str, Any]:
        """That line as Python values; what is not known is not there."""
        values: dict[str, Any] = json.loads(self._line)
        return values

    def __eq__(self, other: object) -> bool:
        return self._line == other._line if isinstance(other, Record) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._line)

    def __reduce__(self) -> tuple[Any, ...]:
        return Record, (self._line,)

    def __repr__(self) -> str:
        sides = [", ".join(party.code for party in side) or "nobody" for side in (self.actor, self.recipient)]
        event = "/".join((self.event, *self.mode))
        doubt = "" if self.factuality == "asserted" else f" {self.factuality}"
        return f'<Record {event} {sides[0]} → {sides[1]} "{self.text}"{doubt}>'

    def _repr_html_(self) -> str:
        rows = []
        for name, value in self.to_dict().items():
            if name in ("why", "coder"):
                continue
            if name in ("actor", "recipient"):
                value = "; ".join(f"{party['code']}: {party['text']}" for party in value)
            elif isinstance(value, list):
                value = ", ".join(str(item) for item in value)
            elif isinstance(value, dict):
                value = ", ".join(f"{key} {item}" for key, item in value.items())
            rows.append(f"<tr><th style='text-align:left'>{name}</th>"
                        f"<td style='text-align:left'>{html.escape(str(value))}</td></tr>")
        return f"<table>{''.join(rows)}</table>"
