"""Photo projects: folders that the page changes, and what it may not do to them."""

import io
from urllib.parse import quote

import pytest
from PIL import Image

from miwake.errors import DataError
from miwake.readers.list_images import list_folder
from miwake.studio import projects as module
from miwake.studio.projects import PhotoProjects


def picture(kind="JPEG", size=(8, 6)):
    content = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(content, kind)
    return content.getvalue()


@pytest.fixture
def projects(tmp_path):
    return PhotoProjects(tmp_path / "files")


@pytest.fixture
def pets(projects):
    """A project with two classes."""
    return projects.create("pets", ["猫", "犬"])


def classes(projects, project):
    return {one["name"]: one["pictures"] for one in projects.contents(project)["classes"]}


def test_a_project_is_a_folder_that_the_reader_takes(projects, pets):
    for label in ("猫", "犬"):
        for hold in (1, 1, 2):
            projects.add_picture(pets, label, picture(), "", hold)
    listing = list_folder(projects.files / pets)
    assert listing.classes == ("犬", "猫")
    assert [path.name for path in listing.files[:3]] == [
        "hold-001-001.jpg", "hold-001-002.jpg", "hold-002-001.jpg"
    ]  # fmt: skip


def test_a_name_that_is_taken_gets_a_number(projects, pets):
    assert projects.create("Pets", []) == "Pets-2"
    assert projects.add_picture(pets, "猫", picture(), "a.jpeg", 0) == "a.jpg"
    assert projects.add_picture(pets, "猫", picture("PNG"), "A.png", 0) == "A (2).png"


def test_the_project_changed_last_stands_first(projects, pets):
    other = projects.create("other", ["a"])
    projects.add_picture(pets, "猫", picture(), "", 1)
    assert projects.names() == [pets, other]


@pytest.mark.parametrize("name", ["猫", "Con.", "", "..", "x" * 51])
def test_class_names_that_can_not_be(projects, pets, name):
    with pytest.raises(DataError):
        projects.add_class(pets, name)


@pytest.mark.parametrize(
    ("name", "stored"), [("a/b", "a_b"), ("..\\x", "_x"), ("ま\u202eる", "ま_る"), ("a\0b", "a_b")]
)
def test_class_names_become_folders_directly_below(projects, pets, name, stored):
    assert projects.add_class(pets, name) == stored
    assert (projects.files / pets / stored).is_dir()


def test_names_that_differ_in_case_or_composition_are_one(projects, pets):
    projects.add_class(pets, "Café")
    for name in ("CAFÉ", "Cafe\u0301"):
        with pytest.raises(DataError, match="already"):
            projects.add_class(pets, name)
    assert projects.rename_class(pets, "Café", "café") == "café"


def test_what_was_taken_away_comes_back(projects, pets):
    file = projects.add_picture(pets, "猫", picture(), "tama.jpg", 0)
    before = classes(projects, pets)
    keys = [projects.remove(pets, "猫", file), projects.remove(pets, "猫")]
    assert classes(projects, pets) == {"犬": []}
    for key in reversed(keys):
        projects.restore(key)
    assert classes(projects, pets) == before
    with pytest.raises(DataError, match="no longer"):
        projects.restore(keys[0])


def test_what_comes_back_replaces_nothing(projects, pets):
    projects.add_picture(pets, "猫", picture(), "tama.jpg", 0)
    key = projects.remove(pets, "猫", "tama.jpg")
    projects.add_picture(pets, "猫", picture("PNG"), "tama.jpg", 0)
    (projects.files / pets / "猫" / "tama.jpg").write_bytes(b"another")
    with pytest.raises(DataError, match="come back"):
        projects.restore(key)
    projects.close()
    assert [path.name for path in projects.files.iterdir()] == [pets]


@pytest.mark.parametrize("content", [b"<svg/>", b"MZ" * 99, picture("PPM")])
def test_what_is_no_picture_is_refused(projects, pets, content):
    with pytest.raises(DataError, match=r"^x\.png (can't be read as|is a picture of a kind)"):
        projects.add_picture(pets, "猫", content, "x.png", 0)
    assert classes(projects, pets)["猫"] == []


def test_limits(projects, pets, monkeypatch):
    monkeypatch.setattr(module, "MOST_PICTURES", 1)
    monkeypatch.setattr(module, "MOST_CLASSES", 2)
    projects.add_picture(pets, "猫", picture(), "", 1)
    with pytest.raises(DataError, match="at most 1 pictures"):
        projects.add_picture(pets, "犬", picture(), "", 1)
    with pytest.raises(DataError, match="at most 2 classes"):
        projects.add_class(pets, "third")


