// Names that others chose, on the page.
import assert from "node:assert/strict";
import test from "node:test";

import { visible } from "../../../src/miwake/studio/page/core/text.js";

test("what steers is shown, all else stays", () => {
  assert.equal(visible("a\u001b[2J\u202eb\u2066"), "a\\u001b[2J\\u202eb\\u2066");
  for (const text of ["data.label", "見分け\n\tx", "\u{1f468}\u200d\u{1f467}", ""]) {
    assert.equal(visible(text), text);
  }
});
