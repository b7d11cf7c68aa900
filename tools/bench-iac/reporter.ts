// Loaded before a measured program (`node --import`): at its end it says what the process took of the machine.
import { writeSync } from "node:fs";

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(2, `resources used: ${userCPUTime + systemCPUTime} microseconds, ${maxRSS} kilobytes\n`);
});
