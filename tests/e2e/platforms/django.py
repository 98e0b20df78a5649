"""What Django does with a piece of the guides: settings are read beside the shop's own, a view is asked."""
import os
import sys
import tempfile
import types
from pathlib import Path


class HttpResponse:
    def __init__(self, status=200):
        self.status_code = status


def module(name, **what):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(what)


for name in ["django", "django.views", "django.views.decorators"]:
    module(name)
module("django.http", HttpResponse=HttpResponse)
module("django.views.decorators.csrf", csrf_exempt=lambda view: setattr(view, "csrf_exempt", True) or view)

there = {"BASE_DIR": Path("/shop"), "TEMPLATES": [{}]}
exec(compile(sys.stdin.read(), "the piece", "exec"), there)

if "STATICFILES_DIRS" in there:
    assert there["STATICFILES_DIRS"] == [("vitrin", Path("/shop/pkg")), Path("/shop/assets")], there["STATICFILES_DIRS"]
    assert there["TEMPLATES"] == [{"DIRS": [Path("/shop/templates")]}], there["TEMPLATES"]
elif "events" in there:
    os.chdir(tempfile.mkdtemp())
    view = there["events"]
    assert view.csrf_exempt, "a beacon carries no token"
    for body in [b'{"v": 1}', b'{"v": 2}']:
        answer = view(types.SimpleNamespace(method="POST", body=body))
        assert answer.status_code == 204, answer.status_code
    view(types.SimpleNamespace(method="GET", body=b""))
    assert Path("events.ndjson").read_bytes() == b'{"v": 1}\n{"v": 2}\n'
    os.remove("events.ndjson")
    os.rmdir(os.getcwd())
else:
    sys.exit("neither settings nor a view")
