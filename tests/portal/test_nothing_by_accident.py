"""What people who look for mistakes ask for first: none of it is there, and nothing tells which version runs."""

import re
from importlib import metadata

import pytest
from flask import Flask

from tests.support.browser import ORIGIN

LOOKED_FOR = """
.git/HEAD .git/config .gitignore .git/index .svn/entries .hg/hgrc .env .env.production .env.bak .DS_Store .htaccess
.htpasswd .aws/credentials .ssh/id_rsa .npmrc .netrc .bash_history .vscode/settings.json .idea/workspace.xml
admin administrator console debug _debug __debug__ debugger phpinfo.php info.php server-status server-info actuator
actuator/env actuator/heapdump swagger swagger-ui swagger.json openapi.json graphql graphiql api api/v1 docs redoc
backup backup.zip backup.sql backup.tar.gz db.sqlite db.sqlite3 database.sql dump.sql platform.db platform.sqlite3
dsp.db instance instance/keys keys/master.key keys/seal.key demo.json outbox outbox/mail letters blobs server.log
app.py wsgi.py patient_portal/settings.py platform_api/app.py pyproject.toml requirements.lock Makefile Dockerfile
docker-compose.yml package.json README.md CHANGELOG.md LICENSE docs/asvs.md tests/conftest.py templates/base.html
translations/fr/LC_MESSAGES/messages.po static/ static/css/ static/vendor/SHA384SUMS static/.git/config
static/../pyproject.toml static/%2e%2e/pyproject.toml static/..%2f..%2fetc/passwd etc/passwd ../etc/passwd
%2e%2e/%2e%2e/etc/passwd ..%5c..%5cwindows/win.ini web.config WEB-INF/web.xml crossdomain.xml clientaccesspolicy.xml
wp-login.php wp-admin xmlrpc.php cgi-bin/test trace.axd elmah.axd elmah metrics/ metrics/x health health/ health/env
fhir/.git/config fhir/$debug fhir/$meta fhir/admin fhir/swagger-ui fhir/api-docs fhir/metadata.bak dsp dsp/v1 dsp/v1/
dsp/v1/debug dsp/v1/openapi.yaml dsp/v2 oauth oauth/ oauth/authorize oauth/register .well-known .well-known/
.well-known/openid-configuration .well-known/change-password.bak index.php index.html index.html~ help~ help.bak
""".split()
BESIDE = (
    "~",
    ".bak",
    ".old",
    ".orig",
    ".swp",
    ".save",
    ".zip",
    "/.git/HEAD",
    "%00",
    "%00.html",
    ";.css",
)
PAGES = (
    "/fr/help",
    "/fr/sign-in",
    "/fhir/metadata",
    "/dsp/v1/openapi.json",
    "/health/live",
    "/static/css/app.css",
)
VERSIONED = ("flask", "werkzeug", "granian", "sqlalchemy", "jinja2", "lxml", "msgspec", "authlib")


@pytest.mark.parametrize("language", ["", "fr/"])
def test_nothing_that_is_looked_for_is_there(portal: Flask, language: str):
    there = {}
    for path in LOOKED_FOR:
        answer = portal.test_client().get(f"/{language}{path}", base_url=ORIGIN)
        if answer.status_code not in (400, 401, 403, 404, 405):
            there[path] = answer.status_code
        answer.close()
    assert there == {}


@pytest.mark.parametrize("address", PAGES)
def test_nothing_lies_beside_a_page(portal: Flask, address: str):
    for more in BESIDE:
        answer = portal.test_client().get(address + more, base_url=ORIGIN)
        assert answer.status_code in (400, 401, 404, 405), more
        answer.close()


@pytest.mark.parametrize(
    "path", [*PAGES, "/", "/fr/nowhere", "/fhir/nowhere", "/dsp/v1/nowhere", "/oauth/token", "/metrics"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "TRACE"])
def test_no_answer_tells_which_version_of_what_runs(portal: Flask, path: str, method: str):
    answer = portal.test_client().open(
        path, method=method, base_url=ORIGIN, headers={"X-Forwarded-For": "203.0.113.9"}
    )
    told = str(answer.headers) + answer.get_data(as_text=True)[:200_000]
    assert not {"Server", "X-Powered-By", "X-AspNet-Version", "X-Generator"} & set(answer.headers.keys())
    for name in VERSIONED:
        assert not re.search(rf"{name}[ /=-]*{re.escape(metadata.version(name))}", told, re.IGNORECASE)
    assert "Traceback" not in told
    assert not re.search(r"Python/\d|/site-packages/|\.py\b", told)
