// SPDX-License-Identifier: Apache-2.0
import { join } from "node:path";
import test from "ava";
import { folderWith } from "../helpers/folders";
import { findPython, howToGetPython, RECIPES, type Recipe } from "./servers";

test("an interpreter is found where the environment names it, at pyenv's, or on the path", (t) => {
  const folder = folderWith(t, { "named/python": "", "pyenv/versions/3.8.18/bin/python3.8": "", "path/python3.11": "" });
  const environment = { PYENV_ROOT: join(folder, "pyenv"), PATH: join(folder, "path"), HOME: folder };
  t.is(findPython("3.8", environment), join(folder, "pyenv/versions/3.8.18/bin/python3.8"));
  t.is(findPython("3.8", { ...environment, REAL_PYTHON_3_8: join(folder, "named/python") }), join(folder, "named/python"));
  t.is(findPython("3.8", { ...environment, REAL_PYTHON_3_8: join(folder, "nowhere") }), undefined, "what is named is not replaced");
  t.is(findPython("2.0", environment), undefined);
});

test("what is missing is said with the way to get it", (t) => {
  const sentence = howToGetPython(RECIPES[0] as Recipe);
  for (const part of ["Python 3.8", "networking-midonet 11.0.0", "uv python install 3.8", "REAL_PYTHON_3_8"])
    t.true(sentence.includes(part), part);
});
