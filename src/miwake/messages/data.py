"""The sentences about data that a user brought: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "data.streamed": (
        (
            "The examples for training are {gigabytes:.2g} GB, more than the {limit:.2g} GB that are "
            "read into memory, so they come from disk while it trains; what is looked at are "
            "{sample:,} of them. Tests are on {test:,}."
        ),
        (
            "訓練データが{gigabytes:.2g} GBあり、メモリに読み込む上限の{limit:.2g} GBを超えるため、"
            "訓練しながらディスクから読みます。データの様子は、そのうち{sample:,}個で調べます。"
            "テストには{test:,}個を使います。"
        ),
    ),
    "waited.fresh": (
        "Training waited {wait} of {fit} for new examples: making them takes longer than learning.",
        "訓練{fit}のうち{wait}は、新しいデータを待っていました。作るほうが学習より時間がかかっています。",
    ),
    "waited.disk": (
        "Training waited {wait} of {fit} for the disk.",
        "訓練{fit}のうち{wait}は、ディスクを待っていました。",
    ),
    "data.jit": (
        "Compiled by numba, with the same bits as plain Python: {names}.",
        "numbaでコンパイルしました（ビットまでPythonと同じ結果です）：{names}",
    ),
    "data.jit.refused": (
        "{name} runs as plain Python, because numba can't compile it: {why}",
        "{name}は普通のPythonのまま動かします。numbaではコンパイルできません：{why}",
    ),
    "data.jit.differs": (
        "{name} runs as plain Python, because numba's numbers differ from Python's, if only in a last bit (x ** 2 does, x * x does not).",
        "{name}は普通のPythonのまま動かします。numbaの結果がPythonとビット単位で一致しません（たとえばx ** 2は一致せず、x * xなら一致します）。",
    ),
    "data.jit.facts": (
        "{name} runs as plain Python, because its facts differ when numba makes them.",
        "{name}は普通のPythonのまま動かします。numbaで作ると、添えた値がPythonと一致しません。",
    ),
    "data.jit.fact": (
        "{name} runs as plain Python, because its fact {fact} is no number.",
        "{name}は普通のPythonのまま動かします。添えた値{fact}が数ではありません。",
    ),
    "data.jit.returns": (
        "{name} runs as plain Python, because no compiled loop can collect {what}; return an array, a list or a number.",
        "{name}は普通のPythonのまま動かします。{what}はコンパイルしたループでは集められません。配列、リスト、数のどれかを返してください。",
    ),
    "data.jit.types": (
        "{name} runs as plain Python, because its numbers are {one} in some examples and {other} in others.",
        "{name}は普通のPythonのまま動かします。数の型がデータによって{one}だったり{other}だったりします。",
    ),
    "data.jit.prints": (
        "{name} runs as plain Python, because {what} does something else in compiled code.",
        "{name}は普通のPythonのまま動かします。{what}はコンパイルすると動作が変わります。",
    ),
    "data.jit.draws": (
        "{name} runs as plain Python, because it draws from {what}; draw from rng.",
        "{name}は普通のPythonのまま動かします。{what}の乱数を使っています。rngから引いてください。",
    ),
    "data.jit.state": (
        "{name} runs as plain Python, because a function of the file changes {what} while it runs.",
        "{name}は普通のPythonのまま動かします。ファイルの中の関数が、実行中に{what}を書き換えます。",
    ),
    "data.jit.batch": (
        "Not compiled, since they make many examples a call already: {names}.",
        "一度にたくさん作る関数なので、コンパイルしません：{names}",
    ),
    "data.fresh.beside": (
        "Every epoch gets {n:,} new examples, made by other processes while it trains.",
        "毎エポック、新しいデータを{n:,}個使います。訓練中に別のプロセスが作ります。",
    ),
    "data.fresh.here": (
        "Every epoch gets {n:,} new examples; training waits while they are made.",
        "毎エポック、新しいデータを{n:,}個使います。作っているあいだ訓練は待ちます。",
    ),
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
    "data.skipped": (
        "Passed over: {hidden:,} hidden files and {foreign:,} that are no pictures of a class.",
        "隠しファイル{hidden:,}個と、クラスの画像ではないファイル{foreign:,}個は読みませんでした。",
    ),
    "data.unreadable": (
        "{n:,} pictures can't be read and are left out: {names}.",
        "読めなかった画像が{n:,}枚あり、除きました: {names}",
    ),
    "data.scaled": (
        "Pictures of {low} to {high} pixels are scaled to {size}, their aspect kept.",
        "大きさの違う画像({low}〜{high}ピクセル)を、縦横比を保って{size}にそろえました。",
    ),
    "data.alike": (
        (
            "{n:,} pictures are equal or nearly equal to another ({groups:,} groups); each group "
            "lies on one side, training or testing."
        ),
        (
            "同じ、またはほとんど同じ画像が{n:,}枚({groups:,}組)あります。"
            "同じ組の画像が訓練用とテスト用に分かれないようにしました。"
        ),
    ),
    "data.leak": (
        (
            "{n:,} pictures for testing are equal or nearly equal to one for training, so the test "
            "shows too much; take them out of one of the two folders."
        ),
        (
            "テスト用の画像のうち{n:,}組は訓練用の画像と同じか、ほとんど同じです。テストの結果が"
            "実際より良く出るので、どちらかのフォルダから除いてください。"
        ),
    ),
    "data.twice": (
        (
            "{n:,} pictures lie in more than one class, equal or nearly equal: one of the labels "
            "must be wrong."
        ),
        (
            "同じ、またはほとんど同じ画像が複数のクラスに入っています({n:,}組)。"
            "どちらかのラベルが間違いのはずです。"
        ),
    ),
    "data.untested": (
        (
            "No example for testing of {names} ({n:,} classes): what the network makes of them "
            "stays unknown."
        ),
        (
            "{names} にはテスト用のデータがありません({n:,}クラス)。"
            "見分けられるかどうかは確かめられません。"
        ),
    ),
    "data.label": (
        "The column {label} is learned; --label COLUMN names another.",
        "{label} の列を学習します。別の列にするには --label 列名 を使います。",
    ),
    "data.unlabelled": (
        "{n:,} rows without {label} are left out.",
        "{label} が空の{n:,}行は除きました。",
    ),
    "data.left.index": (
        "Left out: {names}, which just counts the rows.",
        "行番号にすぎない列は使いません: {names}",
    ),
    "data.left.empty": (
        "Left out: {names}, without any value.",
        "値が一つもない列は使いません: {names}",
    ),
    "data.left.differ": (
        "Left out: {names}, whose texts are different in every row.",
        "文字列がすべての行で違う列は使いません: {names}",
    ),
    "data.left.other": (
        "Left out: {names}, which are neither numbers nor texts nor dates.",
        "数値でも文字列でも日付でもない列は使いません: {names}",
    ),
}
