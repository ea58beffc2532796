"""The sentences of the command line: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "printed.making": ("Making examples", "データを作っています"),
    "printed.interval": (
        "(95 %: {low:.3f} to {high:.3f})",
        "（95 %区間：{low:.3f}〜{high:.3f}）",
    ),
    "printed.interval.chance": (
        "(95 %: {low:.3f} to {high:.3f}; chance {chance:.3f})",
        "（95 %区間：{low:.3f}〜{high:.3f}、当てずっぽう：{chance:.3f}）",
    ),
    "printed.interval.n": (
        "(95 %: {low:.3f} to {high:.3f}; {n:,} examples)",
        "（95 %区間：{low:.3f}〜{high:.3f}、データ{n:,}個）",
    ),
    "printed.share": (
        "{name} {accuracy:.2f} ({low:.2f} to {high:.2f})",
        "{name} {accuracy:.2f}（{low:.2f}〜{high:.2f}）",
    ),
    "printed.share.none": ("{name} (none)", "{name}（なし）"),
    "printed.seed": ("Seed {seed}: {what} {score:.4f}", "シード{seed}：{what} {score:.4f}"),
    "printed.fresh": ("{n:,} fresh examples", "新しいデータ{n:,}個"),
    "printed.tests": ("{n:,} test examples", "テストデータ{n:,}個"),
    "printed.kept": (
        "Kept in {path}: model.keras, report.html",
        "保存先：{path}（model.keras、report.html）",
    ),
    "printed.go_on": ("Go on with: {command}", "続きから訓練するには：{command}"),
    "printed.wrote": (
        "Wrote {path}. Change it, then: {command}",
        "{path} に書きました。書き換えたら、次は：{command}",
    ),
}
