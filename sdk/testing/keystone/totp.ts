// SPDX-License-Identifier: Apache-2.0
import { createHmac } from "node:crypto";

const STEP_MS = 30_000;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The time-based passcode of RFC 6238 for Keystone's method `totp`: six digits, SHA-1, steps of 30 s.
 *
 * @param secret shared secret in base32
 * @param at time in milliseconds since the epoch
 */
export function totp(secret: string, at: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP_MS)));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Whether a passcode is right now; the step before counts too, as Keystone's default has it. */
export const isPasscode = (secret: string, passcode: string, at: number): boolean =>
  [at, at - STEP_MS].some((moment) => totp(secret, moment) === passcode);

function base32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, "")].map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
