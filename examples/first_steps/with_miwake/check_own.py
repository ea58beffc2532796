"""Step 4 with miwake: is the network of step 3 equally good at both classes?"""

from train_own import baker, random

import miwake

run = miwake.load_run("own")
task = miwake.Task(random=random, baker=baker)
fresh = task.make(train=1, test=2000, seed=1)
answers = run.predict(fresh.x_test)
for number, name in enumerate(fresh.classes):
    mine = [one for one, y in zip(answers, fresh.y_test, strict=True) if y == number]
    right = sum(one.prediction == name for one in mine) / len(mine)
    print(f"When everything is {name}: Test Accuracy = {right:.3f}")
