// SPDX-License-Identifier: Apache-2.0
// Topology files in YAML or JSON, which is a subset of YAML. Findings contain the line and column of the value concerned.
import { readFileSync, statSync } from "node:fs";
import { type Document, LineCounter, parseDocument, type YAMLError } from "yaml";
import { BorderGatewayError } from "../../provider/client/errors";
import { show } from "../../provider/kinds/values";
import { type Finding, findingText } from "./finding";
import { type Validation, validateTopology } from "./validateTopology";
import { firstDuplicate, keepDateKeys, mergedMaps } from "./yamlMaps";
import { type Place, YamlSource } from "./yamlSource";

/** Bytes. A topology of 200 sites, 50 segments and 40,000 hosts takes 2 MB. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** Maximum total number of nodes that aliases expand to. Nested aliases multiply. */
const MOST_ALIASES = 1000;

/** Maximum total number of maps that merge keys copy. Nested merge keys multiply. */
const MOST_MERGES = 100_000;

/** A finding with its place in a file. */
export interface PlacedFinding extends Finding {
  /** Omitted if the file could not be read. */
  readonly place?: Place;
}

/** Result of the validation of a topology file. */
export interface FileValidation extends Validation {
  readonly findings: readonly PlacedFinding[];
  /** Content of the file. `undefined` if it could not be read. */
  readonly topology: unknown;
}

/** Reads and validates a topology file. A file that cannot be read is reported as a finding. */
export function validateFile(file: string): FileValidation {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > LARGEST_FILE)
      return unreadable(`the file has ${size} bytes, and a topology file has at most ${LARGEST_FILE}. Split the mesh.`);
    text = readFileSync(file, "utf8");
  } catch (error) {
    return unreadable(whyUnread(error));
  }
  return validateText(text);
}

const UNREAD: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  ENOTDIR: "no such file: a part of the path is not a directory",
  EISDIR: "this is a directory, not a topology file",
  EACCES: "permission denied",
};

function whyUnread(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return UNREAD[code] ?? `cannot read the file: ${error instanceof Error ? error.message : error}`;
}

/** Validates the text of a topology file. Text that is nested too deeply for the parser or the rules is reported as a finding. */
export function validateText(text: string): FileValidation {
  try {
    return validateShallow(text);
  } catch (error) {
    if (error instanceof RangeError) return unreadable(TOO_DEEP);
    throw error;
  }
}

function validateShallow(text: string): FileValidation {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, logLevel: "error" });
  const source = new YamlSource(document, lines);
  // One mistake can cause several parser errors, so only the first is reported.
  const [error] = document.errors;
  if (error !== undefined) {
    const finding = { ...syntaxFinding(syntaxReason(error, document, source)), place: source.placeOf(error.pos[0]) };
    return { ...unreadable(""), findings: [finding] };
  }
  const topology = contentOf(document, source);
  if (topology === null) return unreadable('the file is empty. A topology needs at least "sites" and "segments".');
  if (topology instanceof BorderGatewayError) return unreadable(topology.message);
  const validation = validateTopology(topology, source);
  const findings = validation.findings
    .map((finding) => ({ ...finding, place: source.placeAt(finding.path) }))
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { ...validation, findings, topology };
}

/** The value of a document, or an error if it has none. */
function contentOf(document: Document.Parsed, source: YamlSource): unknown {
  if (mergedMaps(document, source) > MOST_MERGES)
    return new BorderGatewayError(`merge keys copy more than ${MOST_MERGES} maps. Write the values out instead.`);
  try {
    keepDateKeys(document);
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (/^Merge sources must be/.test(message))
      return new BorderGatewayError("a merge key (<<) can only merge maps. Write an alias of a map (<<: *anchor).");
    const reason = /alias count/.test(message) ? `aliases stand for more than ${MOST_ALIASES} values` : `cannot read the file: ${message}`;
    return new BorderGatewayError(`${reason}. Write the values out instead of aliases.`);
  }
}

/**
 * The topology of a file.
 *
 * @throws BorderGatewayError that lists all errors with line and column
 */
export function topologyOf(file: string): unknown {
  const { findings, topology } = validateFile(file);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new BorderGatewayError(errors.map((finding) => placedText(file, finding)).join("\n"));
  return topology;
}

/** The text of a finding with its place: `mesh.yaml:12:7: segments.web …`. */
export function placedText(file: string, finding: PlacedFinding): string {
  const at = finding.place === undefined ? file : `${file}:${finding.place.line}:${finding.place.column}`;
  return `${at}: ${findingText(finding)}`;
}

const TOO_DEEP = "the file is nested too deeply. Look for surplus brackets.";

function syntaxReason({ code, message, pos: [offset] }: YAMLError, document: Document.Parsed, source: YamlSource): string {
  if (code === "MULTIPLE_DOCS")
    return "a second document begins here. A topology file holds one document: move the second one to its own file.";
  const duplicate = code === "DUPLICATE_KEY" ? firstDuplicate(document, offset) : undefined;
  if (duplicate !== undefined)
    return `duplicate key ${show(duplicate.name)} (first defined on line ${source.placeOf(duplicate.first).line}).`;
  // The parser reports a stack overflow as an error of the text.
  if (/call stack/.test(message)) return TOO_DEEP;
  return `invalid YAML: ${message}.`;
}

const syntaxFinding = (reason: string): Finding => ({ path: [], rule: "syntax", severity: "error", reason });

function unreadable(reason: string): FileValidation {
  const { mesh } = validateTopology({});
  return { findings: [syntaxFinding(reason)], mesh, topology: undefined };
}
