"""Photos of one's own in a real browser: its fake camera shows a film of two things."""

import io
import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from driving import PATIENCE, until
from fake_camera import film, thing_shown

CHROMIUM = shutil.which("chromium")
WIDE = {"width": 1280, "height": 900}
ROUNDS = 2  # holds of each class
FEW = 4  # pictures of a hold
BARS = "#capture .says .bars li"
MISSING = "axe-core is missing: npm install axe-core; MIWAKE_TEST_AXE=.../axe-core/axe.min.js"
FAKE = "--use-fake-device-for-media-stream"
ALLOWED = "--use-fake-ui-for-media-stream"
IN_USE = """if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
    throw new DOMException("in use", "NotReadableError"); };"""
TRACKS = """window.tracks = [];
const { mediaDevices } = navigator, open = mediaDevices?.getUserMedia;
if (open) mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open.call(mediaDevices, wanted);
    window.tracks.push(...stream.getTracks());
    return stream; };"""
LIGHTS = "window.tracks.map((track) => track.readyState).join()"


@pytest.fixture(scope="module")
def camera(tmp_path_factory):
    """The argument that lets Chromium show the film."""
    path = tmp_path_factory.mktemp("film") / "film.mjpeg"
    film(path)
    return f"--use-file-for-fake-video-capture={path}"


@pytest.fixture
def launch(browser, start_studio):  # whose servers end after the browsers
    """Starts a Chromium with a camera of some kind; nothing may go wrong on its pages."""
    launched, troubles = [], []

    def start(*arguments, lang="en", init="", **options):
        one = browser.browser_type.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", *arguments]
        )
        launched.append(one)
        context = one.new_context(**{"locale": lang, "viewport": WIDE} | options)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda e: troubles.append(str(e.error)))
        if init:
            context.add_init_script(init)
        return context.new_page()

    yield start
    for one in launched:
        one.close()
    assert troubles == []


@pytest.fixture
def cards(launch, camera, start_studio):
    """The page with the cards of a new project, and the camera ready but off."""
    studio = start_studio()

    def open_cards(**options):
        page = launch(FAKE, ALLOWED, camera, init=TRACKS, **options)
        page.goto(studio.address)
        page.click("[data-panel=capture]")
        page.wait_for_selector(".class-card >> nth=1")
        return page

    open_cards.studio = studio
    return open_cards


def count(page, place):
    return page.locator(f".class-card >> nth={place}").locator(".thumbs li").count()


def wait_for(page, thing):
    """Wait until the film begins to show a thing anew."""
    while thing_shown(page) == thing:
        page.wait_for_timeout(30)
    while thing_shown(page) != thing:
        page.wait_for_timeout(30)


def hold(page, place, press, let_go, pictures=FEW):
    """Hold a card's button until the camera has taken some pictures."""
    before = count(page, place)
    press()
    until(page, f"document.querySelectorAll('.class-card')[{place}].querySelectorAll('.thumbs li')"
          f".length >= {before + pictures}")  # fmt: skip
    let_go()
    until(page, "!document.querySelector('.holding')")


def answers_both(page):
    """Wait until the live camera's answer follows what it shows."""
    names = page.evaluate("[...document.querySelectorAll('.class-card .name')].map((n) => n.value)")
    for place, thing in enumerate(("disc", "square")):
        wait_for(page, thing)
        until(page, f"document.querySelector('#capture .answer').textContent === {names[place]!r}")


def test_from_the_opened_page_to_a_live_answer_in_seven_actions(launch, camera, start_studio):
    page = launch(FAKE, ALLOWED, camera)
    page.goto(start_studio().address)
    actions = [page.click("[data-panel=capture]"), page.click("#capture .switch")]
    page.wait_for_selector(".class-card >> nth=1")
    for place, thing in ROUNDS * [*enumerate(("disc", "square"))]:
        page.hover(f".class-card >> nth={place} >> .hold")
        wait_for(page, thing)
        hold(page, place, page.mouse.down, page.mouse.up)
        actions.append("hold")
    actions.append(page.click("#capture .train"))
    page.wait_for_selector(BARS, timeout=2 * PATIENCE)  # Keras is loaded twice, and compiles
    answers_both(page)
    assert len(actions) == 7
    assert page.locator(".problem:visible").count() == 0
    page.wait_for_selector("#live .bars li")  # and so it is in the room Try
    folder = Path(page.evaluate("document.querySelector('#home .command').textContent").split()[2])
    assert folder.name == "photos"


