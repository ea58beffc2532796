"""The sentences of the look: key -> (English, Japanese), and the names of the views."""

SENTENCES: dict[str, tuple[str, str]] = {
    "name.balance": ("balanced classes", "クラスの数はそろっている"),
    "name.copies": ("no copies in the test", "テストデータに写しはない"),
    "balanced": (
        "The classes are balanced: {least:,} to {most:,} examples each for training.",
        "クラスの数はそろっています（訓練用に各{least:,}〜{most:,}個）。",
    ),
    "equal": (
        "The classes are balanced: {least:,} examples each for training.",
        "クラスの数はそろっています（訓練用に各{least:,}個）。",
    ),
    "uneven": (
        (
            "The classes differ in size: {most:,} examples of {largest}, {least:,} of {smallest}. "
            "Always answering {largest} is right in {chance:.1%}."
        ),
        (
            "クラスの数に差があります。{largest}は{most:,}個、{smallest}は{least:,}個です。"
            "いつも{largest}と答えるだけで{chance:.1%}正解します。"
        ),
    ),
    "imbalanced": (
        (
            "{largest} outnumbers {smallest} by far ({most:,} to {least:,}): always answering "
            "{largest} is right in {chance:.1%}, so look at each class, not at accuracy alone."
        ),
        (
            "{largest}が{smallest}よりはるかに多く（{most:,}個と{least:,}個）、"
            "いつも{largest}と答えるだけで{chance:.1%}正解します。"
            "全体の正答率だけでなく、クラスごとの正答率を見てください。"
        ),
    ),
    "class_missing_train": (
        "There is no example of {names} for training.",
        "{names}の訓練データが一つもありません。",
    ),
    "class_missing_test": (
        "There is no example of {names} for testing.",
        "{names}のテストデータが一つもありません。",
    ),
    "class_tiny": (
        (
            "There are few examples of {names}: {train:,} for training and {test:,} for testing at "
            "the least. What comes out about them is uncertain."
        ),
        (
            "{names}の例が少なすぎます（最も少ないもので訓練用{train:,}個、テスト用{test:,}個）。"
            "このクラスについての結果は不確かです。"
        ),
    ),
    "copies_none": (
        "None of the {compared:,} test examples is a copy of a training example.",
        "{compared:,}個のテストデータの中に、訓練データの写しはありませんでした。",
    ),
    "copied": (
        (
            "{count:,} of {compared:,} test examples ({share:.1%}) were copied from the training "
            "examples: the test measures memory. Take them out of one of the two."
        ),
        (
            "{compared:,}個のテストデータのうち{count:,}個（{share:.1%}）が訓練データの写しです。"
            "これでは暗記の力を測ることになるので、どちらか一方から除いてください。"
        ),
    ),
    "coinciding": (
        (
            "{count:,} of {compared:,} test examples ({share:.1%}) are also training examples, as "
            "often as training examples are equal to each other: either few different ones are "
            "possible, or they were doubled before the data was split."
        ),
        (
            "{compared:,}個のテストデータのうち{count:,}個（{share:.1%}）が訓練データにもあります。"
            "訓練データどうしが一致する割合と同じ程度なので、ありうる例の種類が少ないか、"
            "分割前のデータに重複があったかのどちらかです。"
        ),
    ),
    "near_copies": (
        (
            "{count:,} test examples are nearly equal to training examples, far nearer than "
            "neighbours in this data are (such as test example {test} and training example "
            "{train}): "
            "the same ones, saved again or changed a little?"
        ),
        (
            "{count:,}個のテストデータが訓練データとほとんど同じで、"
            "このデータの隣どうしよりもはるかに近くにあります"
            "（たとえばテストデータ{test}番と訓練データ{train}番）。"
            "同じものを保存し直したか、わずかに変えたものではありませんか。"
        ),
    ),
    "repeats": (
        "{train:,} training and {test:,} test examples repeat an earlier one.",
        "訓練データ{train:,}個とテストデータ{test:,}個は、同じ組の前の例と同じものです。",
    ),
    "contradicting": (
        (
            "{count:,} test examples are equal to a training example with another label: nobody "
            "can "
            "get both right."
        ),
        (
            "{count:,}個のテストデータは、別のラベルの訓練データと同じものです。"
            "両方に正解する方法はありません。"
        ),
    ),
    "all_alike": (
        "All training examples are the same; there is nothing to tell apart.",
        "訓練データがすべて同じなので、見分けようがありません。",
    ),
    "class_alike": (
        "All training examples of {names} are the same; one is enough to know them.",
        "{names}の訓練データはすべて同じもので、一つ見れば足ります。",
    ),
    "blank": (
        (
            "{count:,} training examples ({share:.1%}) hold one number throughout, such as a blank "
            "image; most of them are {largest}."
        ),
        (
            "{count:,}個の訓練データ（{share:.1%}）は、白紙の画像のように全体が同じ数です。"
            "最も多いのは{largest}です。"
        ),
    ),
    "last_bits": (
        (
            "The classes are told apart from {view} alone: {score:.3f} ({low:.3f} to {high:.3f}). "
            "That is how the numbers were computed, not what they mean; round them all alike, for "
            "example with .astype('float32')."
        ),
        (
            "{view}だけで見分けられます（正答率{score:.3f}、{low:.3f}〜{high:.3f}）。"
            "これは数の意味ではなく計算のしかたの違いです。"
            ".astype('float32') などで、すべて同じように丸めてください。"
        ),
    ),
    "fact_in_input": (
        (
            "The fact {fact} gives the label away ({score:.3f} right) and stands in the input, as "
            "number {place} of each example. Take it out, unless it is known when an answer is "
            "needed."
        ),
        (
            "付随する値{fact}からラベルが分かってしまい（正答率{score:.3f}）、"
            "しかも各例の{place}番目の数として入力に入っています。"
            "答えが必要なときにまだ分からない値なら、入力から除いてください。"
        ),
    ),
    "file_tells": (
        (
            "The classes are told apart from {view} alone: {score:.3f} ({low:.3f} to "
            "{high:.3f}). One "
            "was saved by another program, or in another way; save all of them alike."
        ),
        (
            "{view}だけで見分けられます（正答率{score:.3f}、{low:.3f}〜{high:.3f}）。"
            "あるクラスだけ別のプログラムか別の方法で保存されています。"
            "すべて同じ方法で保存し直してください。"
        ),
    ),
    "look_tells": (
        (
            "The classes are told apart from {view} alone: {score:.3f} ({low:.3f} to {high:.3f}). "
            "A network may learn that and nothing else; is it what you mean it to learn?"
        ),
        (
            "{view}だけで見分けられます（正答率{score:.3f}、{low:.3f}〜{high:.3f}）。"
            "ネットワークはそれだけを覚えるかもしれません。学ばせたいのはそのことですか。"
        ),
    ),
    "edge_tells": (
        (
            "The classes are told apart from {view} alone: {score:.3f} ({low:.3f} to "
            "{high:.3f}), and "
            "not from the middle of the image. Is there a watermark, a date or a frame?"
        ),
        (
            "{view}だけで見分けられ（正答率{score:.3f}、{low:.3f}〜{high:.3f}）、"
            "画像の中央からは見分けられません。透かしや日付や枠が入っていませんか。"
        ),
    ),
    "class_told": (
        (
            "{names} can be told from all others from {view} alone. A network may learn that "
            "about it "
            "and nothing else; is it what you mean it to learn?"
        ),
        (
            "{view}だけで{names}をほかのすべてから見分けられます。"
            "ネットワークはそれだけを覚えるかもしれません。学ばせたいのはそのことですか。"
        ),
    ),
    "number_tells": (
        (
            "One number nearly tells the classes apart, without any network: {view}, {score:.3f} "
            "({low:.3f} to {high:.3f}; chance {chance:.3f})."
        ),
        (
            "ネットワークがなくても、一つの数だけでほぼ見分けられます。"
            "{view}で正答率{score:.3f}（{low:.3f}〜{high:.3f}、当てずっぽうなら{chance:.3f}）。"
        ),
    ),
    "view_tells": (
        (
            "A simple view nearly tells the classes apart, without any network: {view}, "
            "{score:.3f} "
            "({low:.3f} to {high:.3f}; chance {chance:.3f})."
        ),
        (
            "ネットワークがなくても、単純な見方でほぼ見分けられます。"
            "{view}で正答率{score:.3f}（{low:.3f}〜{high:.3f}、当てずっぽうなら{chance:.3f}）。"
        ),
    ),
    "best_view": (
        (
            "The best of {count} simple views is {view}: {score:.3f} ({low:.3f} to {high:.3f}; "
            "chance {chance:.3f}). A network has to do better."
        ),
        (
            "{count}通りの単純な見方のうち最もよいのは{view}で、正答率{score:.3f}"
            "（{low:.3f}〜{high:.3f}、当てずっぽうなら{chance:.3f}）です。"
            "ネットワークはこれを上回る必要があります。"
        ),
    ),
    "view_predicts": (
        (
            "{target} nearly follows from a simple view, without any network: {view}, R2 "
            "{score:.3f} "
            "({low:.3f} to {high:.3f})."
        ),
        (
            "ネットワークがなくても、単純な見方から{target}がほぼ求まります。"
            "{view}で決定係数R2 {score:.3f}（{low:.3f}〜{high:.3f}）。"
        ),
    ),
    "best_predictor": (
        (
            "The best of {count} simple views of {target} is {view}: R2 {score:.3f} ({low:.3f} to "
            "{high:.3f}). A network has to do better."
        ),
        (
            "{target}について、{count}通りの単純な見方のうち最もよいのは{view}で、決定係数R2 "
            "{score:.3f}（{low:.3f}〜{high:.3f}）です。ネットワークはこれを上回る必要があります。"
        ),
    ),
    "nothing_found": (
        "nothing found among these {count} views",
        "これら{count}通りの見方では何も見つかりませんでした",
    ),
    "not_tried": (
        "There are too few examples to try simple views.",
        "例が少なすぎるため、単純な見方を試せませんでした。",
    ),
    "look_data": (
        "{title}   {what}, {train:,} + {test:,} examples of shape {shape}, seed {seed}",
        "{title}   {what}、例は訓練用{train:,}個とテスト用{test:,}個、形は{shape}、シード{seed}",
    ),
    "look_about": (
        "{what}, {train:,} + {test:,} examples of shape {shape}, seed {seed}",
        "{what}、例は訓練用{train:,}個とテスト用{test:,}個、形は{shape}、シード{seed}",
    ),
    "look_untitled": ("Data", "データ"),
    "look_classes": ("{count:,} classes", "{count:,}クラス"),
    "look_regression": ("regression of {target}", "{target}の回帰"),
    "look_views": (
        (
            "What each view tells by itself: held-out accuracy, 95 % interval, p for {count} views "
            "tried (chance {chance:.3f})"
        ),
        (
            "それぞれの見方だけでの正答率（訓練に使わないデータで）、95 %区間、"
            "{count}通り試したことを考慮したp値（当てずっぽうなら{chance:.3f}）"
        ),
    ),
    "look_predictors": (
        "What each view tells by itself: held-out R2, 95 % interval, p for {count} views tried",
        (
            "それぞれの見方だけでの決定係数R2（訓練に使わないデータで）、95 %区間、"
            "{count}通り試したことを考慮したp値"
        ),
    ),
    "look_all": ("all", "全体"),
    "look_mean": ("mean", "平均"),
    "look_variance": ("variance", "分散"),
    "look_min": ("min", "最小"),
    "look_max": ("max", "最大"),
    "look_train": ("train", "訓練用"),
    "look_test": ("test", "テスト用"),
    "look_wrote": ("Wrote {paths}", "{paths}に書きました"),
    "look_accuracy": ("Held-out accuracy", "正答率（訓練に使わないデータで）"),
    "look_r2": ("Held-out R2", "決定係数R2（訓練に使わないデータで）"),
    "look_chance": ("chance", "当てずっぽう"),
    "look_step": ("position in the sequence", "系列の中の位置"),
}

