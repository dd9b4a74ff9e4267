"""Tests of scoping."""
