"""Measuring what is promised; each prints its figures and the machine they were measured on."""
