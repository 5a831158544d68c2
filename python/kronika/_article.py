"""Article: a coded text, its records, and the layers below them."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import _core
from ._records import Records

if TYPE_CHECKING:
    from ._coder import Coder


@dataclass(frozen=True, slots=True)
class Sentence:
    """`kind` is title, heading or body; its words are ``article.tokens[first:last]``."""

    text: str
    field: str
    start: int
    end: int
    kind: str
    paragraph: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its Universal Dependencies; `head` is an index into ``article.tokens``, None at the root of a sentence."""

    text: str
    field: str
    start: int
    end: int
    sentence: int
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int | None
    deprel: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to somebody or something. `form` is name, description or pronoun; `head` its main word's offsets."""

    text: str
    field: str
    start: int
    end: int
    form: str
    type: str
    head: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chain:
    """Mentions of one and the same, in text order; who is mentioned once has a chain of one."""

    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class SkippedParagraph:
    """A paragraph that was not coded, and why (``"language de"``)."""

    field: str
    start: int
    end: int
    reason: str


class Article:
    """A text that a `Coder` has coded.

    Offsets count code points, so slices of `text` are the words, in any script:

        >>> import kronika
        >>> article = kronika.Coder("fast").code("🇫🇷 France 🤝 met Germany in Zürich.", id="a1")
        >>> record = article.records[0]
        >>> article.text[record.start:record.end], record.text
        ('met', 'met')
        >>> [article.text[party.start:party.end] for party in record.recipient]
        ['Germany']
        >>> [(token.text, token.upos) for token in article.tokens][-3:]
        [('in', 'ADP'), ('Zürich', 'PROPN'), ('.', 'PUNCT')]
    """

    def __init__(self, coded: _core.CodedDocument, coder: Coder) -> None:
        self._coded = coded
        self._coder = coder

    @cached_property
    def text(self) -> str:
        """As given; that of a page as it was rebuilt."""
        return self._coded.text

    @property
    def title(self) -> str | None:
        return self._coded.title or None

    @property
    def id(self) -> str:
        """The id given, else a hash of title and text."""
        return self._coded.id

    @property
    def published(self) -> datetime.date | None:
        day = self._coded.published
        return None if day is None else datetime.date.fromisoformat(day)

    @property
    def url(self) -> str | None:
        return self._coded.url or None

    @property
    def publisher(self) -> str | None:
        return self._coded.publisher or None

    @cached_property
    def records(self) -> Records:
        """In text order."""
        return Records([self])

    @property
    def skipped(self) -> str | None:
        """Why the article was not coded (``"language de"``); None: it was."""
        return self._coded.skipped or None

    @property
    def skipped_paragraphs(self) -> tuple[SkippedParagraph, ...]:
        """Paragraphs in other languages within an article that was coded."""
        return tuple(SkippedParagraph(*paragraph) for paragraph in self._coded.skipped_paragraphs)

    # The layers below are made when one of them is first asked for: they take as long as coding does.
    @cached_property
    def _layers(self) -> dict[str, Any]:
        layers: dict[str, Any] = json.loads(self._coder._engine.layers(self._coded))
        return layers

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, those of the title first. ValueError for an article over 1 MB, which is coded in parts."""
        return tuple(Sentence(**{name: value for name, value in values.items() if name != "tokens"},
                              first=values["tokens"][0], last=values["tokens"][1])
                     for values in self._layers["sentences"])

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All words with their trees. ValueError as `sentences`."""
        return tuple(Token(**values) for values in self._layers["tokens"])

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Noun phrases and pronouns. ValueError as `sentences`."""
        return tuple(Mention(values["text"], values.get("field", "text"), values["start"], values["end"], values["form"],
                             values["type"], (values["head"]["start"], values["head"]["end"]))
                     for values in self._layers["mentions"])

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """Which mentions mean the same (coreference). ValueError as `sentences`."""
        return tuple(Chain(tuple(self.mentions[index] for index in chain)) for chain in self._layers["chains"])

    def to_html(self) -> str:
        """The article with the words of its records marked, for a notebook. Private persons are shown by their role."""
        from ._html import article_html

        return article_html(self)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        state = f"skipped: {self.skipped}" if self.skipped else f"{len(self.records)} records"
        return f"<Article {self.id} {state}>"
