"""Clocks, categories, outcomes, ratings and presets, as the policy files have them."""

from lintel.policy.published import tables


def pages() -> dict[str, str]:
    return dict(tables())
