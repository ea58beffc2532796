"""What the command line's help says of commands and options: English -> Japanese.

Terminals break a line at spaces alone, so that long Japanese has some.
"""

HELP: dict[str, str] = {
    "Make your own dataset, teach a network to tell its classes apart, and know whether it really learned.": "自分のデータセットを作り、ネットワークに見分け方を教え、 本当に学習できたかどうかを確かめます。",
    "Print the version.": "バージョンを表示します。",
    "The language; by default that of the locale.": "表示する言語。 指定がなければ ロケールに従います。",
    "Print one JSON object and nothing else.": "JSONのオブジェクトを 1つだけ表示します。",
    # the commands
    "List the built-in tasks.": "組み込みの課題を一覧にします。",
    "Write a task file to change: by default a starter with two classes.": "書き換えて使う課題ファイルを作ります。 指定しなければ2クラスのひな形です。",
    "Show numbers, pictures, and what already tells the classes apart, before any network.": "ネットワークを使う前に、数値と図、 それだけで見分けられる手がかりを示します。",
    "Make the data, train a network, test it, keep the run.": "データを作り、ネットワークを訓練してテストし、実行を保存します。",
    "Hold networks and amounts of data against each other, with error bars.": "ネットワークやデータ量を、誤差の範囲つきで比べます。",
    "Try a trained network on fresh examples.": "訓練したネットワークを新しいデータで試します。",
    "Give labels to files, or to the first 20 test examples beside their answers.": "ファイルのラベルを答えます。 なければテストデータの先頭20個を、正解と並べて示します。",
    "Write a run's report again, perhaps in the other language.": "実行のレポートを書き直します。別の言語にもできます。",
    "Write a dataset of any size; started again, it goes on where it was.": "どんな大きさのデータセットでも作ります。 止まっても、もう一度始めれば続きから作ります。",
    "Open a page on this machine with the whole way on it: data, look, train, try.": "このコンピューターにページを開きます。 データを選ぶ、見る、訓練する、試す、のすべてができます。",
    # what they work on
    "The file to write.": "書くファイル。",
    "A built-in task to start from.": "もとにする組み込みの課題。",
    "A built-in task, a task file, or your own data.": "組み込みの課題、課題ファイル、 または手元のデータ。",
    "A built-in task or a task file.": "組み込みの課題か課題ファイル。",
    "A task file or your own data to begin with.": "はじめに開く課題ファイルか 手元のデータ。",
    "A run folder, such as runs/baker-1, or a .keras file.": "runs/baker-1 のような実行のフォルダか、 .keras ファイル。",
    "Pictures, .npy or .csv files.": "画像、.npy、.csv のファイル。",
    "A folder, or an address such as s3://bucket/name.": "フォルダか、 s3://bucket/name の ようなアドレス。",
    # options of data
    "How many examples to train on.": "訓練データの数。",
    "How many examples to test on.": "テストデータの数。",
    "Decides examples, first weights and orders.": "乱数の種。データ、 最初の重み、順番を 決めます。",
    "Change a setting of the task.": "課題の設定を変えます。",
    "Where the data lies (mnist: mnist.npz or a folder).": "データのある場所 （mnistなら mnist.npz か フォルダ）。",
    "The column to learn.": "学習する列。",
    "Columns not to use, with commas between.": "使わない列 （コンマ区切り）。",
    "Columns to show results against.": "結果を比べる列。",
    "What belongs together stays on one side: a column; for images a regular expression on the path.": "訓練とテストに分けずに まとめるもの。 表なら列、 画像ならパスの 正規表現。",
    "A folder to write the figures into.": "図を書くフォルダ。",
    "Compile functions that make one example, with numba; same bits.": "データを1つ作る関数を numbaで コンパイルします。 結果はビットまで 同じです。",
    # options of training
    "dense, conv, or a network in the task file.": "dense、conv、または 課題ファイルの ネットワーク。",
    "How often to go through all examples.": "すべてのデータを何回 くり返して学習するか。",
    "Examples a step.": "1ステップのデータの数。",
    "New examples every epoch, made while it trains.": "毎エポック、訓練しながら 作る新しいデータを 使います。",
    "Train from so many seeds, for a mean and its spread.": "いくつのシードで 訓練するか。平均と ばらつきがわかります。",
    "Don't look at the data, don't judge the result.": "データの様子を調べず、 結果の判定もしません。",
    "The folder in which runs are kept.": "実行を保存する フォルダ。",
    "Part each batch among all devices and processes.": "バッチをすべての デバイスとプロセスに 分けます。",
    "Go on with a training that was stopped; no TASK then.": "止まった訓練を続けます。 TASKは要りません。",
    "Networks, with commas between; by default dense, and conv where it fits.": "ネットワーク （コンマ区切り）。 指定がなければdenseと、 使える場合はconv。",
    "Amounts of training data, with commas between.": "訓練データの数 （コンマ区切り）。",
    "Train each from so many seeds.": "それぞれをいくつの シードで訓練するか。",
    "Try each class alone, too.": "クラスごとにも試します。",
    # options of making and of the studio
    "How many processes; by default all cores where that pays.": "プロセスの数。 指定がなければ、 得になる場合に すべてのコアを使います。",
    "A Dask scheduler whose workers do it.": "仕事をするワーカーのいる Daskスケジューラー。",
    "Read all that is there, make again what is damaged.": "あるものをすべて読み、 壊れたところを 作り直します。",
    "The port; 0 takes any that is free.": "ポート。0なら 空いているものを 使います。",
    "Open the page in the browser.": "ページをブラウザーで 開きます。",
}
