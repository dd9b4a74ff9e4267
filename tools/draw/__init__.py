"""Draws docs/generated from the code, so that a page cannot say what the code does not.

Each module here has `pages() -> dict[str, str]`: a file name and its Markdown.
"""
