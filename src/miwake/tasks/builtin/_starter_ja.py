"""均一か、むらがあるか？

このファイルを書き換えてください。ここにあるのは例にすぎません。
`miwake train このファイル` とすると、下の関数から60,000個の例を作り、
どの関数から来た例かを見分けるようネットワークを訓練し、新しい10,000個の例で試します。
"""

import numpy as np

LENGTH = 50  # 大文字なので設定になる: --set LENGTH=20 でその実行だけ変えられる


def even(rng):
    """関数がひとつのクラスで、その名前がラベルになる。例をひとつ返す。"""
    return rng.normal(0, 1, LENGTH)  # rngはNumPyのGenerator: rng.random()、rng.integers() など


def uneven(rng):
    """これも乱数だが、初めから終わりへ向けて少しずつ大きくなる。"""
    return rng.normal(0, 1, LENGTH) * np.linspace(0.8, 1.2, LENGTH)


# タスクのファイルには次のものも書ける（試すには # を消す）:
#
# def third(rng, n):                 # 速い書き方: 一度にn個の例、形は (n, LENGTH)
#     return rng.uniform(-2, 2, (n, LENGTH))
#
# def best(x):                       # 知っているかぎり最良の規則。ネットワークと比べられる
#     return (np.abs(x[:, LENGTH // 2 :]).mean(axis=1) > 0.8).astype(int)
#
# train, test, epochs = 60_000, 10_000, 5
