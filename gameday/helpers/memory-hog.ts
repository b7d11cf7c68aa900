// Takes memory and touches every page of it.
import { begin } from "./begin.ts";

const parameters = begin();
const blockMegabytes = 16;
const blocks = Array.from({ length: Math.ceil(Number(parameters["megabytes"]) / blockMegabytes) }, () => Buffer.alloc(blockMegabytes * 2 ** 20, 1));
// Kept reachable, or it would be collected.
setInterval(() => blocks.at(0)?.fill(2, 0, 1), 1_000);
