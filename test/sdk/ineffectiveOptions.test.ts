// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { ineffectiveOptions } from "../../sdk/ineffectiveOptions";

test("options without an effect are named, with what to do instead", (t) => {
  const [timeouts, replace, ...others] = ineffectiveOptions({
    customTimeouts: { create: "5s" },
    replaceOnChanges: ["entries[0].vtepAddress"],
  });
  t.regex(timeouts ?? "", /"customTimeouts" has no effect.*api_timeout/);
  t.regex(replace ?? "", /"replaceOnChanges" has no effect.*pulumi up --replace/);
  t.deepEqual(others, []);
});

test("other options are not mentioned", (t) => {
  t.deepEqual(ineffectiveOptions({ protect: true, replaceOnChanges: [], ignoreChanges: ["name"] }), []);
});
