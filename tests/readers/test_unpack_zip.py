"""A zip of strangers: what is unpacked of it, and what is refused."""

import zipfile

import pytest

from miwake.errors import DataError
from miwake.readers import unpack_zip
from miwake.readers.unpack_zip import safe_name, safe_path, unpack


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/x", "C:/x", "\\x", "a\\..\\..\\x"])
def test_paths_that_lead_out_are_refused(path):
    with pytest.raises(DataError, match="leads out"):
        safe_path(path)


@pytest.mark.parametrize("name", ["", "..", "con", "NUL.txt", " . "])
def test_names_that_are_none(name):
    with pytest.raises(DataError):
        safe_name(name)


def test_names_stay_what_they_are():
    assert safe_name("猫 (1).png") == "猫 (1).png"
    assert str(safe_path("犬/a b.png")) == "犬/a b.png"


@pytest.mark.parametrize("name", ["../../evil.py", "/evil.py", "a/../../evil.py"])
def test_zip_slip(tmp_path, name):
    archive = packed(tmp_path / "x.zip", **{name: "x", "good.txt": "x"})
    with pytest.raises(DataError, match="leads out"):
        unpack(archive, tmp_path / "in" / "side")
    assert not list(tmp_path.rglob("evil.py"))
    assert not (tmp_path / "in" / "side").exists()


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack_zip, "ROOM", 1000)
    archive = packed(tmp_path / "x.zip", zeros=bytes(3_000_000))
    with pytest.raises(DataError, match="would unpack"):
        unpack(archive, tmp_path / "in")
    assert not (tmp_path / "in").exists()


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack_zip, "ROOM", 1000)
    monkeypatch.setattr(unpack_zip, "_check_members", lambda *a: None)
    archive = packed(tmp_path / "x.zip", zeros=bytes(3_000_000))
    with pytest.raises(DataError, match="would unpack"):
        unpack(archive, tmp_path / "in")


def test_links_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(DataError, match="a link"):
        unpack(tmp_path / "x.zip", tmp_path / "in")


def zip_with_names(path, *names):
    """A zip whose names are these bytes, without the mark of UTF-8."""
    marks = [f"name{i}".encode().ljust(len(name), b"_") for i, name in enumerate(names)]
    with zipfile.ZipFile(path, "w") as archive:
        for i, mark in enumerate(marks):
            archive.writestr(mark.decode(), str(i))
    content = path.read_bytes()
    for mark, name in zip(marks, names, strict=True):
        content = content.replace(mark, name)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["動物写真/猫/一枚目.txt", "動物写真/犬/表 1.txt"], "cp932"),
        (["ペット写真/ねこ/a.txt"], "cp932"),
        (["動物写真/猫/一枚目.txt"], "utf-8"),
        (["schön/café.txt", "schön/müller.txt"], "cp437"),
        (["plain/names.txt"], "ascii"),
    ],
)
def test_names_in_a_zip_are_read_as_they_were_written(tmp_path, names, encoding):
    zip_with_names(tmp_path / "a.zip", *(name.encode(encoding) for name in names))
    unpack(tmp_path / "a.zip", tmp_path / "out")
    files = (path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert {path.relative_to(tmp_path / "out").as_posix() for path in files} == set(names)
