"""The tour's report: one page with a picture and a sentence for every station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nnviz import __version__

_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>nnviz: the tour</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem;
         color: #22262b; background: #f7f7f5; }
  figure { margin: 2.5rem 0; }
  img { max-width: 100%; border: 1px solid #e3e3df; border-radius: 0.5rem; }
  h2 { margin: 0; font-size: 1.2rem; }
  p, footer { margin: 0.2rem 0 0.6rem; color: #5b626a; }
</style>
<h1>nnviz: the tour</h1>
<p>The main job from beginning to end, in the real window, without hands.</p>
{% for station in stations %}
<figure>
  <h2>{{ loop.index }}. {{ station.title }}</h2>
  <p>{{ station.text }}</p>
  <img src="{{ station.picture }}" alt="{{ station.title }}" loading="lazy">
</figure>
{% endfor %}
<footer>nnviz {{ version }}, {{ day }}</footer>
</html>
"""


@dataclass(frozen=True)
class Station:
    """A stop of the tour: a picture's file name, a title and a sentence."""

    title: str
    text: str
    picture: str


def write_report(path: Path, stations: Sequence[Station]) -> None:
    """Write the page beside its pictures."""
    from jinja2 import Environment

    page = Environment(autoescape=True).from_string(_PAGE)
    day = dt.datetime.now(dt.UTC).date()
    path.write_text(page.render(stations=stations, version=__version__, day=day), encoding="utf-8")
