"""Django's forms drawn by GOV.UK macros: {{ form }} and {{ form.field.as_field_group() }}."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "govuk/form.html"
    formset_template_name = "govuk/formset.html"
    field_template_name = "govuk/field.html"
