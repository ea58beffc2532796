"""The sentences of the studio's page: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "studio.serving": (
        "The studio is open at {address}\nCtrl-C closes it.",
        "スタジオを開きました：{address}\n終了するには Ctrl-C を押します。",
    ),
    "studio.refused": (
        "This request does not come from the studio's own page, so nothing was done.",
        "スタジオのページからの要求ではないため、何も行いませんでした。",
    ),
    "studio.no_key": (
        "Open the studio with the address that `miwake studio` printed in the terminal.",
        "`miwake studio` がターミナルに表示したアドレスから開いてください。",
    ),
    "studio.nothing_here": ("There is nothing here.", "ここには何もありません。"),
    "studio.json_only": ("This request can't be understood.", "この要求は解釈できません。"),
    "studio.files_only": ("A file is expected here.", "ここではファイルだけを受け取ります。"),
    "studio.too_large": ("This is too large.", "大きすぎます。"),
    "studio.busy": (
        "A training is running; stop it first, or wait for its end.",
        "訓練中です。終わるまで待つか、先に停止してください。",
    ),
    "studio.no_task": ("There is no such task file.", "その課題ファイルはありません。"),
    "studio.no_upload": ("This upload is no longer there; begin again.", "このアップロードは残っていません。もう一度やり直してください。"),
    "studio.not_allowed": (
        "The studio reads built-in tasks and what was brought to it, nothing else on this machine.",
        "スタジオが読めるのは、組み込みの課題と、ここに持ち込まれたファイルだけです。",
    ),
}
