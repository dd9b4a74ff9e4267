"""Linking whole extracts at once: Splink proposes pairs, our own scorer says what they are.

Optional: it needs the packages of `requirements/linkage.txt`, which nothing else here imports.
"""
