"""Static files with the hash of their content in the name, also inside script modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./x.js";`, which needs its closing semicolon."""

    support_js_module_import_aggregation = True
