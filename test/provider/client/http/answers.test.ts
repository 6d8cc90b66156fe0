// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import fc from "fast-check";
import { catalogOf } from "../../../../provider/client/auth/catalog";
import { page, parse, refusalOf } from "../../../../provider/client/http/answers";

const answer = (text: string, type = "application/json") => ({
  status: 400,
  text,
  header: (name: string) => (name === "content-type" ? type : undefined),
});

test("any body at all gives a reason of one line", (t) => {
  const body = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((text) => `{"NeutronError": ${text}}`),
    fc.json().map((text) => `{"error": ${text}}`),
  );
  fc.assert(
    fc.property(body, fc.constantFrom("text/html", "application/json"), (text, type) => {
      const { reason } = refusalOf(answer(text, type));
      return typeof reason === "string" && reason !== "";
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

test("any catalog is read or left out", (t) => {
  fc.assert(fc.property(fc.jsonValue(), (value) => Array.isArray(catalogOf(value))));
  t.pass();
});

test("long bodies are shortened, titles are cleaned", (t) => {
  t.is(page(answer("x".repeat(500))), `not JSON: ${"x".repeat(200)}...`);
  t.is(page(answer("<html><TITLE lang=en>\n  502   Bad\nGateway </TITLE>")), 'a page titled "502 Bad Gateway", not an answer of the API');
  t.is(page(answer("<p>hello", "text/html")), "a page, not an answer of the API");
  t.deepEqual(parse("  \n"), { ok: true, value: undefined });
});
