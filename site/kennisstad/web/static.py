from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Names carry a hash of their content, in CSS and in ES module imports alike."""

    support_js_module_import_aggregation = True
