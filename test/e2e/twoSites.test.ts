// SPDX-License-Identifier: Apache-2.0
import test from "ava";
import { liveOfTwoSites } from "./twoSitesLife";

test("the life of a segment between two sites", async (t) => liveOfTwoSites(t));
