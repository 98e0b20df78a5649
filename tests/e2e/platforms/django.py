"""What Django does with a piece of the guides: settings are read beside the shop's own, a view is asked."""
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


class Thing(types.SimpleNamespace):
    """What Oscar's models answer: a product, its price, its pictures."""

    def __getattr__(self, name):
        return lambda *given: self.answers.get(name)


def good(upc, price, **answers):
    offer = Thing(price=price, availability=Thing(is_available_to_buy=upc != "gone"))
    answers |= {"get_title": f"Good {upc}", "get_absolute_url": f"/catalogue/{upc}/"}
    return Thing(upc=upc, is_parent=upc == "parent", offer=offer, answers=answers, images=Thing(answers={}), categories=Thing(answers={"first": Thing(full_name="Home > Lamps")}))


PRICE = Thing(exists=True, is_tax_known=True, incl_tax="12.00", excl_tax="10.00", currency="EUR")
GOODS = [good("one", PRICE), good("parent", PRICE), good("gone", PRICE), good("dear", Thing(exists=False))]
# Each of the two ways to ask is for one kind of product.
STRATEGY = Thing(
    fetch_for_product=lambda one: one.offer if not one.is_parent else None,
    fetch_for_parent=lambda one: one.offer if one.is_parent else None,
)

for name in ["django", "django.views", "django.views.decorators", "oscar", "oscar.core"]:
    module(name)
SETTINGS = types.SimpleNamespace()
module("django.conf", settings=SETTINGS)
module("django.http", HttpResponse=HttpResponse, JsonResponse=lambda data, safe: data)
module(
    "oscar.core.loading",
    get_class=lambda *_: lambda: Thing(strategy=lambda request: STRATEGY),
    get_model=lambda *_: Thing(objects=Thing(browsable=lambda: GOODS)),
)
module("django.views.decorators.csrf", csrf_exempt=lambda view: setattr(view, "csrf_exempt", True) or view)

there = {"BASE_DIR": Path("/shop"), "TEMPLATES": [{}]}
exec(compile(sys.stdin.read(), "the piece", "exec"), there)

if "STATICFILES_DIRS" in there:
    assert there["STATICFILES_DIRS"] == [("vitrin", Path("/shop/pkg")), Path("/shop/assets")], there["STATICFILES_DIRS"]
    assert there["TEMPLATES"] == [{"DIRS": [Path("/shop/templates")]}], there["TEMPLATES"]
elif "events" in there:
    SETTINGS.BASE_DIR = Path(tempfile.mkdtemp())
    view = there["events"]
    assert view.csrf_exempt, "a beacon carries no token"
    batches = [b'{"events": [{"v": 1}]}', b'{"events": [{"v": 2}]}']
    for body, status in [(batches[0], 204), (batches[1], 204), (b"", 400), (b"5", 400), (b"[]", 400), (b'{"events": "' + b"." * 70000 + b'"}', 400)]:
        answer = view(types.SimpleNamespace(method="POST", body=body))
        assert answer.status_code == status, (body[:40], answer.status_code)
    kept = SETTINGS.BASE_DIR / "events.ndjson"
    assert kept.read_bytes() == b"\n".join([*batches, b""]), kept.read_bytes()
    kept.unlink()
    SETTINGS.BASE_DIR.rmdir()
elif "feed" in there:
    told = there["feed"](types.SimpleNamespace())
    assert [one["id"] for one in told] == ["one", "parent", "gone"], told
    assert [one["availability"] for one in told] == ["InStock", "InStock", "OutOfStock"], told
    assert told[0] | {"price": "12.00", "currency": "EUR", "category": "Home > Lamps", "image": None} == told[0], told
else:
    sys.exit("neither settings nor a view")
