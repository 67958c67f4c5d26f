"""What is written in French keeps its punctuation on the line of the word before (spec X7)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("expect", "labels", "missions", "reports")
BREAKS = re.compile(r"\S [:;?!](?=[\s<{]|$)")
"""A plain space before « : ; ? ! »: the line may break there."""


def modules() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)


def said(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module, but for its docstrings, which speak English."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node


def shown(template: str) -> str:
    """What a template writes: its tags and comments, its style, left out."""
    bare = re.sub(
        r"{% comment %}.*?{% endcomment %}|<(style|script)\b.*?</\1>", "", template, flags=re.DOTALL
    )
    return re.sub(r"{%.*?%}|{#.*?#}", "\n", bare, flags=re.DOTALL)


@pytest.mark.pure
def test_x7_no_line_breaks_before_a_mark():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in modules()
        for node in said(ast.parse(path.read_text()))
        if BREAKS.search(node.value)
    ]
    assert not found, "put a NO-BREAK SPACE before the mark"


@pytest.mark.pure
def test_x7_nor_in_a_template():
    templates = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "templates").rglob("*.txt")]
    assert templates
    found = [str(path.relative_to(ROOT)) for path in templates if BREAKS.search(shown(path.read_text()))]
    assert not found, "put a NO-BREAK SPACE before the mark"


@pytest.mark.pure
def test_the_search_sees_what_it_looks_for():
    tree = ast.parse('"""A docstring : not said."""\nx = "Motif : obligatoire"\ny = "14:30"\n')
    assert [node.value for node in said(tree) if BREAKS.search(node.value)] == ["Motif : obligatoire"]
