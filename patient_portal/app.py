"""The factory: settings → client → security → languages → features → errors → access check."""

from typing import TYPE_CHECKING

from flask import Blueprint, Flask

from patient_portal import (
    access,
    assets,
    errors,
    framing,
    i18n,
    navigation,
    paths,
    receiving,
    rendering,
    security,
    sessions,
)
from patient_portal.account import blueprint as account
from patient_portal.activation import blueprint as activation
from patient_portal.activation import by_invitation, way_back
from patient_portal.caregivers import blueprint as caregivers
from patient_portal.closing import blueprint as closing
from patient_portal.confidentiality import blueprint as confidentiality
from patient_portal.documents import blueprint as documents
from patient_portal.dossier import blueprint as dossier
from patient_portal.exporting import blueprint as exporting
from patient_portal.expression import blueprint as expression
from patient_portal.figures import blueprint as figures
from patient_portal.helpdesk import blueprint as helpdesk
from patient_portal.journal import blueprint as journal
from patient_portal.opening import blueprint as opening
from patient_portal.pages import blueprint as pages
from patient_portal.pages import unlocalised as plain_files
from patient_portal.paper import blueprint as paper
from patient_portal.papers import blueprint as papers
from patient_portal.petitions import blueprint as petitions
from patient_portal.platform_client import Shared
from patient_portal.platform_client.transport import beside, connect, embedded_platform
from patient_portal.professionals import blueprint as professionals
from patient_portal.rights import blueprint as rights
from patient_portal.settings import Settings
from patient_portal.sign_in import blueprint as sign_in

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FEATURES: tuple[Blueprint, ...] = (
    account,
    activation,
    confidentiality,
    closing,
    documents,
    dossier,
    figures,
    caregivers,
    helpdesk,
    exporting,
    papers,
    expression,
    journal,
    opening,
    pages,
    petitions,
    paper,
    rights,
    professionals,
    sign_in,
    way_back,
    by_invitation,
)
"""Every feature, in no order that matters; its pages live under /{language}/."""

PLATFORM_PATHS = ("fhir", "dsp", "oauth", ".well-known", "health", "metrics")
OWN_PATHS = ("/.well-known/security.txt",)


def create_app(settings: Settings | None = None) -> Flask:
    """The portal, with the embedded platform beside it unless DSP_PLATFORM_URL names another one."""
    settings = settings or Settings.from_environment()
    app = Flask("patient_portal", template_folder=str(paths.TEMPLATES), static_folder=None)
    app.jinja_environment = rendering.Templates
    app.extensions["dsp-settings"] = settings

    platform = embedded_platform(settings) if settings.is_embedded else None
    sessions.install(app, Shared(connect(settings, platform)))
    i18n.install(app, settings)
    assets.install(app, watch=None if settings.is_production else 1.0)
    receiving.install(app, settings)
    security.install(app, settings)
    rendering.install(app, settings)
    receiving.seal(app)
    navigation.install(app)
    access.install(app)

    for feature in FEATURES:
        app.register_blueprint(feature, url_prefix="/<language:lang>" + (feature.url_prefix or ""))
    app.register_blueprint(plain_files)
    errors.install(app)
    access.check(app)

    application: WSGIApplication = app.wsgi_app
    if platform is not None:
        application = beside(application, platform, PLATFORM_PATHS, OWN_PATHS)
    application = security.TrustedProxies(application, settings.trusted_proxies)
    app.wsgi_app = framing.OneReading(application)  # type: ignore[method-assign]  # the way WSGI middleware is put on
    return app
