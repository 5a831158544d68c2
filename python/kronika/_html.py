"""Articles as HTML: the words of their records marked, private persons by their role."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._article import Article

# Light enough for black letters; the kinds differ in line too, for those who do not see colours apart.
_STYLES = {
    "event": "background:#ffd9a0;font-weight:bold",
    "actor": "background:#bfe3c8;border-bottom:2px solid #2e7d46",
    "recipient": "background:#c4d8f7;border-bottom:2px dashed #2f5fb3",
    "attribution": "background:#ead7f3;border-bottom:2px dotted #7a3d99",
}


def article_html(article: Article) -> str:
    spans: dict[str, list[tuple[int, int, str, str]]] = {"title": [], "text": []}
    for record in article.records:
        spans[record.field].append((record.start, record.end, "event", "/".join((record.event, *record.mode))))
        for kind, side in (("actor", record.actor), ("recipient", record.recipient)):
            for party in side:
                spans[party.field].append((party.start, party.end, kind, f"{kind} {party.code}"))
        if record.attribution is not None:
            source = record.attribution
            spans[source.field].append((source.start, source.end, "attribution", f"on the word of {source.code or source.text}"))
    private: dict[str, list[tuple[int, int, str]]] = {"title": [], "text": []}
    for field, start, end, shown in article._coded.private_names:
        private[field].append((start, end, shown))
    parts = ['<div style="line-height:1.8;color:#000;background:#fff;padding:0.5em">']
    if article.title:
        # A title that the text repeats was coded there.
        parts.append(f"<b>{_marked(article.title, spans['title'], private['title'])}</b><br>")
    if article.skipped:
        parts.append(f"<i>not coded: {html.escape(article.skipped)}</i><br>")
    parts.append(_marked(article.text, spans["text"], private["text"]))
    legend = " ".join(f'<span style="{style};padding:0 0.3em">{kind}</span>' for kind, style in _STYLES.items())
    parts.append(f'<div style="font-size:smaller;margin-top:0.5em">{legend}</div></div>')
    return "".join(parts)


def _marked(text: str, spans: list[tuple[int, int, str, str]], private: list[tuple[int, int, str]]) -> str:
    cuts = {0, len(text)}
    cuts.update(cut for start, end, _, _ in spans for cut in (start, end))
    cuts.update(cut for start, end, _ in private for cut in (start, end))
    # A private name is one piece, whatever begins or ends within it.
    hidden = {start: (end, shown) for start, end, shown in private}
    inside = {cut for start, end, _ in private for cut in cuts if start < cut < end}
    borders = sorted(cuts - inside)
    out = []
    for start, end in zip(borders, borders[1:]):
        shown = hidden[start][1] if start in hidden else text[start:end]
        here = sorted((span for span in spans if span[0] < end and start < span[1]), key=lambda span: span[1] - span[0])
        words = html.escape(shown).replace("\n", "<br>")
        if here:
            kinds = "; ".join(dict.fromkeys(label for *_, label in here))
            out.append(f'<span style="{_STYLES[here[0][2]]}" title="{html.escape(kinds)}">{words}</span>')
        else:
            out.append(words)
    return "".join(out)
