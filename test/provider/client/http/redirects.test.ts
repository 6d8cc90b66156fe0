// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { redirectTarget } from "../../../../provider/client/http/redirects";

const answer = (location: string | undefined, status = 302) => ({
  status,
  text: "",
  header: (name: string) => (name === "location" ? location : undefined),
});

const cases: readonly [from: string, location: string, safe: boolean][] = [
  ["http://n.test:9696/v2.0", "/v2.0/", true],
  ["http://n.test:9696/v2.0", "http://n.test:9696/other", true],
  ["http://n.test/v2.0", "https://n.test/v2.0", true],
  ["http://n.test:9696/v2.0", "https://n.test:9697/v2.0", true],
  ["https://n.test/v2.0", "http://n.test/v2.0", false],
  ["https://n.test/v2.0", "https://n.test:8443/v2.0", false],
  ["http://n.test/v2.0", "http://n.test:8080/v2.0", false],
  ["https://n.test/v2.0", "https://n.test.evil.test/v2.0", false],
  ["https://n.test/v2.0", "//evil.test/v2.0", false],
  ["https://n.test/v2.0", "https://n.test@evil.test/v2.0", false],
];
for (const [from, location, safe] of cases) {
  test(`${from} to ${location}: ${safe ? "followed" : "refused"}`, (t) => t.is(redirectTarget(from, answer(location))?.safe, safe));
}

test("no redirect: another status, no location, nonsense", (t) => {
  t.is(redirectTarget("http://n.test", answer("/x", 200)), undefined);
  t.is(redirectTarget("http://n.test", answer("/x", 304)), undefined);
  t.is(redirectTarget("http://n.test", answer(undefined)), undefined);
  t.is(redirectTarget("http://n.test", answer("http://[")), undefined);
});
