"""The sentences of the verdict: key -> (English, Japanese)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "chance.above.accuracy": (
        "Better than chance: {score:.3f} against {chance:.3f} ({p}).",
        "当てずっぽうより良い結果です：正答率{score:.3f}、当てずっぽうなら{chance:.3f}（{p}）。",
    ),
    "chance.above.r2": (
        "Better than always answering the mean: R2 = {score:.3f} ({p}; the mean {chance:.0f}).",
        "常に平均を答えるより良い結果です：R2 = {score:.3f}（{p}、平均なら{chance:.0f}）。",
    ),
    "chance.barely.accuracy": (
        (
            "Perhaps better than chance: {score:.3f} against {chance:.3f} ({p}). More test examples "
            "would tell."
        ),
        (
            "当てずっぽうより良いかもしれません：正答率{score:.3f}、当てずっぽうなら{chance:.3f}（{p}）。"
            "テストデータを増やせばはっきりします。"
        ),
    ),
    "chance.barely.r2": (
        (
            "Perhaps better than always answering the mean: R2 = {score:.3f} ({p}; the mean gives "
            "{chance:.0f}). More test examples would tell."
        ),
        (
            "常に平均を答えるより良いかもしれません：R2 = {score:.3f}（{p}、平均なら{chance:.0f}）。"
            "テストデータを増やせばはっきりします。"
        ),
    ),
    "chance.failed.view": (
        (
            "The network is at chance ({score:.3f} against {chance:.3f}, {p}), but the examples can be "
            "told apart: {view} alone reaches {view_score:.3f}. The network failed, not the data."
        ),
        (
            "ネットワークは当てずっぽうと変わりません（{score:.3f}、当てずっぽうなら{chance:.3f}、{p}）。"
            "しかし見分けることはできます：{view}だけで{view_score:.3f}に達します。"
            "問題はデータではなくネットワークにあります。"
        ),
    ),
    "chance.failed.best": (
        (
            "The network is at chance ({score:.3f} against {chance:.3f}, {p}), but the examples can be "
            "told apart: `best` in the task file reaches {best:.3f}. The network failed, not the data."
        ),
        (
            "ネットワークは当てずっぽうと変わりません（{score:.3f}、当てずっぽうなら{chance:.3f}、{p}）。"
            "しかし見分けることはできます：課題ファイルの`best`は{best:.3f}に達します。"
            "問題はデータではなくネットワークにあります。"
        ),
    ),
    "chance.none.accuracy": (
        "No better than chance: {score:.3f} against {chance:.3f} ({p}).",
        "当てずっぽうと変わりません：正答率{score:.3f}、当てずっぽうなら{chance:.3f}（{p}）。",
    ),
    "chance.none.r2": (
        (
            "No better than always answering the mean: R2 = {score:.3f} ({p}; the mean gives "
            "{chance:.0f})."
        ),
        "常に平均を答えるのと変わりません：R2 = {score:.3f}（{p}、平均なら{chance:.0f}）。",
    ),
    "classes.stuck": (
        "Every answer is {name}: the network is stuck at one class.",
        "答えがすべて{name}です。ネットワークが1つのクラスから動いていません。",
    ),
    "classes.never": (
        "Never among the answers: {names}.",
        "一度も答えに出てこないクラスがあります：{names}。",
    ),
    "classes.uneven": (
        "{name} is found least: {score:.3f} ({low:.3f} to {high:.3f}).",
        "{name}の正答率が目立って低く、{score:.3f}です（{low:.3f}〜{high:.3f}）。",
    ),
    "classes.even": (
        "Each class is found; the least is {name}, {score:.3f} ({low:.3f} to {high:.3f}).",
        "どのクラスも見分けています。最も低い{name}で{score:.3f}です（{low:.3f}〜{high:.3f}）。",
    ),
    "views.better.number": (
        "One number does better: the {view} alone reaches {view_score:.3f}.",
        "たった1つの数のほうが上です：{view}だけで{view_score:.3f}に達します。",
    ),
    "views.better.rule": (
        "A simple rule does better: {view} alone reaches {view_score:.3f}.",
        "単純な規則のほうが上です：{view}だけで{view_score:.3f}に達します。",
    ),
    "views.equal.number": (
        "One number does as well: the {view} alone reaches {view_score:.3f}.",
        "たった1つの数で同じ結果になります：{view}だけで{view_score:.3f}に達します。",
    ),
    "views.equal.rule": (
        "A simple rule does as well: {view} alone reaches {view_score:.3f}.",
        "単純な規則でも同じ結果になります：{view}だけで{view_score:.3f}に達します。",
    ),
    "views.worse": (
        (
            "Better than the best simple view: {view} alone reaches {view_score:.3f}, the network "
            "{score:.3f}."
        ),
        "最も良い単純な見方より上です：{view}だけなら{view_score:.3f}、ネットワークは{score:.3f}です。",
    ),
    "views.nothing": (
        "Nothing found among {n} simple views that tells the examples apart.",
        "単純な見方{n}通りの中に、見分けられるものは見つかりませんでした。",
    ),
    "ceiling.reached": (
        "As good as the best known: {score:.3f}; `best` in the task file reaches {best:.3f}.",
        "知られている最良の規則に並びました：{score:.3f}（課題ファイルの`best`は{best:.3f}）。",
    ),
    "ceiling.near": (
        "Close to the best known: {score:.3f}; `best` in the task file reaches {best:.3f}.",
        "知られている最良の規則に近い結果です：{score:.3f}（課題ファイルの`best`は{best:.3f}）。",
    ),
    "ceiling.far": (
        (
            "The best possible is {best:.3f} (`best` in the task file); the network reaches "
            "{score:.3f}."
        ),
        "最良の規則なら{best:.3f}に達します（課題ファイルの`best`）。ネットワークは{score:.3f}です。",
    ),
    "ceiling.above": (
        (
            "Better than the best possible: {score:.3f}, but `best` in the task file reaches "
            "{best:.3f}. Either answers leak into the examples, or `best` is not the best."
        ),
        (
            "最良のはずの規則を上回っています：{score:.3f}に対し、課題ファイルの`best`は{best:.3f}です。"
            "正解が入力に漏れているか、`best`が最良ではないかのどちらかです。"
        ),
    ),
    "ceiling.useless": (
        (
            "`best` in the task file is itself no better than chance ({best:.3f}); it says nothing "
            "about the {score:.3f} of the network."
        ),
        (
            "課題ファイルの`best`そのものが当てずっぽうと変わりません（{best:.3f}）。"
            "ネットワークの{score:.3f}と比べる意味がありません。"
        ),
    ),
    "ceiling.unusable": (
        "`best` in the task file could not be used: {problem}.",
        "課題ファイルの`best`が使えませんでした：{problem}。",
    ),
    "ceiling.top": (
        "Hardly anything is left to find: {score:.3f} of 1.",
        "伸びる余地はほとんどありません：1に対して{score:.3f}です。",
    ),
    "ceiling.unknown": (
        "How much is possible is not known: {score:.3f} of 1. A `best` in the task file would say.",
        "どこまで可能かはわかりません：1に対して{score:.3f}です。課題ファイルに`best`を書けば比べられます。",
    ),
    "labels.chance": (
        "Trained on shuffled labels it learns nothing about the true ones, as it must ({train:,} examples, {seconds:.2f} s).",
        "正解ラベルをかき混ぜて訓練すると、当然ながら何も学習しません（{train:,}例、{seconds:.2f}秒）。",
    ),
    "labels.above": (
        "Trained on shuffled labels it still knows {score:.0%} of what there is to know about the true ones: something is wrong with the examples or the labels ({train:,} examples, {seconds:.2f} s).",
        "正解ラベルをかき混ぜて訓練したのに、本当のラベルの情報の{score:.0%}を知っています。データか正解ラベルに誤りがあります（{train:,}例、{seconds:.2f}秒）。",
    ),
    "order.matters.steps": (
        (
            "The order of the steps matters: {part_score:.3f} with it, {score:.3f} without (quick "
            "trainings on {train:,} examples, {seconds:.2f} s)."
        ),
        (
            "数の並ぶ順番が効いています：順番どおりなら{part_score:.3f}、かき混ぜると{score:.3f}"
            "（{train:,}例での短い訓練、{seconds:.2f}秒）。"
        ),
    ),
    "order.matters.pixels": (
        (
            "The places of the pixels matter: {part_score:.3f} with them, {score:.3f} without (quick "
            "trainings on {train:,} examples, {seconds:.2f} s)."
        ),
        (
            "画素の位置が効いています：そのままなら{part_score:.3f}、かき混ぜると{score:.3f}"
            "（{train:,}例での短い訓練、{seconds:.2f}秒）。"
        ),
    ),
    "order.same.steps": (
        (
            "The order of the steps does not matter: {part_score:.3f} with it, {score:.3f} without. "
            "The values alone tell (quick trainings on {train:,} examples, {seconds:.2f} s)."
        ),
        (
            "数の並ぶ順番は効いていません：順番どおりで{part_score:.3f}、かき混ぜても{score:.3f}。"
            "値だけで見分けています（{train:,}例での短い訓練、{seconds:.2f}秒）。"
        ),
    ),
    "order.same.pixels": (
        (
            "The places of the pixels do not matter: {part_score:.3f} with them, {score:.3f} without. "
            "Their values alone tell (quick trainings on {train:,} examples, {seconds:.2f} s)."
        ),
        (
            "画素の位置は効いていません：そのままで{part_score:.3f}、かき混ぜても{score:.3f}。"
            "明るさの値だけで見分けています（{train:,}例での短い訓練、{seconds:.2f}秒）。"
        ),
    ),
    "overfitting.none": (
        "No overfitting: {seen:.3f} on what it was trained on, {score:.3f} on what is new.",
        "過学習は見られません：訓練データで{seen:.3f}、テストデータで{score:.3f}です。",
    ),
    "overfitting.slight": (
        (
            "Slightly better on what it was trained on: {seen:.3f}, against {score:.3f} on what is new "
            "(difference {low:.3f} to {high:.3f})."
        ),
        (
            "訓練データのほうがやや上です：訓練データで{seen:.3f}、テストデータで{score:.3f}"
            "（差は{low:.3f}〜{high:.3f}）。"
        ),
    ),
    "overfitting.wide": (
        (
            "Overfitting: {seen:.3f} on what it was trained on, {score:.3f} on what is new (difference "
            "{low:.3f} to {high:.3f}). It learned part of the examples by heart."
        ),
        (
            "過学習です：訓練データで{seen:.3f}、テストデータで{score:.3f}（差は{low:.3f}〜{high:.3f}）。"
            "一部を丸暗記しています。"
        ),
    ),
    "overfitting.fresh": (
        "No example was met twice: {seen:.3f} on those of the last epoch, {score:.3f} on the test's.",
        (
            "同じデータには二度と出会っていません：最後のエポックのデータで{seen:.3f}、"
            "テストデータで{score:.3f}です。"
        ),
    ),
    "overfitting.unlike": (
        (
            "{seen:.3f} on the examples of the last epoch, {score:.3f} on the test's (difference "
            "{low:.3f} to {high:.3f}), although both are new to it: they are not alike. Does a function "
            "of the task keep something from call to call?"
        ),
        (
            "最後のエポックのデータで{seen:.3f}、テストデータで{score:.3f}です"
            "（差は{low:.3f}〜{high:.3f}）。どちらも新しいデータなのに差があるので、性質が"
            "違っています。課題の関数が、呼び出しのあいだで何かを覚えていませんか。"
        ),
    ),
    "epochs.settled": (
        (
            "Trained long enough: the last of {epochs} epochs changed little (test loss lowest after "
            "epoch {lowest})."
        ),
        (
            "訓練の長さは十分です：{epochs}エポックの最後ではほとんど変わっていません"
            "（テストの損失が最小なのは{lowest}エポック目）。"
        ),
    ),
    "epochs.falling": (
        "Still improving at the last of {epochs} epochs (test loss lowest after epoch {lowest}).",
        "{epochs}エポックの最後でもまだ良くなっています（テストの損失が最小なのは{lowest}エポック目）。",
    ),
    "epochs.enough": (
        "Trained long enough: after {epochs} epochs there is nothing left to gain (test loss lowest after epoch {lowest}).",
        "{epochs}エポックで十分です。これ以上良くする余地はありません（テストの損失が最小なのは{lowest}エポック目）。",
    ),
    "epochs.risen": (
        "The test loss was lowest after epoch {lowest} of {epochs} and has risen since.",
        "テストの損失は{epochs}エポック中{lowest}エポック目が最小で、その後は上がっています。",
    ),
    "training.ran": (
        "The training ran: its loss went from {first:.3f} to {last:.3f}.",
        "訓練は正常に終わりました：損失は{first:.3f}から{last:.3f}になりました。",
    ),
    "training.diverged": (
        (
            "The training broke down in epoch {epoch}: its numbers grew beyond all bounds. Use a lower "
            "learning rate, or smaller inputs."
        ),
        "{epoch}エポック目で訓練が発散しました。学習率を下げるか、入力の値を小さくしてください。",
    ),
    "training.dead": (
        "The network gives the same answer whatever it is shown: it learned nothing.",
        "何を入力しても同じ答えが返ります。ネットワークは何も学習していません。",
    ),
    "data.enough": (
        "Enough data: a part of it does as well ({curve}; {seconds:.2f} s).",
        "データは足りています：一部だけでも同じ結果です（{curve}、{seconds:.2f}秒）。",
    ),
    "data.new": (
        (
            "New examples helped ({curve}; {seconds:.2f} s): it met {n:,}, none of them twice, and more "
            "epochs bring more."
        ),
        (
            "新しいデータが効いています（{curve}、{seconds:.2f}秒）：{n:,}個を一度ずつ見ました。"
            "エポックを増やせば、さらに新しいデータで学べます。"
        ),
    ),
    "data.grew": (
        "More data did better ({curve}; {seconds:.2f} s).",
        "データが多いほど良い結果でした（{curve}、{seconds:.2f}秒）。",
    ),
    "data.helps": (
        "More data would help: it is still rising ({curve}; {seconds:.2f} s).",
        "データを増やすと良くなりそうです：まだ伸びています（{curve}、{seconds:.2f}秒）。",
    ),
    "facts.give_away": (
        (
            "The fact {name} alone gives the class of {fact_score:.3f} of the examples. If a class is "
            "not about it, the network may have learned it in its place."
        ),
        (
            "付随する値{name}だけで{fact_score:.3f}の例のクラスが決まります。"
            "それがクラスの意味でないなら、ネットワークはそちらを学習したのかもしれません。"
        ),
    ),
    "calibration.good": (
        (
            "It knows how sure it may be: on average {confidence:.3f} sure, {score:.3f} right "
            "(calibration error {error:.3f})."
        ),
        (
            "自信の度合いは適切です：平均の確信度{confidence:.3f}、正答率{score:.3f}"
            "（較正誤差{error:.3f}）。"
        ),
    ),
    "calibration.over": (
        (
            "Too sure of itself: on average {confidence:.3f} sure, {score:.3f} right (calibration "
            "error {error:.3f})."
        ),
        "自信がありすぎます：平均の確信度{confidence:.3f}、正答率{score:.3f}（較正誤差{error:.3f}）。",
    ),
    "calibration.under": (
        (
            "Less sure than it may be: on average {confidence:.3f} sure, {score:.3f} right "
            "(calibration error {error:.3f})."
        ),
        "自信がなさすぎます：平均の確信度{confidence:.3f}、正答率{score:.3f}（較正誤差{error:.3f}）。",
    ),
    "verdict.next": ("Next: {step}", "次の一手：{step}"),
    "verdict.and": (", ", "、"),
    "name.chance": ("better than chance", "当てずっぽうより良い"),
    "name.classes": ("every class found", "どのクラスも見分ける"),
    "name.views": ("better than simple views", "単純な見方より上"),
    "name.ceiling": ("near the best possible", "最良に近い"),
    "name.labels": ("nothing from shuffled labels", "ラベルを混ぜれば当てずっぽう"),
    "name.order": ("the order matters", "順番が効く"),
    "name.overfitting": ("no overfitting", "過学習なし"),
    "name.epochs": ("trained long enough", "訓練の長さは十分"),
    "name.training": ("trained to the end", "訓練は正常"),
    "name.data": ("enough data", "データは十分"),
    "name.calibration": ("well calibrated", "自信は適切"),
}
