"""The outer form of ``document.json``, checked by pydantic. Its parts are decoded by their own declared fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field  # noqa: TID253 - this module is imported when a file is read

Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False, strict=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NodeForm(_Strict):
    """A layer, its name and its place."""

    name: str = Field(max_length=64)
    position: tuple[Coordinate, Coordinate]
    layer: dict[str, Any]


class EdgeForm(_Strict):
    """A connection."""

    source: str
    target: str
    port: int = Field(ge=0, le=1_000, strict=True)


class DesignForm(_Strict):
    """The graph."""

    nodes: list[NodeForm] = Field(max_length=10_000)
    edges: list[EdgeForm] = Field(max_length=100_000)


class CursorForm(_Strict):
    """The moment on the timeline."""

    step: int = Field(ge=0, le=10**9, strict=True)
    event: int = Field(ge=0, le=10**6, strict=True)


class Envelope(_Strict):
    """One document of the current version."""

    format: Literal["nnviz"]
    version: int
    name: str = Field(max_length=1_000)
    notes: str = Field(max_length=1_000_000)
    design: DesignForm
    setup: dict[str, Any]
    cursor: CursorForm
