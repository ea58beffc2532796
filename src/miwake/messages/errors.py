"""Every error and each of its pieces: English template -> Japanese template, by room.

The names in braces are the same in both. A sentence ends with its stop, a piece without one.
"""

from miwake.messages.errors_front import ERRORS as FRONT
from miwake.messages.errors_learn import ERRORS as LEARN
from miwake.messages.errors_runs import ERRORS as RUNS
from miwake.messages.errors_sources import ERRORS as SOURCES
from miwake.messages.errors_store import ERRORS as STORE

ERRORS: dict[str, str] = SOURCES | STORE | LEARN | RUNS | FRONT
# Facts that are words: what examples are for, and what the system says of a file.
WORDS: dict[str, str] = {
    "train": "訓練",
    "training": "訓練",
    "test": "テスト",
    "testing": "テスト",
    "fresh": "新しく作る",
    "No such file or directory": "ファイルやフォルダがありません",
    "Permission denied": "権限がありません",
    "Operation not permitted": "許可されていない操作です",
    "Is a directory": "フォルダです",
    "Not a directory": "フォルダではありません",
    "File exists": "もうあります",
    "No space left on device": "ディスクに空きがありません",
    "Disk quota exceeded": "割り当てられた容量を使い切りました",
    "Read-only file system": "読み取り専用のディスクです",
    "File name too long": "名前が長すぎます",
    "Address already in use": "ほかのプログラムが使っています",
    "Input/output error": "読み書きに失敗しました",
    "Too many open files": "開いているファイルが多すぎます",
    "Bad file descriptor": "書き出し先が閉じられています",
}
