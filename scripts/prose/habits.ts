// SPDX-License-Identifier: Apache-2.0

/** A habit that the prose check finds, its reason, and a proposed rewrite. */
export interface Habit {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly instead: string;
}

const DATA = "Data and programs do not speak or know things. Name what they contain, return or do.";
const QUAINT = "The expression is not used in technical English.";
const OBJECTS = "Objects are created, updated, deleted or in use.";

/** Few habits only. Each pattern has to be wrong everywhere: a pattern that is right somewhere makes people work around the check. */
export const HABITS: readonly Habit[] = [
  {
    pattern: /(?<!\b(?:there|this|here|it) )\b(?:is|are) no (?!longer\b|more\b)[a-z]+/gi,
    reason: "A negated noun is hard to read.",
    instead: "is not a ..., or: has no ...",
  },
  { pattern: /\b(?:says(?! so\b)|knows|tells|speaks)\b/gi, reason: DATA, instead: "specifies, contains, reports, supports" },
  {
    pattern: /\b(?:does|do|did|can|could|will|would)(?: ?not|n't) (?:know|say|tell|speak)\b(?![^.]{0,40}\bapart\b)/gi,
    reason: DATA,
    instead: "does not contain, report or support",
  },
  { pattern: /\bwithout a word\b/gi, reason: QUAINT, instead: "silently" },
  { pattern: /\bbeside\b/gi, reason: QUAINT, instead: "next to, in addition to, compared with" },
  { pattern: /\banew\b/gi, reason: QUAINT, instead: "again" },
  { pattern: /\bnobody\b/gi, reason: QUAINT, instead: "name who: no user, no process" },
  { pattern: /\bto the letter\b/gi, reason: QUAINT, instead: "exactly" },
  { pattern: /\bwhatever\b/gi, reason: QUAINT, instead: "any, or: regardless of" },
  { pattern: /\b(?:the last word|stands? (?:in|on)(?! (?:for|front)\b)|goes by)\b/gi, reason: QUAINT, instead: "overrides, is in, uses" },
  {
    pattern: /\bwhere (?:absent|omitted|nothing is given)\b/gi,
    reason: "Conditions begin with `if`.",
    instead: "Defaults to ..., or: if omitted",
  },
  { pattern: /\b(?:is|are|was|were) gone\b/gi, reason: OBJECTS, instead: "was deleted, no longer exists" },
  {
    pattern: /\b(?:device|gateway|connection|entry|entries|network|router|port|object|resource)s? (?:is|are|was|were) (?:made|taken)\b/gi,
    reason: OBJECTS,
    instead: "is created, is in use",
  },
];
