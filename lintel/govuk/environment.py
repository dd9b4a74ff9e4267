"""Jinja's environment: GOV.UK macros compiled once, and the few words pages share."""

from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader

from lintel.govuk.parameters import field_parameters
from lintel.govuk.summary import error_summary
from lintel.govuk.words import clock, day, moment, rating

MACROS = "govuk_frontend_jinja"  # its templates name each other with this in front


def url(name: str, *arguments: object, **named: object) -> str:
    """The address of a page: url("contact", id=page.id)."""
    return reverse(name, args=arguments or None, kwargs=named or None)


def environment(**options: Any) -> Environment:
    """Called once by Django. A name that a template does not know is an error, not a blank."""
    own: BaseLoader = options.pop("loader")
    options.update(
        loader=ChoiceLoader([own, PrefixLoader({MACROS: PackageLoader(MACROS)})]),
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made = Environment(autoescape=True, **{k: v for k, v in options.items() if k != "autoescape"})
    made.globals.update(
        static=staticfiles_storage.url,
        url=url,
        field_parameters=field_parameters,
        error_summary=error_summary,
        clock=clock,
        rating=rating,
    )
    made.filters.update(moment=moment, day=day)
    return made
