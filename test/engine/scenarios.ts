// SPDX-License-Identifier: Apache-2.0
import { failures } from "./scenarios/failures";
import { lives } from "./scenarios/lives";
import { replacements } from "./scenarios/replacements";
import type { Scenarios } from "./scenarios/scenario";

export const scenarios: Scenarios = { ...lives, ...replacements, ...failures };
