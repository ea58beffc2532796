"""The sentences of the report: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "report.title": ("{title} – miwake report", "{title} – miwakeレポート"),
    "report.made": (
        ("{network} network · {train:,} examples for training, {test:,} for testing · seed {seed}"),
        ("ネットワーク：{network} · 訓練データ{train:,}個、テストデータ{test:,}個 · シード{seed}"),
    ),
    "report.interrupted": (
        "Interrupted after {epochs} of {asked} epochs.",
        "{asked}エポック中{epochs}エポックで中断しました。",
    ),
    "report.interrupted.repeats": (
        "Interrupted after {repeats} of {asked} repeats.",
        "{asked}回のくり返しのうち{repeats}回で中断しました。",
    ),
    # The result
    "report.accuracy": ("Accuracy", "正答率"),
    "report.accuracy.test": ("Test accuracy", "テストデータの正答率"),
    "report.r2": ("R2", "R2"),
    "report.score.accuracy": ("accuracy", "正答率"),
    "report.score.r2": ("R2", "R2"),
    "report.r2.test": ("R2 on the test examples", "テストデータでのR2"),
    "report.interval": (
        "95 % interval: {low:.3f} to {high:.3f}",
        "95 %信頼区間：{low:.3f}〜{high:.3f}",
    ),
    "report.repeats": (
        "{n} seeds: {mean:.4f} ± {sd:.4f} ({min:.4f} to {max:.4f})",
        "シード{n}通りの平均：{mean:.4f} ± {sd:.4f}（{min:.4f}〜{max:.4f}）",
    ),
    "report.chance": ("chance: {chance:.3f}", "当てずっぽう：{chance:.3f}"),
    "report.loss": ("test loss: {loss:.4f}", "テストの損失：{loss:.4f}"),
    "report.errors": (
        "mean absolute error {mae:.4g} · root mean square error {rmse:.4g}",
        "平均絶対誤差 {mae:.4g} · 二乗平均平方根誤差 {rmse:.4g}",
    ),
    # The verdict
    "report.verdict": ("What this is worth", "この結果をどう見るか"),
    "report.verdict.none": (
        "Nobody judged this result: the training was interrupted, or done without checks.",
        "この結果は判定されていません。訓練が中断されたか、判定なしで行われました。",
    ),
    "report.next": ("Try next", "次の一手"),
    "report.status.bad": ("Problem", "問題"),
    "report.status.warning": ("Careful", "注意"),
    "report.status.note": ("Note", "参考"),
    "report.status.good": ("Good", "良好"),
    # The network beside others
    "report.beside": ("How it compares", "ほかと比べると"),
    "report.beside.caption": (
        (
            "The mark is the {score} on the test examples, the band its 95 % interval. Two that "
            "lie within each other's bands may as well be equal."
        ),
        (
            "縦の線がテストデータでの{score}、帯はその95 %信頼区間です。"
            "互いの帯に入っていれば、差はないかもしれません。"
        ),
    ),
    "report.guide.accuracy": (
        "The dashed line is chance, {guide:.3f}.",
        "破線は当てずっぽうの正答率{guide:.3f}です。",
    ),
    "report.guide.r2": (
        "The left end, 0, is always answering the mean.",
        "左端の0は、常に平均を答えた場合です。",
    ),
    "report.network": ("this network ({network})", "このネットワーク（{network}）"),
    "report.view": ("best simple view: {name}", "最も良い単純な見方：{name}"),
    "report.best": ("`best` in the task file", "課題ファイルの`best`"),
    "report.name": ("Name", "名前"),
    "report.n": ("Examples", "例の数"),
    "report.range": ("95 % interval", "95 %信頼区間"),
    "report.views": ("Simple views beside the network", "単純な見方とネットワーク"),
    "report.views.caption": (
        (
            "Each view is one number or a few numbers of an example, and a small rule that sees "
            "nothing else. What a simple view already tells needs no network."
        ),
        (
            "それぞれの見方は、例から取り出した1つまたは少数の数と、それだけを見る単純な規則です。"
            "単純な見方でわかることに、ネットワークは要りません。"
        ),
    ),
    "report.views.more": ("{n} more views did no better.", "ほかの{n}通りはこれ以下でした。"),
    # Learning
    "report.learning": ("Learning", "訓練の経過"),
    "report.learning.caption": (
        (
            "Both lines should go the right way together. Where the training goes on to improve "
            "and the test turns back, overfitting begins. The training's figures are means over "
            "each epoch, so the test may well start ahead."
        ),
        (
            "2本の線がそろって良くなっていけば順調です。訓練データだけが良くなり、"
            "テストデータが悪くなりはじめたら過学習です。訓練データの値は各エポックの途中の平均なので、"
            "はじめはテストデータのほうが良く見えることがあります。"
        ),
    ),
    "report.learning.said": ("{name} by epoch: {lines}", "エポックごとの{name}：{lines}"),
    "report.from_to": (
        "{name} from {first:.4g} to {last:.4g}",
        "{name}は{first:.4g}から{last:.4g}",
    ),
    "report.epoch": ("epoch", "エポック"),
    "report.training": ("training", "訓練データ"),
    "report.test": ("test", "テストデータ"),
    "report.metric.loss": ("Loss", "損失"),
    "report.metric.accuracy": ("Accuracy", "正答率"),
    "report.metric.r2": ("R2", "R2"),
    "report.metric.mean_absolute_error": ("Mean absolute error", "平均絶対誤差"),
    # Classes
    "report.classes": ("Class by class", "クラスごとの正答率"),
    "report.classes.caption": (
        (
            "The share of right answers among the test examples of each class, with its 95 % "
            "interval. The line runs from {low} to {high}."
        ),
        (
            "各クラスのテストデータのうち、正しく答えた割合とその95 %信頼区間です。"
            "横線の左端は{low}、右端は{high}です。"
        ),
    ),
    "report.classes.least": (
        "The {n} classes that are found least, of {all}.",
        "{all}クラスのうち、正答率の低い{n}クラスです。",
    ),
    "report.class": ("Class", "クラス"),
    "report.confusion": ("What is taken for what", "混同行列"),
    "report.confusion.caption": (
        (
            "A row a class, a column an answer: how many test examples of the class got the "
            "answer. What stands on the diagonal is right."
        ),
        "行が正解ラベル、列がネットワークの答えで、数はテストデータの個数です。対角線上が正解です。",
    ),
    "report.confusion.most": (
        "The most frequent mistakes on the test examples.",
        "テストデータで最も多かった間違いです。",
    ),
    "report.truth": ("True label", "正解ラベル"),
    "report.truth.value": ("true value", "正解の値"),
    "report.answer": ("Answer", "答え"),
    "report.count": ("Times", "回数"),
    # Examples
    "report.mistakes": ("The surest mistakes", "自信満々の間違い"),
    "report.mistakes.caption": (
        (
            "Wrong, and most sure of it. Look for wrong labels, for two things in one example, and "
            "for what they have in common."
        ),
        (
            "間違えたもののうち、確信度が最も高かったものです。正解ラベルの誤り、"
            "1つの例に2つのものが写っている例、共通する特徴がないか見てください。"
        ),
    ),
    "report.hits": ("The least sure hits", "自信のない正解"),
    "report.hits.caption": (
        "Right, but only just: this is where one class meets the next.",
        "正解したものの、迷った例です。クラスとクラスの境目がここにあります。",
    ),
    "report.largest": ("The largest errors", "誤差の大きい例"),
    "report.largest.caption": (
        "The answers farthest from the truth.",
        "正解から最も遠い答えになった例です。",
    ),
    "report.smallest": ("The smallest errors", "誤差の小さい例"),
    "report.smallest.caption": (
        "The answers nearest to the truth.",
        "正解に最も近い答えになった例です。",
    ),
    "report.none_wrong": ("There is none: every answer is right.", "ありません。すべて正解です。"),
    "report.none_right": (
        "There is none: every answer is wrong.",
        "ありません。すべて間違いです。",
    ),
    "report.cut": ("The first {n} steps of each are shown.", "それぞれ最初の{n}個の数を示します。"),
    "report.example": ("Test example {place}", "テストデータ{place}番"),
    "report.wrong": ("{answer}, not {truth}", "{answer}と回答、正解は{truth}"),
    "report.right": ("{answer}", "{answer}"),
    "report.valued": ("{answer:.4g}, true: {truth:.4g}", "{answer:.4g}、正解は{truth:.4g}"),
    "report.sure": ("{share:.1%} sure", "確信度{share:.1%}"),
    # Facts
    "report.crossing": (
        "At {fact} = {value} the network finds {first} and {second} equally likely.",
        "{fact} = {value} のところで、ネットワークは{first}と{second}を五分五分とみています。",
    ),
    "report.crossing.caption": (
        (
            "In brackets the standard error, in units of the last digit: what other test examples "
            "and, with --repeats, other seeds would change."
        ),
        (
            "かっこの中は標準誤差で、最後の桁の単位です。テストデータを選び直したときと、"
            "--repeats を付けたならシードを変えたときの、ばらつきを表します。"
        ),
    ),
    "report.facts": ("Against each fact", "付随する値ごとの結果"),
    "report.facts.accuracy": (
        (
            "The accuracy for test examples of about the same value, with 95 % intervals: where it "
            "is low, the task is hard or examples are few."
        ),
        (
            "値がほぼ同じテストデータごとの正答率と95 %信頼区間です。低いところは、課題が難しいか、"
            "例が足りません。"
        ),
    ),
    "report.facts.error": (
        ("The mean absolute error for test examples of about the same value, with 95 % intervals."),
        "値がほぼ同じテストデータごとの平均絶対誤差と95 %信頼区間です。",
    ),
    "report.facts.said": ("{score} against {name}", "{name}ごとの{score}"),
    # Calibration
    "report.calibration": ("Is it as sure as it is right?", "確信度は当てになるか"),
    "report.calibration.caption": (
        (
            "Answers of about the same confidence, and how many of them are right. On the dashed "
            "line 80 % sure means 80 % right; below it, the network is too sure of itself."
        ),
        (
            "確信度がほぼ同じ答えを集め、実際の正答率を示しました。破線上なら、"
            "確信度80 %の答えがちょうど80 %正解です。破線より下では自信がありすぎます。"
        ),
    ),
    "report.confidence": ("confidence", "確信度"),
    # Regression
    "report.values": ("Answers against the truth", "答えと正解の値"),
    "report.values.points": ("Each test example", "テストデータ1つずつ"),
    "report.values.caption": (
        "A point a test example; on the dashed line the answer is exact.",
        "1点が1つのテストデータです。破線上なら答えは正確です。",
    ),
    "report.values.part": (
        "{n:,} of {all:,} test examples are drawn.",
        "テストデータ{all:,}個のうち{n:,}個を描きました。",
    ),
    "report.residuals": ("Residuals", "残差"),
    "report.residuals.caption": (
        (
            "How often the answer lies how far above (right) or below (left) the truth. A peak "
            "beside 0 means that it answers too high or too low throughout."
        ),
        (
            "答えから正解を引いた差の分布です。山が0からずれていれば、"
            "全体に高すぎるか低すぎる答えになっています。"
        ),
    ),
    "report.residual": ("answer less truth", "答え−正解"),
    # What was used
    "report.used": ("What was used", "使ったもの"),
    "report.used.task": ("Task", "課題"),
    "report.used.origin": ("Read from", "読み込み元"),
    "report.used.data": ("Data", "データ"),
    "report.used.network": ("Network", "ネットワーク"),
    "report.used.train": ("Examples for training", "訓練データ"),
    "report.used.test": ("Examples for testing", "テストデータ"),
    "report.used.epochs": ("Epochs", "エポック数"),
    "report.used.batch_size": ("Batch size", "バッチサイズ"),
    "report.used.seed": ("Seed", "シード"),
    "report.used.sha256": ("SHA-256 of the task", "課題のSHA-256"),
    "report.settings": ("Settings", "設定"),
    "report.settings.changed": ("changed", "変更"),
    "report.versions": ("Versions", "バージョン"),
    "report.seconds": ("Seconds", "所要時間（秒）"),
    "report.seconds.import": ("loading Keras", "Kerasの読み込み"),
    "report.seconds.data": ("making examples", "データの作成"),
    "report.seconds.build": ("building the network", "ネットワークの構築"),
    "report.seconds.compile": ("compiling", "コンパイル"),
    "report.seconds.fit": ("training", "訓練"),
    "report.seconds.repeats": ("other seeds", "ほかのシードでの訓練"),
    "report.seconds.evaluate": ("testing", "テスト"),
    "report.seconds.look": ("looking at the data", "データの下見"),
    "report.seconds.verdict": ("judging the result", "結果の判定"),
    "report.source": ("The task file", "課題ファイル"),
    "report.absent": (
        (
            "Examples, confusions and curves of confidence are left out: the test examples could "
            "not be had again."
        ),
        "テストデータを再び用意できなかったため、例、混同行列、確信度の図は省きました。",
    ),
}
