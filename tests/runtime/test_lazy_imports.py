"""Importing without what nobody asks for."""

import gc
import sys

import pytest

from miwake.runtime.lazy_imports import stubbed_imports


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library that can do without one module, and imports another that it hardly uses."""
    (tmp_path / "rarely_used").mkdir()
    (tmp_path / "rarely_used" / "__init__.py").write_text("")
    (tmp_path / "rarely_used" / "inner.py").write_text("number = 3\n")
    (tmp_path / "not_needed.py").write_text("")
    (tmp_path / "a_library.py").write_text(
        "from rarely_used import inner\n"
        "try:\n    import not_needed\nexcept ImportError:\n    not_needed = None\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in ("rarely_used", "rarely_used.inner", "not_needed", "a_library"):
        sys.modules.pop(name, None)
    gc.unfreeze()


LATER = "rarely_used", "rarely_used.inner"


@pytest.mark.usefixtures("library")
def test_what_is_hidden_is_missing_only_meanwhile():
    with stubbed_imports(["not_needed"]):
        import a_library
    assert a_library.not_needed is None
    import not_needed

    assert not_needed.__file__


@pytest.mark.usefixtures("library")
def test_what_waits_is_imported_when_it_is_asked_for():
    with stubbed_imports(later=LATER):
        import a_library
    assert not set(LATER) & set(sys.modules)
    assert a_library.inner.number == 3
    assert set(LATER) <= set(sys.modules)


@pytest.mark.usefixtures("library")
def test_what_waits_is_also_there_when_it_is_asked_for_at_once():
    with stubbed_imports(later=LATER):
        from rarely_used.inner import number
    assert number == 3


@pytest.mark.usefixtures("library")
def test_what_waits_has_no_more_than_it_has():
    with stubbed_imports(later=LATER):
        import a_library
    with pytest.raises(AttributeError, match="none_such"):
        _ = a_library.inner.none_such


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("collecting", [True, False])
def test_rubbish_is_collected_as_before(collecting, monkeypatch):
    monkeypatch.setattr(gc, "isenabled", lambda: collecting)
    called = []
    monkeypatch.setattr(gc, "enable", lambda: called.append("enable"))
    monkeypatch.setattr(gc, "disable", lambda: called.append("disable"))
    with pytest.raises(ModuleNotFoundError), stubbed_imports():
        import none_such  # noqa: F401
    assert called == ["disable", "enable"][: 1 + collecting]
