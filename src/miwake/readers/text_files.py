"""Text files in whatever encoding people save them."""

from pathlib import Path

from miwake.errors import DataError, reason


def decode_text(path: Path) -> str:
    """Read a file's text, in the first encoding that it can be in.

    Raises:
        DataError: it can't be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError("{path} can't be read ({why})", path=path, why=reason(error)) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:200]:  # every other byte of plain letters
        little = data[1:200:2].count(0) >= data[0:200:2].count(0)
        encodings = ["utf-16-le" if little else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp932", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(
        "{path} is no text in {encoding}; save it as UTF-8", path=path, encoding=encodings[0]
    )
