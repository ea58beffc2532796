"""The sentences about data that a user brought: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "data.regression": (
        (
            "{label} has {n:,} different numbers, so its value is learned (a regression), "
            "not classes; to tell classes apart give them as text."
        ),
        (
            "{label} には{n:,}通りの数値があるので、クラスではなく値そのものを学習します(回帰)。"
            "クラスとして見分けたいときは文字列にしてください。"
        ),
    ),
    "data.few": (
        (
            "{label} has only {n:,} examples beside the {most:,} of the largest class: too few to "
            "learn it, and to know whether it was learned."
        ),
        (
            "{label} のデータは{n:,}個しかありません(一番多いクラスは{most:,}個)。学習するにも、"
            "学習できたか確かめるにも足りません。"
        ),
    ),
}
