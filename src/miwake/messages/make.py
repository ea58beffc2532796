"""The sentences about a dataset that was written: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "make.what": (
        "{title}   {what}, {train:,} + {test:,} examples of shape {shape}, seed {seed}",
        "{title}   {what}、データは{train:,}個(訓練用)と{test:,}個(テスト用)、形は{shape}、シード{seed}",
    ),
    "make.classes": ("{n} classes", "{n}クラス"),
    "make.regression": ("regression of {target}", "{target} の回帰"),
    "make.gone_on": (
        "{there:,} of {chunks:,} chunks were there already.",
        "{chunks:,}個のチャンクのうち{there:,}個はすでにありました。",
    ),
    "make.damaged": (
        "{n:,} damaged, made again: {names}",
        "壊れていた{n:,}個を作り直しました: {names}",
    ),
    "make.sound": (
        "Every byte was read, and nothing is damaged.",
        "すべて読んで確かめました。壊れたところはありません。",
    ),
    "make.wrote": (
        "Wrote {path}: {chunks:,} chunks, {size}, in {seconds:.1f} s",
        "{path} に書きました: チャンク{chunks:,}個、{size}、{seconds:.1f}秒",
    ),
    "make.next": ("Next: {step}", "次は: {step}"),
}