def test_the_same_with_the_keyboard_alone_in_japanese(cards):
    page = cards(lang="ja")
    keys = page.keyboard

    def tab_to(selector):
        for _ in range(40):
            if page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
            keys.press("Tab")
        raise AssertionError(selector)

    page.focus("#capture .new")
    tab_to("#capture .switch")
    keys.press("Enter")
    until(page, "document.querySelector('#capture video').srcObject !== null")
    for place, thing in ROUNDS * [*enumerate(("disc", "square"))]:
        page.focus("#capture .switch")
        tab_to(f".class-card:nth-child({place + 1}) .hold")
        wait_for(page, thing)
        hold(page, place, lambda: keys.down("Space"), lambda: keys.up("Space"))
    tab_to("#capture .train")
    keys.press("Enter")
    page.wait_for_selector(BARS, timeout=2 * PATIENCE)  # Keras is loaded twice, and compiles
    answers_both(page)
    assert page.text_content("#capture .says .of") == "写真-1のネットワークの答え"


@pytest.mark.parametrize(
    ("arguments", "init", "said"),
    [
        ((FAKE,), "", {"en": "may not use the camera", "ja": "許していません"}),
        (
            (ALLOWED, f"{FAKE}=device-count=0"),
            "",
            {"en": "No camera was found", "ja": "見つかりません"},
        ),
        ((FAKE,), IN_USE, {"en": "another program", "ja": "別のプログラム"}),
    ],
    ids=["refused", "none", "used"],
)
def test_why_there_is_no_camera(launch, start_studio, arguments, init, said):
    page = launch(*arguments, init=init)
    page.goto(start_studio().address)
    page.click("[data-panel=capture]")
    page.click("#capture .switch")
    page.wait_for_selector("#capture-problem:visible")
    assert said["en"] in page.text_content("#capture-problem")
    page.click("#language")
    assert said["ja"] in page.text_content("#capture-problem")
    page.wait_for_selector(".class-card >> nth=1")
    page.hover(".class-card .hold >> nth=0")  # and the button that is held says so too
    page.mouse.down()
    page.mouse.up()
    page.wait_for_selector("#capture-problem:visible")


def test_pictures_outlive_a_reload_and_one_click_removes_one(cards):
    page = cards()
    page.click("#capture .switch")
    page.hover(".class-card .hold >> nth=0")
    hold(page, 0, page.mouse.down, page.mouse.up)
    page.fill(".class-card .name >> nth=0", "赤い 丸")
    with page.expect_response("**/rename"):
        page.keyboard.press("Tab")
    page.click("#capture .add")
    page.wait_for_selector(".class-card >> nth=2")
    before = count(page, 0)
    page.reload()
    page.click("[data-panel=capture]")
    page.wait_for_selector(".class-card >> nth=2")
    names = page.evaluate("[...document.querySelectorAll('.class-card .name')].map((n) => n.value)")
    assert sorted(names) == ["Class 2", "Class 3", "赤い 丸"]
    place = names.index("赤い 丸")
    assert count(page, place) == before
    card = page.locator(f".class-card >> nth={place}")
    until(page, "[...document.querySelectorAll('.thumbs img')].some((i) => i.naturalWidth === 320)")
    card.locator(".thumbs button").first.click()
    page.wait_for_selector("#capture .undo:visible")
    assert count(page, place) == before - 1
    page.click("#capture .undo button")
    until(page, f"document.querySelectorAll('.thumbs li').length === {before}")
    card.locator(".remove").first.click()
    until(page, "document.querySelectorAll('.class-card').length === 2")
    page.click("#capture .undo button")
    until(page, "document.querySelectorAll('.class-card').length === 3")
    assert page.locator(".problem:visible").count() == 0


