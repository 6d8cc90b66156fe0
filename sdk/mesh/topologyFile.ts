// SPDX-License-Identifier: Apache-2.0
// A topology as a file of YAML or JSON, which is YAML too. Findings carry the line and column of what they are about.
import { readFileSync, statSync } from "node:fs";
import { type Document, isMap, isNode, isPair, LineCounter, type ParsedNode, parseDocument, type YAMLError } from "yaml";
import { BorderGatewayError } from "../../provider/client/errors";
import { type Finding, findingText, type Path } from "./finding";
import { type Validation, validateTopology } from "./validateTopology";

/** Bytes. The topology of 200 sites, 50 segments and 40,000 hosts takes 2 MB. */
const LARGEST_FILE = 16 * 1024 * 1024;
/** Nodes that aliases may stand for, all together: nested ones multiply. */
const MOST_ALIASES = 1000;

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface PlacedFinding extends Finding {
  /** Absent where the file could not be read at all. */
  readonly place?: Place;
}

export interface FileValidation extends Validation {
  readonly findings: readonly PlacedFinding[];
  /** What the file holds; `undefined` where it could not be read. */
  readonly topology: unknown;
}

/** Reads and validates a topology file. A file that cannot be read is a finding, too. */
export function validateFile(file: string): FileValidation {
  let text: string;
  try {
    const { size } = statSync(file);
    if (size > LARGEST_FILE) return unreadable(`has ${size} bytes; a topology file has at most ${LARGEST_FILE}. Split the mesh`);
    text = readFileSync(file, "utf8");
  } catch (error) {
    return unreadable(whyUnread(error));
  }
  return validateText(text);
}

const UNREAD: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file. Look for a slip in its name, or make it",
  ENOTDIR: "there is no such file: a part of its path is no folder. Look for a slip in its name",
  EISDIR: "is a folder, and a topology is a file. Name the file in it",
  EACCES: "may not be read by this user. Give the user the right to, or use another",
};

function whyUnread(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  return UNREAD[code] ?? `cannot be read: ${error instanceof Error ? error.message : error}`;
}

/** What is nested so deeply that a parser or a rule cannot follow is no topology, however well it is written. */
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
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0)
    return {
      ...unreadable(""),
      findings: document.errors.map((error) => ({
        ...syntaxFinding(syntaxReason(error)),
        place: placeAt(error.pos[0]),
      })),
    };
  let topology: unknown;
  try {
    topology = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const reason = /alias count/.test(message)
      ? `has aliases that stand for more than ${MOST_ALIASES} values`
      : `cannot be read: ${message}`;
    return unreadable(`${reason}. Write the values out instead of aliases`);
  }
  const validation = validateTopology(topology);
  const findings = validation.findings
    .map((finding) => ({ ...finding, place: placeAt(offsetOf(document, finding.path)) }))
    .sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { ...validation, findings, topology };
}

/** The topology of a file. @throws BorderGatewayError with everything that is wrong, where it is */
export function topologyOf(file: string): unknown {
  const { findings, topology } = validateFile(file);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new BorderGatewayError(errors.map((finding) => placedText(file, finding)).join("\n"));
  return topology;
}

/** `mesh.yaml:12:7: segments.web …`. */
export function placedText(file: string, finding: PlacedFinding): string {
  const at = finding.place === undefined ? file : `${file}:${finding.place.line}:${finding.place.column}`;
  return `${at}: ${findingText(finding)}`;
}

const TOO_DEEP = "is nested too deeply to be read, and a topology has few levels. Look for brackets too many";

function syntaxReason({ code, message }: YAMLError): string {
  if (code === "MULTIPLE_DOCS")
    return "begins another document, and a topology is one. Leave out what follows, or give it a file of its own";
  // The parser reports the end of its stack as if the text were no YAML.
  if (/call stack/.test(message)) return TOO_DEEP;
  return `is neither YAML nor JSON: ${message}`;
}

const syntaxFinding = (reason: string): Finding => ({ path: [], rule: "syntax", severity: "error", reason });

function unreadable(reason: string): FileValidation {
  const { mesh } = validateTopology({});
  return { findings: [syntaxFinding(reason)], mesh, topology: undefined };
}

/** Where in the text a path is: its key, or the nearest thing above it that is there. */
function offsetOf(document: Document.Parsed<ParsedNode>, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(step));
      if (!isPair(pair)) break;
      offset = startOf(pair.key) ?? offset;
      node = resolved(document, pair.value);
    } else {
      node = isNode(node) && "get" in node && typeof node.get === "function" ? resolved(document, node.get(step, true)) : undefined;
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

function resolved(document: Document.Parsed<ParsedNode>, node: unknown): unknown {
  return isNode(node) && "resolve" in node && typeof node.resolve === "function" ? node.resolve(document) : node;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
