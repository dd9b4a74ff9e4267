"""What axe finds on a page that a browser has open, by WCAG 2.2 A and AA."""

from functools import cache

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}


@cache
def _script() -> str:
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def found(page) -> list[dict]:
    """The violations. Axe is put into a page once: that takes a quarter of the time."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return page.evaluate("options => axe.run(options)", OPTIONS)["violations"]
