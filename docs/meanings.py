"""What each check asks, and how it finds out: name -> (English, Japanese)."""

MEANINGS: dict[str, tuple[str, str]] = {
    "training": (
        "Did the training itself go well? A loss that is no longer a number, or a network that "
        "answers the same whatever it sees, ends the verdict here.",
        "訓練そのものがうまく進んだかを見ます。損失が数でなくなったり、何を入れても同じ答えしか"
        "返さなくなったりしたときは、ほかの項目を調べずにここで終わります。",
    ),
    "chance": (
        "Is the result better than guessing? The accuracy is held against always giving the most "
        "frequent class (a regression: against always answering the mean), with an exact p-value.",
        "当てずっぽうより良いかを見ます。最も多いクラスをいつも答えた場合（回帰では、いつも平均を"
        "答えた場合）と正答率を比べ、正確なp値を出します。",
    ),
    "classes": (
        "Is every class found? Each class has its own accuracy and interval; a class that is never "
        "answered, or found clearly less often than the whole, is named.",
        "どのクラスも見分けているかを見ます。クラスごとに正答率と信頼区間を出し、一度も答えに"
        "出ないクラスや、目立って低いクラスを名指しします。",
    ),
    "views": (
        "What do simple rules reach? Single numbers and small rules, such as the mean or pairs of "
        "neighbours, are fitted on the training data and tested on the same test examples. A "
        "network that does not beat them has found nothing that they have not.",
        "ごく単純な見方でどこまで当たるかを見ます。平均や隣り合う値の組など、一つの数や小さな規則を"
        "訓練データに当てはめ、同じテストデータで試します。これを上回らないネットワークは、"
        "単純な見方以上のものを見つけていません。",
    ),
    "ceiling": (
        "How much is left to find? If the task file has a `best`, its accuracy on the same test "
        "examples is the best known.",
        "どこまで伸びる余地があるかを見ます。課題ファイルに`best`があれば、同じテストデータでの"
        "その正答率が、知られている限りの上限になります。",
    ),
    "labels": (
        "Does it learn nothing where there is nothing to learn? A short training on shuffled "
        "labels must end at chance; if it does not, answers leak into the examples.",
        "学ぶものがないときに、きちんと何も学ばないかを見ます。正解ラベルをかき混ぜた短い訓練は、"
        "当てずっぽうで終わるはずです。そうならなければ、正解が入力に漏れています。",
    ),
    "order": (
        "Does it matter where the numbers stand? Short trainings are held against others in which "
        "steps or pixels are shuffled, all examples in the same way each time.",
        "数の並びや画素の位置が効いているかを見ます。そのままの短い訓練と、並びをかき混ぜた短い訓練を"
        "比べます。",
    ),
    "overfitting": (
        "Does it know the training examples better than others? The interval of the difference "
        "between training and test accuracy tells.",
        "訓練データだけを覚え込んでいないかを見ます。訓練データとテストデータの正答率の差を、"
        "信頼区間つきで調べます。",
    ),
    "epochs": (
        "Was the training long enough? A loss that still falls at the end asks for more epochs; "
        "one that has risen again, for fewer.",
        "訓練の長さが足りているかを見ます。最後まで損失が下がり続けていればエポックを増やし、"
        "途中から上がっていれば減らします。",
    ),
    "data": (
        "Is there enough data, and was all of it read? Short trainings on parts of it show whether "
        "more would help; notes say how files were read, scaled, split or left out.",
        "データの量は十分か、すべて読めたかを見ます。一部だけを使った短い訓練から、増やせば良くなるかが"
        "わかります。ファイルの読み方、大きさの揃え方、分け方、読めなかったものもここに出ます。",
    ),
    "facts": (
        "Does a fact give the class away? If one named fact alone tells the classes apart, the "
        "network may have learned it in place of what was meant.",
        "付随する値がクラスを言い当てていないかを見ます。一つの値だけでクラスが決まるなら、"
        "ネットワークは本来のものではなくそれを学んだのかもしれません。",
    ),
    "calibration": (
        "Is it as sure as it may be? Among answers given with 80 % confidence, 80 % should be "
        "right.",
        "自信の度合いが適切かを見ます。確信度80 %の答えのうち、80 %が当たっているのが理想です。",
    ),
    "balance": (
        "Are the classes about equally many? Where one outnumbers the others, accuracy alone says "
        "little.",
        "クラスの数がそろっているかを見ます。一つだけ極端に多いと、正答率だけでは何もわかりません。",
    ),
    "constant": (
        "Do the examples differ at all? All alike, all of one class alike, or blank ones are told.",
        "例に違いがあるかを見ます。すべて同じ、あるクラスだけすべて同じ、白紙、といったものを知らせます。",
    ),
    "copies": (
        "Do test examples stand among the training examples, too? Then the test measures memory.",
        "テストデータが訓練データにも入っていないかを見ます。入っていれば、測っているのは記憶力です。",
    ),
    "near_copies": (
        "Are test examples nearly equal to training examples, far nearer than neighbours are?",
        "テストデータに、訓練データとほとんど同じもの（隣どうしよりはるかに近いもの）がないかを見ます。",
    ),
    "contradicting": (
        "Do equal examples have different labels? Nobody can get both right.",
        "同じ例に違う正解ラベルが付いていないかを見ます。両方に正解することはできません。",
    ),
    "repeats": (
        "Does an example stand in the same part more than once?",
        "同じ組の中に同じ例が何度も入っていないかを見ます。",
    ),
    "fact_in_input": (
        "Does a fact that gives the label away stand in the input itself?",
        "正解ラベルを言い当てる値が、入力そのものに入っていないかを見ます。",
    ),
    "last_bits": (
        "Are the classes told apart by the last bits of their numbers? That is how they were "
        "computed, not what they mean.",
        "数の末尾のビットだけで見分けられないかを見ます。それは計算のしかたの違いであって、"
        "数の意味ではありません。",
    ),
    "file": (
        "Do the files give the class away, by their format, size or colour mode?",
        "形式や大きさ、カラーモードなど、ファイルの違いだけでクラスがわからないかを見ます。",
    ),
    "image": (
        "Does the look of the pictures as a whole (brightness, colour, contrast) tell the classes "
        "apart?",
        "明るさや色、コントラストなど、画像全体の様子だけで見分けられないかを見ます。",
    ),
    "edge": (
        "Do border or corners tell the classes apart, and the middle does not? A watermark, a "
        "date or a frame does that.",
        "縁や四隅だけで見分けられ、中央では見分けられない、ということがないかを見ます。"
        "透かしや日付、枠がその原因になります。",
    ),
    "one_class": (
        "Can one class be told from all others by one simple view?",
        "単純な見方一つで、あるクラスだけをほかから見分けられないかを見ます。",
    ),
}
