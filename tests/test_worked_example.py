"""docs/guides/add-a-model.md, performed on a copy of the tree: two files give a model every door."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guides" / "add-a-model.md"
COPIED = ("app", "views", "models", "tasks", "email_templates", "migrations", "vendor.lock", "wsgi.py")

STORY = """
import warnings
warnings.simplefilter("ignore")
import sqlalchemy as sa
from app import create_app
from models import reference
from models.core.base import db
from models.core.roles import ROLES
from models.customers import Customer
from models.samples import Sample
from tests.browsing import Browser, post_form
from tests.cast import PASSWORD, USERS, add_staff

app = create_app()
app.test_client_class = Browser
with app.app_context():
    reference.seed(db.session); db.session.flush(); add_staff(db.session)
    db.session.add(Customer(name="Acme")); db.session.commit()
    acme = db.session.scalar(sa.select(Customer.id))

    def sign_in(role):
        browser = app.test_client()
        assert post_form(browser, "/login/", username=USERS[role], password=PASSWORD).status_code == 302
        return browser

    def program(role):
        credentials = {"username": USERS[role], "password": PASSWORD, "provider": "db"}
        caller = app.test_client(use_cookies=False)
        token = caller.post("/api/v1/security/login", json=credentials).get_json()["access_token"]
        caller.environ_base["HTTP_AUTHORIZATION"] = "Bearer " + token
        return caller

    office, artist, owner = sign_in("Office"), sign_in("Artist"), sign_in("Admin")
    office_program, artist_program = program("Office"), program("Artist")
    made = post_form(office, "/samples/add", name="Blue hoodie", customer=acme)
    assert made.status_code == 303, made.text
    assert "Blue hoodie" in office.get("/samples/list/").text
    assert artist.get("/samples/add").status_code == 403
    (sample,) = artist.get("/api/v1/samples/").get_json()["result"]
    assert sample["status"] == "OUT" and sample["customer"] == "Acme" and "value" not in sample
    verb = "/api/v1/samples/" + sample["id"] + "/give_back"
    assert artist_program.post(verb, json={}).status_code == 403
    assert office_program.post(verb, json={}).get_json()["result"]["status"] == "BACK"
    assert office_program.post(verb, json={}).status_code == 409
    assert "/api/v1/samples/{pk}/give_back" in office.get("/api/v1/_openapi").get_json()["paths"]
    assert office.get("/samples/export.csv").status_code == 200
    assert "samples" in owner.get("/raw/").text
    assert "value" in owner.get("/api/v1/samples/").get_json()["result"][0]
    print("PERFORMED")
"""


@pytest.fixture
def copied_tree(tmp_path):
    """The product's tree and the tests, with the guide's two files added."""
    for name in (*COPIED, "tests"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    for path, code in re.findall(
        r"## \d\. [^\n]*`([^`]+\.py)`\n\n```python\n(.*?)```", GUIDE.read_text(), re.DOTALL
    ):
        (tmp_path / path).write_text(code)
    return tmp_path


def _run(tree, *command):
    environment = {
        **os.environ,
        "DATA_DIR": str(tree / "data"),
        "DEMO": "1",
        "REDIS_URL": f"unix://{tree}/none.sock",
    }
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_two_files_give_a_model_its_grid_forms_rest_verbs_raw_table_and_permissions(copied_tree):
    flask = (sys.executable, "-m", "flask", "--app", "wsgi")
    _run(copied_tree, *flask, "db", "upgrade")
    _run(copied_tree, *flask, "db", "migrate", "-m", "lend_samples")
    _run(copied_tree, *flask, "db", "upgrade")
    assert "PERFORMED" in _run(copied_tree, sys.executable, "-c", STORY)


TRANSITION = """
import warnings
warnings.simplefilter("ignore")
from app import create_app
from models.samples import Sample
from models.core.workflow import verbs_of
from views.core.access.grants import holds

app = create_app()
rules = {str(rule) for rule in app.url_map.iter_rules()}
assert "/api/v1/samples/<pk>/let_keep" in rules
assert list(verbs_of(Sample)["let_keep"].arguments.model_fields) == ["reason"]
assert holds(["Manager"], "can_let_keep", "samples") and not holds(["Office"], "can_let_keep", "samples")
print("PERFORMED")
"""


def test_a_transition_is_added_in_one_file(copied_tree):
    model = copied_tree / "models" / "samples.py"
    method = (
        GUIDE.read_text().split("## A transition is one place")[1].split("```python\n")[1].split("```")[0]
    )
    with_state = model.read_text().replace('    BACK = "BACK"\n', '    BACK = "BACK"\n    KEPT = "KEPT"\n')
    model.write_text(f"{with_state}\n{method}")
    assert "PERFORMED" in _run(copied_tree, sys.executable, "-c", TRANSITION)


def test_the_guide_adds_exactly_one_file_in_models_and_one_in_views():
    named = re.findall(r"## \d\. [^\n]*`([^`]+\.py)`", GUIDE.read_text())
    assert named == ["models/samples.py", "views/samples.py"]
