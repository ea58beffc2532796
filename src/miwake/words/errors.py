"""Every error and each of its pieces: English template -> Japanese template, by room.

The names in braces are the same in both. A sentence ends with its stop, a piece without one.
"""

from miwake.words import errors_front, errors_learn, errors_runs, errors_sources, errors_store

ERRORS: dict[str, str] = (
    errors_sources.ERRORS
    | errors_store.ERRORS
    | errors_learn.ERRORS
    | errors_runs.ERRORS
    | errors_front.ERRORS
)
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