def test_a_folder_of_parts_is_no_project(projects, tmp_path):
    for path in ("parts/train/a", "parts/train/b", "flat/a", ".hidden/a"):
        (projects.files / path).mkdir(parents=True)
    (tmp_path / "elsewhere" / "a").mkdir(parents=True)
    (projects.files / "link").symlink_to(tmp_path / "elsewhere")
    assert projects.names() == ["flat"]
    for name in ("parts", "link", ".hidden", "../elsewhere", ".."):
        with pytest.raises(DataError, match="no longer there"):
            projects.contents(name)


def taken(studio, project, label, content, **asked):
    query = "&".join(f"{name}={quote(value)}" for name, value in ({"class": label} | asked).items())
    return studio.put(f"/api/projects/{quote(project)}/pictures?{query}", content)


def test_the_page_s_requests_change_the_folder(studio):
    _, made = studio.post("/api/projects", name="写真", classes=["クラス1", "クラス2"])
    name, path = made["name"], f"/api/projects/{quote(made['name'])}"
    assert taken(studio, name, "クラス1", picture(), hold="3")[1] == {"file": "hold-003-001.jpg"}
    assert studio.post(f"{path}/add", name="a?b")[1]["added"] == "a_b"
    _, renamed = studio.post(f"{path}/rename", **{"class": "クラス1", "name": "猫"})
    assert renamed["renamed"] == {"before": "クラス1", "after": "猫"}
    address = f"{path}/pictures/{quote('猫')}/hold-003-001.jpg"
    status, headers, content = studio.ask("GET", address)
    assert (status, headers["content-type"], content) == (200, "image/jpeg", picture())
    _, removed = studio.post(f"{path}/remove", **{"class": "猫"})
    assert [one["name"] for one in removed["classes"]] == ["a_b", "クラス2"]
    _, back = studio.post(f"{path}/restore", undo=removed["undo"])
    assert studio.get(path) == back
    assert made["task"] in studio.get("/api/tasks")["own"]
    assert name in studio.get("/api/tasks")["projects"]
    assert name not in studio.post("/api/remove", task=made["task"])[1]["projects"]


def test_requests_that_are_refused_in_both_languages(studio):
    _, made = studio.post("/api/projects", name="refused", classes=["a"])
    path = "/api/projects/refused"
    answers = [
        taken(studio, "refused", "b", picture()),
        taken(studio, "refused", "..", picture()),
        taken(studio, "../files", "a", picture()),
        taken(studio, "refused", "a", b"no picture", name="x.png"),
        taken(studio, "refused", "a", picture(), hold="-1"),
        studio.post(f"{path}/add", name=7),
        studio.post(f"{path}/add", name="A"),
        studio.post(f"{path}/remove", **{"class": "a", "file": "../../x"}),
        studio.post(f"{path}/restore", undo="x"),
        studio.post("/api/projects", name="x", classes="ab"),
    ]
    assert [status for status, _ in answers] == [422, 422, 404, 422, 400, 400, 422, 422, 422, 400]
    assert all({"en", "ja"} == answer["error"]["text"].keys() for _, answer in answers)
    for address in (f"{path}/pictures/a/..%2f..%2frun.json", f"{path}/pictures/..%2f../x"):
        assert studio.ask("GET", address)[0] in {404, 422}
    studio.post("/api/remove", task=made["task"])


def test_only_the_page_itself_may_use_the_camera(studio, small_run):
    def policy(path):
        return studio.ask("GET", path)[1]["permissions-policy"].split(",")[0]

    assert policy("/") == "camera=(self)"
    assert policy("/words") == policy(f"/runs/{small_run}/report.html") == "camera=()"


def test_what_answers_is_loaded_before_there_is_a_network(studio):
    assert studio.post("/api/warm") == (200, {})


def test_a_frame_is_refused_by_a_network_for_numbers(studio, small_run):
    status, answer = studio.put(f"/api/runs/{small_run}/frame", picture())
    assert status == 422
    assert "画像で訓練していません" in answer["error"]["text"]["ja"]
    assert studio.put(f"/api/runs/{small_run}/frame", bytes(2**20 + 1))[0] == 413
