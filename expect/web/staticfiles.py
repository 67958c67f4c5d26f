"""The static files that are shipped: the design system without the parts that no page asks for."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED_FOLDERS = (
    "analytics component core layout legacy scheme utility/colors utility/icons utility/pictograms".split()
)
UNUSED_FILES = "*.legacy.min.css *.main.min.css *.print.min.css *.md dsfr.*".split()

UNUSED = [
    *(f"dsfr/dist/{folder}/*" for folder in UNUSED_FOLDERS),
    *(f"dsfr/dist/{name}" for name in UNUSED_FILES),
    "django-dsfr/icon-picker/*",
]
"""What `collectstatic` leaves out: it would make the collection four times as long."""


class Storage(CompressedManifestStaticFilesStorage):
    """Names with a digest, for our modules' imports too."""

    support_js_module_import_aggregation = True
