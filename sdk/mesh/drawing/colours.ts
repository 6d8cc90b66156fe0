// SPDX-License-Identifier: Apache-2.0
import type { Change } from "./picture";

/** Colours of segments, used in rotation. They are distinguishable with any colour vision (Okabe and Ito) and omit the green and orange of changes. */
const SEGMENTS = [
  "#0072b2",
  "#cc79a7",
  "#56b4e9",
  "#8c6d31",
  "#5b4a9e",
  "#117a8b",
  "#b5651d",
  "#6b6b6b",
  "#9c2f5f",
  "#2f4b7c",
  "#a39a00",
  "#3d3d3d",
] as const;

export const segmentColour = (index: number): string => SEGMENTS[index % SEGMENTS.length] ?? SEGMENTS[0];

/** Line colour, background and symbol of each change, as in `pulumi preview`. */
export const CHANGES: Readonly<
  Record<Change, { readonly line: string; readonly fill: string; readonly sign: string; readonly text: string }>
> = {
  create: { line: "#1a7f37", fill: "#dafbe1", sign: "+", text: "is created" },
  update: { line: "#9a6700", fill: "#fff8c5", sign: "~", text: "is updated" },
  replace: { line: "#bc4c00", fill: "#ffe7d1", sign: "+-", text: "is replaced" },
  delete: { line: "#cf222e", fill: "#ffebe9", sign: "-", text: "is deleted" },
};

export const CHANGE_ORDER = ["create", "update", "replace", "delete"] as const satisfies readonly Change[];