VIEWS: dict[str, tuple[str, str]] = {
    "mean": ("mean", "平均"),
    "variance": ("variance", "分散"),
    "extremes": ("smallest and largest value", "最小値と最大値"),
    "sorted_values": ("sorted values", "大きさの順に並べた値"),
    "lag1_autocorrelation": ("lag-1 autocorrelation", "ラグ1の自己相関"),
    "lag2_autocorrelation": ("lag-2 autocorrelation", "ラグ2の自己相関"),
    "lag3_autocorrelation": ("lag-3 autocorrelation", "ラグ3の自己相関"),
    "mean_absolute_difference": ("mean absolute difference", "隣との差の絶対値の平均"),
    "turning_points": ("turning points", "山と谷の割合"),
    "spectrum": ("spectrum", "スペクトル"),
    "pairs": ("pairs of neighbours", "隣り合う2つの値の組"),
    "triples": ("triples of neighbours", "隣り合う3つの値の組"),
    "first_value": ("first value", "最初の値"),
    "last_value": ("last value", "最後の値"),
    "position_of_maximum": ("position of the maximum", "最大値の位置"),
    "last_bits": ("last bits of the numbers", "数の末尾のビット"),
    "missing_values": ("missing values", "欠けている値"),
    "brightness": ("brightness", "明るさ"),
    "middle_brightness": ("brightness of the middle", "中央の明るさ"),
    "colour": ("colour", "色"),
    "contrast": ("contrast", "コントラスト"),
    "histogram": ("histogram of the pixels", "画素値のヒストグラム"),
    "border_pixels": ("border pixels", "縁の画素"),
    "corner_pixels": ("corner pixels", "四隅の画素"),
    "sharpness": ("sharpness", "鮮明さ"),
    "file_format": ("file format", "ファイル形式"),
    "file_size": ("file size", "ファイルサイズ"),
    "file_bytes": ("file size", "ファイルサイズ"),
    "file_width": ("width of the picture in the file", "ファイルの画像の幅"),
    "file_height": ("height of the picture in the file", "ファイルの画像の高さ"),
    "file_aspect": ("aspect of the picture in the file", "ファイルの画像の縦横比"),
    "file_mode": ("colour mode of the file", "ファイルのカラーモード"),
    "number": ("column {rest}", "{rest}列目"),
    "column": ("column {rest}", "「{rest}」列"),
    "missing": ("missing {rest}", "「{rest}」の欠け"),
    "fact": ("fact {rest}", "付随する値{rest}"),
    "file": ("{rest} of the file", "ファイルの{rest}"),
}


def view_name(view: str, lang: int = 0) -> str:
    """What a view is called; a name that is not listed is described by its kind.

    Args:
        view: its stable name, such as "lag1_autocorrelation", "column_3" or "fact:temperature".
        lang: 0 for English, 1 for Japanese.
    """
    if view in VIEWS:
        return VIEWS[view][lang]
    kind, _, rest = view.partition(":") if ":" in view else view.partition("_")
    kind = "number" if kind == "column" and rest.isdecimal() and ":" not in view else kind
    return VIEWS[kind][lang].format(rest=rest) if kind in VIEWS and rest else view
