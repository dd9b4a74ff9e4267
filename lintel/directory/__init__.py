"""Agencies, teams and services: who there is to ask, to tell and to hand over to."""
