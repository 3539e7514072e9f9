import assert from "node:assert/strict";
import { test } from "node:test";

import { withoutMessages } from "../src/hover";

test("a message that the editor shows is not repeated", () => {
  const text = "**name is missing** ([schema/required](https://x/y))\n\nWhy.";
  assert.equal(withoutMessages(text, ["name is missing [package]"]), "[schema/required](https://x/y)\n\nWhy.");
  assert.equal(withoutMessages(text, ["another"]), text);
});
