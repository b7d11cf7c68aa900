// The pack's entry for the official CLI. Its runner gives every .ts file that it loads itself to a compiler of its own; what this file imports is read by Node.
import { servePack } from "./pack/pack.ts";

servePack();
