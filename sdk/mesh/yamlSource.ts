// SPDX-License-Identifier: Apache-2.0
// The source text of a YAML document: the place of a path, and the original text of keys and values.
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Pair, Scalar, type YAMLMap } from "yaml";
import type { Path, Spelling } from "./finding";

/** A position in a file. */
export interface Place {
  /** Line number, starting at 1. */
  readonly line: number;
  /** Column number, starting at 1. */
  readonly column: number;
}

interface Found {
  readonly offset: number;
  /** The node at the path. `undefined` if only a part of the path exists. */
  readonly node: unknown;
  readonly key: unknown;
}

/** The source text of a parsed YAML document. */
export class YamlSource implements Spelling {
  /** The pairs of each map by key, including those of merged maps. */
  private readonly pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /** The position of an offset in the text. */
  placeOf(offset: number): Place {
    const { line, col } = this.lines.linePos(offset);
    return { line, column: col };
  }

  /** The position of the key at a path, or of the nearest existing part of the path. */
  placeAt(path: Path): Place {
    return this.placeOf(this.find(path).offset);
  }

  valueAt(path: Path): string | undefined {
    return spellingOf(this.find(path).node);
  }

  keyAt(path: Path): string | undefined {
    return spellingOf(this.find(path).key);
  }

  private find(path: Path): Found {
    let node: unknown = this.document.contents;
    let key: unknown;
    let offset = 0;
    for (const step of path) {
      key = undefined;
      if (isMap(node)) {
        const pair = this.pairsOf(node).get(String(step));
        if (pair === undefined) return { offset, node: undefined, key };
        key = pair.key;
        offset = startOf(key) ?? offset;
        node = this.resolved(pair.value);
      } else {
        node = isSeq(node) ? this.resolved(node.get(step, true)) : undefined;
        offset = startOf(node) ?? offset;
      }
    }
    return { offset, node, key };
  }

  private pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known = this.pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map<string, Pair>();
    this.pairs.set(map, pairs);
    // A key of the map itself precedes a merged one, and an earlier source a later one, as in the merge specification of YAML 1.1.
    for (const pair of map.items) if (!isMerge(pair)) pairs.set(keyText(pair.key), pair);
    for (const pair of map.items.filter(isMerge))
      for (const source of this.sourcesOf(pair))
        for (const [name, merged] of this.pairsOf(source)) if (!pairs.has(name)) pairs.set(name, merged);
    return pairs;
  }

  /** The maps that a merge key refers to: one map or a list. */
  sourcesOf({ value }: Pair): YAMLMap[] {
    const given = this.resolved(value);
    return (isSeq(given) ? given.items.map((item) => this.resolved(item)) : [given]).filter((source): source is YAMLMap => isMap(source));
  }

  private resolved(node: unknown): unknown {
    return isAlias(node) ? node.resolve(this.document) : node;
  }
}

/** True for the merge key `<<`, which the parser turns into a symbol. */
export const isMerge = ({ key }: Pair): boolean => isScalar(key) && key.type === Scalar.PLAIN && key.source === "<<";

/** The text of a key, as the parser uses it in objects. */
function keyText(key: unknown): string {
  return isScalar(key) && key.value === null ? "" : String(key);
}

/** The text of a plain scalar that is not a string. */
function spellingOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value !== "string" && node.type === Scalar.PLAIN ? (node.source ?? "") : undefined;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
