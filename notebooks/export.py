"""Notebooks as single HTML pages that load nothing from anywhere: `python notebooks/export.py tour.py tour.html`.

What follows goes to the notebook: `--persons 800`; the language is that of LEGAMI_LANG.

marimo's own export leaves its front end on a content network; a page about a community must not call home.
"""

import base64
import importlib.util
import io
import sys
from html import escape
from pathlib import Path
from typing import Any

import marimo
from matplotlib.figure import Figure

STYLE = """
body { margin: 0 auto; max-width: 54rem; padding: 1.5rem 1rem 4rem; color: #17324d; background: #fff;
  font: 1rem/1.55 "Titillium Web", system-ui, sans-serif; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
img, svg { width: 38rem; max-width: 100%; height: auto; }
.wide { overflow-x: auto; padding-bottom: .5rem; }
table { border-collapse: collapse; font-size: .9rem; } th, td { padding: .3rem .7rem .3rem 0; vertical-align: top; }
tbody tr { border-top: 1px solid #d9dfe6; }
th { text-align: left; font-weight: 600; }
code { background: #eef2f6; padding: 0 .2rem; }
@media (max-width: 40rem) {
  code { overflow-wrap: anywhere; }
  .stacked thead { display: none; } .stacked, .stacked tbody, .stacked tr, .stacked td { display: block; }
  .stacked tr { padding: .6rem 0; } .stacked td { padding: 0 .4rem 0 0; }
  .stacked td:first-child { font-weight: 600; } .stacked td:nth-child(-n+3):not(:first-child) { display: inline; }
  .stacked td:nth-child(3)::before { content: "· "; }
}
"""


def page(notebook: Path) -> str:
    """The outputs of a notebook, in the order of its cells, as one page.

    Raises whatever a cell raises.
    """
    spec = importlib.util.spec_from_file_location(notebook.stem, notebook)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(notebook)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    outputs, _ = module.app.run()
    title = escape((module.__doc__ or notebook.stem).partition(":")[0])
    language = getattr(module, "LANGUAGE", "en")
    body = "\n".join(f'<div class="wide">{shown(output)}</div>' for output in outputs if output is not None)
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def shown(output: Any) -> str:
    """One output as plain HTML; a figure as a picture with what it says in words, its label or else its titles."""
    if not isinstance(output, Figure):
        return str(marimo.as_html(output).text)
    picture = io.BytesIO()
    output.savefig(picture, format="png")
    titles = "; ".join(axes.get_title(loc="left") for axes in output.axes)
    says = escape(str(output.get_label() or titles), quote=True)
    return f'<img alt="{says}" src="data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}">'


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:3])
    target.write_text(page(source), encoding="utf-8")
