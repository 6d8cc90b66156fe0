// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { BorderGatewayError } from "../provider/client/errors";
import { dotOf } from "../sdk/mesh/drawing/dot";
import { mermaidOf } from "../sdk/mesh/drawing/mermaid";
import { type Picture, pictureOf } from "../sdk/mesh/drawing/picture";
import { meshInPreview } from "../sdk/mesh/drawing/preview";
import { pictureOfSurvey } from "../sdk/mesh/drawing/surveyed";
import { svgOf } from "../sdk/mesh/drawing/svg";
import { survey } from "../sdk/mesh/live/survey";
import { topologyOf } from "../sdk/mesh/topologyFile";
import { validateTopology } from "../sdk/mesh/validateTopology";
import { configuredSites } from "./configuredSites";
import { inputText } from "./inputText";

const DRAWERS = { svg: svgOf, mermaid: mermaidOf, dot: dotOf } as const satisfies Record<string, (picture: Picture) => string>;
type Format = keyof typeof DRAWERS;

interface Flags {
  format?: Format;
  output?: string;
  preview?: string;
  mesh?: string;
  live?: true | string[];
  stack?: string;
}

/** The command `border-gateway draw`, which draws a topology file, a preview, or the current contents of the sites. */
export function drawCommand(): Command {
  return new Command("draw")
    .description("draw a topology file, the changes of a preview, or the current contents of sites")
    .argument("[file]", "topology file (YAML or JSON)")
    .addOption(
      new Option("--format <format>", "output format (default: from the file extension, otherwise mermaid)").choices(Object.keys(DRAWERS)),
    )
    .option("-o, --output <file>", "output file (default: standard output)")
    .option("--preview <file>", "output of `pulumi preview --json` to draw, or - for standard input")
    .option("--mesh <name>", "name of the mesh to draw (required if the preview contains several)")
    .option("--live [site...]", "draw the current contents of these sites (default: all configured sites)")
    .option("--stack <name>", "with --live: read border-gateway:sites from this Pulumi stack (requires the pulumi command)")
    .action(draw);
}

async function draw(file: string | undefined, { format, output, ...flags }: Flags): Promise<void> {
  const drawing = DRAWERS[format ?? formatOf(output)](await pictureFrom(file, flags));
  if (output === undefined) process.stdout.write(drawing);
  else writeFileSync(output, drawing);
}

function formatOf(output: string | undefined): Format {
  if (output?.endsWith(".svg")) return "svg";
  return output !== undefined && /\.(dot|gv)$/.test(output) ? "dot" : "mermaid";
}

async function pictureFrom(file: string | undefined, { preview, mesh, live, stack }: Flags): Promise<Picture> {
  if (live !== undefined) {
    if (file !== undefined || preview !== undefined)
      throw new BorderGatewayError(
        "--live draws what the sites hold, without a topology file and without a preview: give one of the three",
      );
    return liveSites(live === true ? [] : live, stack);
  }
  if (preview !== undefined) return previewed(file, await inputText(preview), mesh);
  if (file === undefined) throw new BorderGatewayError("nothing to draw: give a topology file, --preview FILE, or --live");
  return pictureOf(validateTopology(topologyOf(file)).mesh);
}

function previewed(file: string | undefined, preview: string, mesh: string | undefined): Picture {
  const { name, changes, topology, segmentationIds } = meshInPreview(preview, mesh);
  const drawn = file === undefined ? topology : topologyOf(file);
  if (drawn === undefined)
    throw new BorderGatewayError(`the preview does not hold the topology of mesh ${name}: give its topology file, too`);
  return pictureOf(validateTopology(drawn).mesh, changes, segmentationIds);
}

/** Reports all unreadable sites at once, because a diagram without one of the sites would be wrong. */
async function liveSites(named: readonly string[], stack: string | undefined): Promise<Picture> {
  const { sessions, names } = await configuredSites(named, stack);
  const looks = await Promise.allSettled([...new Set(names)].map(async (name) => survey(await sessions.open(name))));
  const failures = looks.flatMap((look) => (look.status === "rejected" ? [look.reason] : []));
  const defect = failures.find((failure) => !(failure instanceof BorderGatewayError));
  if (defect !== undefined) throw defect;
  if (failures.length > 0) throw new BorderGatewayError(failures.map((failure) => String(failure.message)).join("\n"));
  return pictureOfSurvey(looks.flatMap((look) => (look.status === "fulfilled" ? [look.value] : [])));
}
