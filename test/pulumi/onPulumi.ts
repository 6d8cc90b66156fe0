// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { findPulumi } from "./findPulumi";

/** A test that needs the real engine. Without one it is skipped, and `npm test` prints how to get one. */
export const onPulumi = findPulumi() === undefined ? test.skip : test;
