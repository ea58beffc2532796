"""Uploads: what is taken in, and what is refused."""

import io
import zipfile

import pytest

from miwake.errors import DataError
from miwake.readers.unpack_zip import unpack
from miwake.studio import uploads


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_of_pictures_becomes_a_folder_of_classes(studio):
    from PIL import Image

    picture = io.BytesIO()
    Image.new("L", (8, 8), 200).save(picture, "PNG")
    members = {f"pets/{c}/{i}.png": picture.getvalue() for c in ("cat", "dog") for i in range(2)}
    content = packed(studio.folder / "pets.zip", **members).read_bytes()
    _, upload = studio.post("/api/uploads")
    studio.put(f"/api/uploads/{upload['key']}?path=pets.zip", content)
    status, found = studio.post(f"/api/uploads/{upload['key']}")
    assert status == 200
    folder = studio.folder / found["task"]
    assert sorted(path.name for path in folder.iterdir()) == ["cat", "dog"]


def test_what_is_nothing_to_train_on_is_not_kept(studio):
    _, upload = studio.post("/api/uploads")
    studio.put(f"/api/uploads/{upload['key']}?path=letter.txt", b"hello")
    status, found = studio.post(f"/api/uploads/{upload['key']}")
    assert status == 422
    assert "nothing to train on" in found["error"]["text"]["en"]
    assert studio.post(f"/api/uploads/{upload['key']}")[0] == 404


def brought(studio, name, content):
    _, upload = studio.post("/api/uploads")
    _, found = studio.put(f"/api/uploads/{upload['key']}?path={name}", content)
    return found, studio.post(f"/api/uploads/{upload['key']}")[1]


def test_a_name_that_is_changed_is_told(studio):
    taken, found = brought(studio, "a%3Fb.csv", b"a,label\n1,x\n")
    assert taken["path"] == "a_b.csv"
    assert found["task"].endswith("a_b.csv")


def test_a_task_file_is_sent_to_the_editor(studio):
    _, found = brought(studio, "mine.py", b"def a(rng): ...")
    assert "A function of your own" in found["error"]["text"]["en"]
    assert "自分の関数" in found["error"]["text"]["ja"]


def test_what_was_brought_is_removed(studio):
    _, found = brought(studio, "gone.csv", b"a,label\n1,x\n2,y\n" * 9)
    task = found["task"]
    studio.post("/api/open", task=task)
    studio.until(lambda state: state["opened"] and not state["job"])
    assert task in studio.get("/api/tasks")["own"]
    status, left = studio.post("/api/remove", task=task)
    assert (status, task in left["own"]) == (200, False)
    assert not (studio.folder / task).exists()
    assert studio.get("/api/state")["opened"] is None
    assert studio.post("/api/remove", task=task)[0] == 404


def test_what_is_looked_at_is_removed_and_what_is_trained_on_is_not(studio):
    text = '"""E"""\ndef a(rng):\n    while True: pass\ndef b(rng):\n    return [1.0]\n'
    _, found = studio.post("/api/file", name="reading", text=text)
    studio.post("/api/train", task=found["task"])
    assert studio.post("/api/remove", task=found["task"])[0] == 409
    studio.post("/api/stop")
    studio.post("/api/open", task=found["task"])
    assert studio.post("/api/remove", task=found["task"])[0] == 200
    assert studio.idle()["stopped"] is None


@pytest.mark.parametrize("task", ["baker", "..", "runs/files", "runs/files/..", "outside.csv", 3])
def test_nothing_else_is_removed(studio, task):
    kept = studio.folder / "outside.csv"
    kept.write_text("a")
    _, found = brought(studio, "stays.csv", b"a,label\n1,x\n")
    assert studio.post("/api/remove", task=task)[0] == 404
    assert kept.exists()
    assert (studio.folder / found["task"]).exists()
    studio.post("/api/remove", task=found["task"])


def test_a_path_that_leads_out_ends_the_upload(studio):
    _, upload = studio.post("/api/uploads")
    status, _ = studio.put(f"/api/uploads/{upload['key']}?path=../../evil.csv", b"a,b")
    assert status == 422
    assert not list(studio.folder.rglob("evil.csv"))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["photos/cat/1.cr2", "photos/dog/1.cr2"], "photos has the folders cat (1 .cr2), dog"),
        (["cat/1.cr2", "dog/1.cr2"], "pictures has the folders cat (1 .cr2), dog"),
        (["cat/1.png", "dog/1.cr2"], "pictures has pictures of one class, cat, and none"),
        (["a.txt", "b.txt"], "pictures is nothing to train on"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_no_task_is_named_as_the_user_knows_it(tmp_path, names, said, packed):
    upload = uploads.Upload(tmp_path, "673bdeef")
    with zipfile.ZipFile(upload.folder / "flat.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    if not packed:
        unpack(upload.folder / "flat.zip", upload.folder)
        (upload.folder / "flat.zip").unlink()
    with pytest.raises(DataError) as caught:
        upload.finish()
    said = said.replace("pictures ", "flat ", 1) if packed and said.startswith("pictures") else said
    assert str(caught.value).startswith(said)
