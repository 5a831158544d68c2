"""Pictures of records for notebooks. Needs matplotlib; `network` needs networkx too.

Each function draws into `ax` (None: a new figure) and gives the axes. Only asserted records are counted, as the data sets of
the field do: docs/formats.md. A record lies on the first day of its event, else on its article's day of publication.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ._record import Party, Record
from ._records import Records

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
_QUAD_COLOURS = ("#8cc5a2", "#2e7d46", "#f2b68c", "#b3391f")
_PERIODS = ("day", "week", "month", "year")


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots()[1]


def _asserted(records: Records) -> Iterator[tuple[Record, datetime.date | None]]:
    for index, record in enumerate(records):
        if record.factuality == "asserted":
            yield record, record.date.start if record.date is not None else records.published(index)


def _start(day: datetime.date, by: str) -> datetime.date:
    if by == "week":
        return day - datetime.timedelta(days=day.weekday())
    return day if by == "day" else day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def _starts(first: datetime.date, last: datetime.date, by: str) -> list[datetime.date]:
    """All periods from the first to the last: one without records is a zero, not a gap."""
    out, day = [first], first
    while day < last:
        day = _start(day + datetime.timedelta(days={"day": 1, "week": 7, "month": 32, "year": 367}[by]), by)
        out.append(day)
    return out


def _check(by: str) -> None:
    if by not in _PERIODS:
        raise ValueError(f"by is {', '.join(_PERIODS)}, not {by!r}")


def _countries(side: tuple[Party, ...]) -> set[str]:
    return {party.country for party in side if party.country}


def timeline(records: Records, by: str = "month", ax: Axes | None = None) -> Axes:
    """Bars of records a day, week, month or year, by the four quads."""
    _check(by)
    counts: Counter[tuple[datetime.date, int]] = Counter()
    for record, day in _asserted(records):
        if day is not None:
            counts[_start(day, by), record.quad] += 1
    ax = _axes(ax)
    if counts:
        periods = _starts(min(counts)[0], max(counts)[0], by)
        below = [0] * len(periods)
        for quad, (name, colour) in enumerate(zip(_QUADS, _QUAD_COLOURS), 1):
            heights = [counts[period, quad] for period in periods]
            ax.bar(range(len(periods)), heights, bottom=below, label=name, color=colour)
            below = [lower + height for lower, height in zip(below, heights)]
        step = max(1, len(periods) // 12)
        shown = range(0, len(periods), step)
        form = {"day": "%Y-%m-%d", "week": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[by]
        ax.set_xticks(shown, [periods[index].strftime(form) for index in shown], rotation=45, ha="right")
        ax.legend()
    ax.set_ylabel(f"records a {by}")
    return ax


def dyads(records: Records, by: str = "month", top: int = 5, ax: Axes | None = None) -> Axes:
    """Lines of records a period for the `top` pairs of countries, the one that acts and the other."""
    _check(by)
    counts: Counter[tuple[tuple[str, str], datetime.date]] = Counter()
    for record, day in _asserted(records):
        if day is not None:
            for actor in _countries(record.actor):
                for recipient in _countries(record.recipient):
                    counts[(actor, recipient), _start(day, by)] += 1
    ax = _axes(ax)
    if counts:
        totals: Counter[tuple[str, str]] = Counter()
        for (pair, _), count in counts.items():
            totals[pair] += count
        periods: list[Any] = _starts(min(day for _, day in counts), max(day for _, day in counts), by)
        # Equal numbers in the order of their names: the same records give the same picture.
        for pair in sorted(totals, key=lambda pair: (-totals[pair], pair))[:top]:
            ax.plot(periods, [counts[pair, period] for period in periods], marker="o", label=" → ".join(pair))
        ax.legend()
        ax.tick_params(axis="x", rotation=45)
    ax.set_ylabel(f"records a {by}")
    return ax


def network(records: Records, top: int = 30, ax: Axes | None = None) -> Axes:
    """The directed network of the `top` countries by records; wide edges have many, red ones are mostly conflict."""
    import networkx

    edges: Counter[tuple[str, str]] = Counter()
    conflict: Counter[tuple[str, str]] = Counter()
    for record, _ in _asserted(records):
        for actor in _countries(record.actor):
            for recipient in _countries(record.recipient) - {actor}:
                edges[actor, recipient] += 1
                conflict[actor, recipient] += record.quad > 2
    sizes: Counter[str] = Counter()
    for pair, count in edges.items():
        for country in pair:
            sizes[country] += count
    kept = set(sorted(sizes, key=lambda country: (-sizes[country], country))[:top])
    graph = networkx.DiGraph()
    graph.add_nodes_from(sorted(kept))
    for pair in sorted(edges):
        if kept.issuperset(pair):
            graph.add_edge(*pair)
    ax = _axes(ax)
    if graph:
        place = networkx.circular_layout(graph)
        networkx.draw_networkx_nodes(graph, place, ax=ax, node_color="#dddddd", edgecolors="#555555",
                                     node_size=[300 + 1500 * sizes[country] / max(sizes.values()) for country in graph])
        networkx.draw_networkx_labels(graph, place, ax=ax, font_size=8)
        if graph.edges:
            most = max(edges[pair] for pair in graph.edges)
            networkx.draw_networkx_edges(
                graph, place, ax=ax, connectionstyle="arc3,rad=0.1", node_size=600,
                width=[0.5 + 3 * edges[pair] / most for pair in graph.edges],
                edge_color=["#b3391f" if 2 * conflict[pair] > edges[pair] else "#2e7d46" for pair in graph.edges])
    ax.set_axis_off()
    return ax


def map(records: Records, ax: Axes | None = None) -> Axes:
    """Where the events happened: degrees of longitude and latitude, a dot a place, its area by its records."""
    counts: Counter[tuple[float, float]] = Counter()
    names: dict[tuple[float, float], str] = {}
    for record, _ in _asserted(records):
        place = record.place
        if place is not None and place.latitude is not None and place.longitude is not None:
            counts[place.longitude, place.latitude] += 1
            names[place.longitude, place.latitude] = place.name
    ax = _axes(ax)
    if counts:
        points: list[Any] = sorted(counts)
        most = max(counts.values())
        ax.scatter([point[0] for point in points], [point[1] for point in points],
                   s=[10 + 300 * counts[point] / most for point in points], color="#b3391f", alpha=0.6)
        for point in sorted(points, key=lambda point: (-counts[point], point))[:15]:
            ax.annotate(names[point], point, fontsize=7, xytext=(4, 4), textcoords="offset points")
    ax.set_xlim(-180, 180)
    ax.set_ylim(-90, 90)
    ax.set_aspect("equal")
    ax.grid(True, linewidth=0.3)
    ax.set_xlabel("longitude")
    ax.set_ylabel("latitude")
    return ax
