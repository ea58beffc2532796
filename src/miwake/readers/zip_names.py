"""How the names in a zip are written, where it does not say so itself."""

import re
import zipfile
from pathlib import Path

UTF_8 = 0x800  # a member's flag that says how its name is written
JAPANESE = re.compile(r"[\u3005\u3041-\u30ff\u4e00-\u9fff]")
AMID_LATIN = re.compile(r"[a-z][\u3041-\u30ff\u4e00-\u9fff]|[\u3041-\u30ff\u4e00-\u9fff][a-z]")


def encoding_of_names(path: Path) -> str | None:
    """Tell how names without the mark of UTF-8 are written: in UTF-8, CP932, or as by DOS (None).

    Windows in Japan writes CP932. Bytes of "sch\u00f6n" can be read so, too, but then a Japanese
    letter stands amid Latin ones.
    """
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.flag_bits & UTF_8]
    names = [member.orig_filename.encode("cp437") for member in members]
    if all(name.isascii() for name in names):
        return None
    for encoding in ("utf-8", "cp932"):
        try:
            texts = "/".join(name.decode(encoding) for name in names)
        except UnicodeDecodeError:
            continue
        japanese = [part for part in texts.split("/") if JAPANESE.search(part)]
        amid = [part for part in japanese if AMID_LATIN.search(part)]
        if encoding == "utf-8" or len(amid) < len(japanese) / 2:
            return encoding
    return None
