"""The sentences of a comparison: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "compare.about": (
        "networks: {networks} · amounts of data: {sizes} · seeds: {seeds} · the same {test:,} test examples for all",
        "ネットワーク{networks}種類 × データ量{sizes}通り × シード{seeds}通り、テストデータは共通の{test:,}個",
    ),
    "compare.network": ("network", "ネットワーク"),
    "compare.train": ("train", "訓練データ"),
    "compare.test_accuracy": ("accuracy", "正答率"),
    "compare.test_r2": ("R2", "R2"),
    "compare.sd": ("± of seeds", "シードによる±"),
    "compare.range": ("95 %", "95 %区間"),
    "compare.differs": (
        "{first} beats {second} on {train:,} examples by {value:.4f} ({low:.4f} to {high:.4f}, {p}).",
        "訓練データ{train:,}個では、{first}が{second}を{value:.4f}上回ります（{low:.4f}〜{high:.4f}、{p}）。",
    ),
    "compare.same": (
        "No difference between {first} and {second} can be told on {train:,} examples, from these seeds and test examples ({value:+.4f}, {low:.4f} to {high:.4f}).",
        "訓練データ{train:,}個での{first}と{second}の差は、このシード数とテストデータ数では確かめられません（{value:+.4f}、{low:.4f}〜{high:.4f}）。",
    ),
    "compare.gains": (
        "{network} still gains from data: {value:+.4f} from {small:,} to {large:,} examples ({low:.4f} to {high:.4f}, {p}).",
        "{network}はデータを増やすとまだ良くなります：{small:,}個から{large:,}個で{value:+.4f}（{low:.4f}〜{high:.4f}、{p}）。",
    ),
    "compare.loses": (
        "{network} does worse with more data: {value:+.4f} from {small:,} to {large:,} examples ({low:.4f} to {high:.4f}, {p}). Try more epochs, or look at what was added.",
        "{network}はデータを増やすと悪くなっています：{small:,}個から{large:,}個で{value:+.4f}（{low:.4f}〜{high:.4f}、{p}）。エポック数を増やすか、増えたデータを調べてみましょう。",
    ),
    "compare.enough": (
        "{network} has enough data: {value:+.4f} from {small:,} to {large:,} examples is within what luck gives ({low:.4f} to {high:.4f}).",
        "{network}のデータ量は足りているようです：{small:,}個から{large:,}個で{value:+.4f}は偶然の範囲です（{low:.4f}〜{high:.4f}）。",
    ),
    "compare.unsure": (
        "Whether {network} still gains from data is not certain: {value:+.4f} from {small:,} to {large:,} examples ({low:.4f} to {high:.4f}, {p} after correction). More seeds would tell.",
        "{network}がデータを増やすと良くなるかどうかは、まだはっきりしません：{small:,}個から{large:,}個で{value:+.4f}（{low:.4f}〜{high:.4f}、補正後の{p}）。シードを増やすとわかります。",
    ),
    "compare.one_seed": (
        "One seed says nothing about how another would come out; add --repeats 5.",
        "シード1通りでは、別のシードでどうなるかはわかりません。--repeats 5 を付けてみましょう。",
    ),
    "compare.next": ("Next: {step}", "次の一手：{step}"),
    "compare.kept": ("Kept in {path}", "保存先：{path}"),
    "compare.result": (
        "{network}, {train:,} examples, seed {seed}: {score:.4f}",
        "{network}、訓練データ{train:,}個、シード{seed}：{score:.4f}",
    ),
    "compare.title": ("{title} – miwake comparison", "{title} – miwakeによる比較"),
    "compare.findings": ("What this shows", "この比較からわかること"),
    "compare.curve": ("Learning curve", "学習曲線"),
    "compare.curve.caption": (
        "Each point is the mean over the seeds on the same test examples; the bar is its 95 % interval, over other seeds and other test examples.",
        "点は同じテストデータでのシードの平均、縦棒は、シードとテストデータが違ったときに平均がとりうる範囲（95 %信頼区間）です。",
    ),
    "compare.table": ("All figures", "すべての結果"),
    "compare.beside": ("Side by side", "並べて見る"),
    "compare.differences": ("Differences", "差"),
    "compare.differences.caption": (
        "Same seeds, same test examples: what they have in common drops out of a difference. The p-values are corrected for the number of differences looked at.",
        "同じシードと同じテストデータどうしの差なので、共通のばらつきは打ち消されます。p値は、調べた差の数で補正してあります。",
    ),
    "compare.first": ("this", "こちら"),
    "compare.second": ("against", "相手"),
    "compare.difference": ("difference", "差"),
    "compare.of": ("{network}, {train:,}", "{network}、{train:,}個"),
    "compare.chance": ("chance", "当てずっぽう"),
    "compare.examples": ("training examples (logarithmic)", "訓練データの数（対数目盛り）"),
    "compare.epochs": ("{epochs} epochs", "{epochs}エポック"),
    "compare.default_epochs": ("the task's own number of epochs", "エポック数は課題の既定値"),
}
