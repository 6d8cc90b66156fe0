// SPDX-License-Identifier: Apache-2.0
// Text without quotes in a topology file: a YAML parser keeps it, or the validation reports the changed value.
import test from "ava";
import * as fc from "fast-check";
import { isScalar, parseDocument } from "yaml";
import { findingText } from "../../../sdk/mesh/finding";
import { validateText } from "../../../sdk/mesh/topologyFile";

const digit = (digits: string) => fc.constantFrom(...digits);
const joined = (part: fc.Arbitrary<string>, count: number, separator: string) =>
  fc.array(part, { minLength: count, maxLength: count }).map((parts) => parts.join(separator));
const octet = (digits: string) => joined(digit(digits), 2, "");

/** MAC addresses, names and numbers in spellings of which some parser makes something else. */
const scalars = fc.oneof(
  ...["0123456789", "012345", "0123456789abcdef", "0123456789e"].flatMap((digits) =>
    [":", "-", ""].map((separator) => joined(octet(digits), 6, separator)),
  ),
  joined(
    octet("0123456789").chain((one) => octet("0123456789").map((other) => one + other)),
    3,
    ".",
  ),
  fc.constantFrom(..."yes Yes YES no No NO on On off OFF true True false FALSE y n".split(" ")),
  fc.constantFrom(..."007 0o17 0x10 0b11 1_000 1e3 1E3 .5 5. -0 +1 1:40 190:20:30 .inf -.Inf .nan 12345678901234567890".split(" ")),
  fc.constantFrom(
    "2001-12-14",
    "2001-12-14t21:59:43.10-05:00",
    "2001-12-14 21:59:43",
    "null",
    "Null",
    "~",
    "=",
    "edge",
    "10.0.0.1",
    "1.2.3",
  ),
  fc.integer().map(String),
);

const versions = fc.constantFrom("1.1", "1.2");
const document = (version: string, text: string) => `%YAML ${version}\n---\n${text}`;

/** Each place of a topology that expects text, with the text in it. */
const PLACES: Readonly<Record<string, (text: string, scalar: string) => string>> = {
  router: (text) => mesh({ router: text }),
  tunnelIp: (text) => mesh({ tunnelIp: text }),
  site: (text) => mesh({ site: text }),
  network: (text) => mesh({ network: text }),
  host: (text) => mesh({ host: text }),
  hub: (text) => mesh({ hub: text }),
  key: (text, scalar) => mesh({ key: text, hub: JSON.stringify(scalar) }),
};

function mesh(given: Readonly<Record<string, string>>): string {
  const {
    router = "edge",
    tunnelIp = "203.0.113.1",
    site = "tokyo",
    network = "web",
    host = "02:00:00:00:00:aa",
    key = "a",
    hub = key,
  } = given;
  return `sites:
  ? ${key}
  : { router: ${router}, tunnelIp: ${tunnelIp}, site: ${site} }
  b: { router: edge-b, tunnelIp: 203.0.113.2 }
links: { hubs: [${hub}] }
segments:
  web:
    segmentationId: 100
    sites:
      ? ${key}
      : { network: ${network}, hosts: [${host}] }
      b: { network: web-b }
`;
}

const said = (text: string): string[] => validateText(text).findings.map(findingText);

test("text without quotes means the same as with quotes, or the message shows the changed value and recommends quotes", (t) => {
  let changed = 0;
  const runs = 5000;
  fc.assert(
    fc.property(scalars, versions, fc.constantFrom(...Object.keys(PLACES)), (scalar, version, place) => {
      const { contents } = parseDocument(document(version, scalar));
      const value = isScalar(contents) ? contents.value : undefined;
      const plain = said(document(version, PLACES[place]?.(scalar, scalar) ?? ""));
      const quoted = said(document(version, PLACES[place]?.(JSON.stringify(scalar), scalar) ?? ""));
      const isSameKey = place === "key" && (value instanceof Date || String(value) === scalar);
      if (typeof value === "string" || (isSameKey && value !== null)) return t.deepEqual(plain, quoted);
      // A name that stands as a key can be a number that is written in its one form.
      if (typeof value === "number" && String(value) === scalar && ["site", "hub", "key"].includes(place))
        return t.deepEqual(plain, quoted);
      // An optional value that is null is not given.
      if (value === null && ["router", "tunnelIp", "site", "network"].includes(place)) return t.notThrows(() => plain);
      changed += 1;
      const advice = `in quotes: ${JSON.stringify(scalar)}.`;
      return t.true(
        plain.some((text) => text.includes(advice)),
        `${version} ${place} ${scalar}: ${plain.join("\n")}`,
      );
    }),
    { numRuns: runs },
  );
  t.log(`${changed} of ${runs} were read as something else`);
  t.true(changed > runs / 10);
});

test("a number whose value depends on the parser is rejected as a segmentation id", (t) => {
  const numbers = fc.oneof(
    fc.nat(99).map((n) => `0${n}`),
    fc.tuple(fc.integer({ min: 1, max: 59 }), fc.integer({ min: 10, max: 59 })).map((parts) => parts.join(":")),
  );
  fc.assert(
    fc.property(numbers, versions, (number, version) => {
      const found = said(document(version, mesh({}).replace("segmentationId: 100", `segmentationId: ${number}`)));
      const { contents } = parseDocument(document(version, number));
      if (isScalar(contents) && contents.value === 0 && number === "0") return;
      t.is(found.length, 1, found.join("\n"));
      t.regex(found[0] ?? "", /^segments\.web\.segmentationId: /);
    }),
  );
  t.deepEqual(said(mesh({}).replace("segmentationId: 100", "segmentationId: 0x64")), []);
});
