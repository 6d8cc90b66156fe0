// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import fc from "fast-check";
import { endpointIdentity, isSameEndpoint } from "../../../provider/client/endpointIdentity";

interface Endpoint {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  readonly path: readonly string[];
}

const DEFAULT_PORTS = { http: 80, https: 443 };

const label = fc.oneof(fc.constantFrom("a", "b", "v3"), fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/));
const endpoints: fc.Arbitrary<Endpoint> = fc.record({
  scheme: fc.constantFrom("http", "https"),
  host: fc.oneof(
    fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join(".")),
    fc.ipV4(),
    fc.constantFrom("[2001:db8::1]", "[::1]"),
  ),
  port: fc.oneof(fc.constantFrom(80, 443, 9696), fc.integer({ min: 1, max: 65535 })),
  // A last part that is a version would be taken for that of the API.
  path: fc.array(
    label.filter((part) => part !== "v2"),
    { maxLength: 2 },
  ),
});

/** Answers of a coin for each letter and each choice. */
const coins = fc.infiniteStream(fc.boolean());

/** One of the spellings of an endpoint. */
const spelt = fc.tuple(endpoints, coins).map(([endpoint, stream]) => ({ endpoint, text: spell(endpoint, stream) }));

function spell({ scheme, host, port, path }: Endpoint, stream: Iterator<boolean>): string {
  const coin = () => stream.next().value as boolean;
  const inCase = (text: string) => [...text].map((letter) => (coin() ? letter.toUpperCase() : letter)).join("");
  const dot = /[a-z]$/.test(host) && coin() ? "." : "";
  const portText = port === DEFAULT_PORTS[scheme] && coin() ? "" : `:${port}`;
  const slash = () => (coin() ? "//" : "/");
  const version = coin() ? `${slash()}${coin() ? "v2.0" : "v2"}` : "";
  return `${inCase(scheme)}://${inCase(host)}${dot}${portText}${path.map((part) => slash() + part).join("")}${version}${coin() ? slash() : ""}`;
}

test("all spellings of one endpoint have one identity", (t) => {
  fc.assert(
    fc.property(endpoints, coins, coins, (endpoint, one, other) => {
      const [a, b] = [spell(endpoint, one[Symbol.iterator]()), spell(endpoint, other[Symbol.iterator]())];
      return isSameEndpoint(a, b);
    }),
  );
  t.pass();
});

test("different endpoints have different identities, however they are spelt", (t) => {
  const key = ({ scheme, host, port, path }: Endpoint) => JSON.stringify([scheme, host, port, path]);
  fc.assert(
    fc.property(spelt, spelt, (one, other) => {
      fc.pre(key(one.endpoint) !== key(other.endpoint));
      return !isSameEndpoint(one.text, other.text);
    }),
  );
  t.pass();
});

test("near neighbours stay apart: scheme, port, host and each part of the path count, the letter case of the path too", (t) => {
  const all = [
    "https://neutron.test",
    "http://neutron.test",
    "https://neutron.test:9696",
    "https://neutron.test:80",
    "https://neutron.test.corp",
    "https://neutron.test/network",
    "https://neutron.test/Network",
    "https://neutron.test/network/a",
    "https://neutron.test/v3",
    "https://neutron.test/v2.0/network",
  ];
  t.is(new Set(all.map(endpointIdentity)).size, all.length);
});

test("the identity of an identity is itself, also if the text is not a URL", (t) => {
  for (const text of ["https://Neutron.test:443//v2.0/", "not a URL/", ""])
    t.is(endpointIdentity(endpointIdentity(text)), endpointIdentity(text));
});
