#!/usr/bin/env node
// The command `gameday` on any Node from 20 on.
import { launch } from "./tools/launcher.mjs";

launch("gameday/cli/main.ts", process.argv.slice(2));
