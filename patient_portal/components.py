"""The vendored form components (govuk-frontend-jinja), called from our own strict templates."""

from jinja2 import Environment, PackageLoader, PrefixLoader, Undefined
from jinja2.runtime import Macro
from markupsafe import Markup

MACROS = {
    "button": "govukButton",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "error-summary": "govukErrorSummary",
    "fieldset": "govukFieldset",
    "file-upload": "govukFileUpload",
    "input": "govukInput",
    "password-input": "govukPasswordInput",
    "radios": "govukRadios",
    "select": "govukSelect",
    "textarea": "govukTextarea",
}


class GovukComponents:
    """Each macro as a method, loaded at first use; the macros test for absent keys, so their environment is lenient."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment.overlay(
            loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            undefined=Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._macros: dict[str, Macro] = {}

    def __call__(self, component: str, params: dict[str, object]) -> Markup:
        """The markup of one component; `component` is its folder name in govuk-frontend."""
        macro = self._macros.get(component)
        if macro is None:
            template = self._environment.get_template(
                f"govuk_frontend_jinja/components/{component}/macro.html"
            )
            macro = self._macros[component] = getattr(template.module, MACROS[component])
        return Markup(macro(params))


def install(environment: Environment) -> None:
    """Gives the environment's templates the function `govuk(component, params)`."""
    environment.globals["govuk"] = GovukComponents(environment)