def test_the_light_goes_off_with_the_panel_the_tab_and_the_page(cards):
    page = cards()
    page.click("#capture .switch")
    until(page, f"{LIGHTS} === 'live'")
    page.evaluate("""Object.defineProperty(document, "hidden", { value: true, writable: true });
        document.dispatchEvent(new Event("visibilitychange"));""")
    until(page, f"{LIGHTS} === 'ended'")
    page.evaluate("document.hidden = false; document.dispatchEvent(new Event('visibilitychange'))")
    until(page, f"{LIGHTS} === 'ended,live'")
    page.click("[data-panel=upload]")
    until(page, f"{LIGHTS} === 'ended,ended'")
    page.click("[data-panel=capture]")
    page.click("#capture .switch")
    until(page, f"{LIGHTS} === 'ended,ended,live'")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    until(page, f"{LIGHTS} === 'ended,ended,ended'")


DROP = """([selector, names, content]) => {
    const bytes = Uint8Array.from(content), dataTransfer = new DataTransfer();
    for (const name of names) dataTransfer.items.add(new File([bytes], name));
    const zone = document.querySelector(selector);
    for (const kind of ["dragover", "drop"])
        zone.dispatchEvent(new DragEvent(kind, { dataTransfer, cancelable: true, bubbles: true }));
}"""
PASTE = """([names, content]) => {
    const clipboardData = new DataTransfer();
    for (const name of names)
        clipboardData.items.add(new File([Uint8Array.from(content)], name, { type: "image/png" }));
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
}"""


def png():
    content = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 120, 40)).save(content, "PNG")
    return list(content.getvalue())


def test_files_are_dropped_on_a_card_and_pasted_into_it(cards):
    page = cards()
    page.evaluate(DROP, [".class-card:nth-child(2)", ["葉.png", "leaf.png"], png()])
    until(page, "document.querySelectorAll('.class-card:nth-child(2) .thumbs li').length === 2")
    page.focus(".class-card .hold >> nth=0")
    page.evaluate(PASTE, [["image.png"], png()])
    until(page, "document.querySelectorAll('.class-card:nth-child(1) .thumbs li').length === 1")
    page.evaluate(DROP, [".class-card:nth-child(1)", ["x.png", "not.txt"], [1, 2, 3]])
    page.wait_for_selector("#capture-problem:visible")
    assert page.text_content("#capture-problem").startswith("not.txt can't be read")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_loose_pictures_become_a_class_by_a_question(launch, start_studio, lang):
    page = launch(lang=lang)
    page.goto(start_studio().address)
    page.wait_for_selector("[data-task=baker]")
    asked = {"en": "Which class are these?", "ja": "これは何のクラスですか？"}
    for name, files in (("猫", ["a.png", "b.png"]), ("dog", ["c.png"])):
        page.evaluate(DROP, ["#look", files, png()])
        page.wait_for_selector("#loose[open]")
        assert page.text_content("#loose-title") == asked[lang]
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#loose", state="hidden")
    names = page.evaluate("[...document.querySelectorAll('.class-card .name')].map((n) => n.value)")
    assert names == ["猫", "dog"]
    assert [count(page, place) for place in (0, 1)] == [2, 1]
    assert page.evaluate("!document.querySelector('#capture .train').disabled")


@pytest.mark.skipif(not os.environ.get("MIWAKE_TEST_AXE"), reason=MISSING)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_cards(cards, width):
    page = cards(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.click("#capture .switch")
    page.hover(".class-card .hold >> nth=0")
    hold(page, 0, page.mouse.down, page.mouse.up)
    page.locator(".class-card .thumbs button").first.click()
    page.wait_for_selector("#capture .undo:visible")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(Path(os.environ["MIWAKE_TEST_AXE"]).read_text("utf-8"))
    violations = []
    for lang in ("en", "ja"):
        if lang != page.evaluate("document.documentElement.lang"):
            page.click("#language")
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            page.wait_for_timeout(200)
            for place in ("#capture", "#loose"):
                if place == "#loose":
                    page.evaluate("document.querySelector('#loose').showModal()")
                violations += [
                    (lang, colours, one["id"], [node["target"] for node in one["nodes"]])
                    for one in page.evaluate(f"axe.run({place!r})")["violations"]
                ]
            page.evaluate("document.querySelector('#loose').close()")
    assert violations == []
