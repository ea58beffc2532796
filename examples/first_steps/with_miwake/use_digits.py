"""Step 2 with miwake: the network of step 1 reads twenty digits that it was not trained on."""

import miwake

run = miwake.load_run("digits")
for one in run.predict_tests(20):
    print(f"prediction= {one.prediction} answer = {one.answer}")
