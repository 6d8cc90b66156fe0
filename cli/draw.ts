// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { BorderGatewayError } from "../provider/client/errors";
import { dotOf } from "../sdk/mesh/drawing/dot";
import { mermaidOf } from "../sdk/mesh/drawing/mermaid";
import { type Picture, pictureOf } from "../sdk/mesh/drawing/picture";
import { meshInPreview } from "../sdk/mesh/drawing/preview";
import { svgOf } from "../sdk/mesh/drawing/svg";
import { topologyOf } from "../sdk/mesh/topologyFile";
import { validateTopology } from "../sdk/mesh/validateTopology";

const DRAWERS = { svg: svgOf, mermaid: mermaidOf, dot: dotOf } as const satisfies Record<string, (picture: Picture) => string>;
type Format = keyof typeof DRAWERS;

interface Flags {
  format?: Format;
  output?: string;
  preview?: string;
  mesh?: string;
}

/** `border-gateway draw`: a picture of a topology file, or of a preview. */
export function drawCommand(): Command {
  return new Command("draw")
    .description("draw a topology file, or a preview with its changes in colour; SVG needs no other program")
    .argument("[file]", "topology file, YAML or JSON")
    .addOption(new Option("--format <format>", "where absent, by the ending of the output, else mermaid").choices(Object.keys(DRAWERS)))
    .option("-o, --output <file>", "write to this file instead of standard output")
    .option("--preview <file>", "what `pulumi preview --json` printed, or - for standard input")
    .option("--mesh <name>", "the mesh in the preview, where it holds several")
    .action(draw);
}

function draw(file: string | undefined, { format, output, preview, mesh }: Flags): void {
  const drawing = DRAWERS[format ?? formatOf(output)](pictureFrom(file, preview, mesh));
  if (output === undefined) process.stdout.write(drawing);
  else writeFileSync(output, drawing);
}

function formatOf(output: string | undefined): Format {
  if (output?.endsWith(".svg")) return "svg";
  return output !== undefined && /\.(dot|gv)$/.test(output) ? "dot" : "mermaid";
}

function pictureFrom(file: string | undefined, preview: string | undefined, mesh: string | undefined): Picture {
  if (preview === undefined) {
    if (file === undefined) throw new BorderGatewayError("nothing to draw: give a topology file, or --preview FILE");
    return pictureOf(validateTopology(topologyOf(file)).mesh);
  }
  const { name, changes, topology } = meshInPreview(readFileSync(preview === "-" ? 0 : preview, "utf8"), mesh);
  const drawn = file === undefined ? topology : topologyOf(file);
  if (drawn === undefined)
    throw new BorderGatewayError(`the preview does not hold the topology of mesh ${name}: give its topology file, too`);
  return pictureOf(validateTopology(drawn).mesh, changes);
}
