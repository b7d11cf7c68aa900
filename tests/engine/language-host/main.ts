#!/usr/bin/env node
// A language host for Node: what the engine asks to run the program and a policy pack. Stands in for the official one, which cannot be had from a package registry.
import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ServerWritableStream, sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { serve } from "../serve.ts";

/** The program's own exit code for "what went wrong has been told" (sdk/nodejs/cmd/run/index.ts). */
const alreadyTold = 32;

const engine = process.argv.slice(2).find((word) => !word.startsWith("-")) ?? "";
const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill();
});

serve(LanguageRuntimeService, {
  handshake: (_: unknown, answer: sendUnaryData<language.LanguageHandshakeResponse>) => answer(null, new language.LanguageHandshakeResponse()),
  getPluginInfo: (_: unknown, answer: sendUnaryData<plugin.PluginInfo>) => answer(null, new plugin.PluginInfo().setVersion("3.255.0")),
  getRequiredPackages: (_: unknown, answer: sendUnaryData<language.GetRequiredPackagesResponse>) =>
    answer(null, new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: (_: unknown, answer: sendUnaryData<language.GetRequiredPluginsResponse>) =>
    answer(null, new language.GetRequiredPluginsResponse()),
  about: (_: unknown, answer: sendUnaryData<language.AboutResponse>) =>
    answer(null, new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  getProgramDependencies: (_: unknown, answer: sendUnaryData<language.GetProgramDependenciesResponse>) =>
    answer(null, new language.GetProgramDependenciesResponse()),
  runtimeOptionsPrompts: (_: unknown, answer: sendUnaryData<language.RuntimeOptionsResponse>) => answer(null, new language.RuntimeOptionsResponse()),
  installDependencies: (call: ServerWritableStream<language.InstallDependenciesRequest, language.InstallDependenciesResponse>) => call.end(),
  cancel: (_: unknown, answer: sendUnaryData<empty.Empty>) => {
    for (const child of children) child.kill("SIGINT");
    answer(null, new empty.Empty());
  },
  run: ({ request }: ServerUnaryCall<language.RunRequest, language.RunResponse>, answer: sendUnaryData<language.RunResponse>) => {
    const child = spawn(process.execPath, argumentsOf(request), {
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(configurationOf(request)),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    children.add(child);
    child.on("close", (code, signal) => {
      children.delete(child);
      const response = new language.RunResponse();
      if (code === alreadyTold) response.setBail(true);
      else if (code !== 0) response.setError(`the program ended with ${code ?? signal}`);
      answer(null, response);
    });
  },
  runPlugin: (call: ServerWritableStream<language.RunPluginRequest, language.RunPluginResponse>) => {
    const folder = call.request.getInfo()?.getProgramDirectory() ?? call.request.getPwd();
    // A policy pack's package.json is looked for where it runs.
    const runner = createRequire(join(folder, "/")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
    const child = spawn(process.execPath, [runner, ...call.request.getArgsList(), "."], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    child.stdout.on("data", (text: Buffer) => call.write(new language.RunPluginResponse().setStdout(text)));
    child.stderr.on("data", (text: Buffer) => call.write(new language.RunPluginResponse().setStderr(text)));
    child.on("close", (code) => {
      children.delete(child);
      call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
      call.end();
    });
    call.on("cancelled", () => child.kill());
  },
});

/** Such as {"proving-ground:config:settings": …}: the form that the SDK reads. */
function configurationOf(request: language.RunRequest): Record<string, string> {
  const entries: [string, string][] = [];
  request.getConfigMap().forEach((value: string, key: string) => {
    const colon = key.indexOf(":");
    entries.push([`${key.slice(0, colon)}:config:${key.slice(colon + 1)}`, value]);
  });
  return Object.fromEntries(entries);
}

function argumentsOf(request: language.RunRequest): string[] {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? process.cwd();
  const options = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory() ?? folder,
    stack: request.getStack(),
    pwd: folder,
    parallel: String(request.getParallel()),
  };
  return [
    createRequire(join(folder, "/")).resolve("@pulumi/pulumi/cmd/run"),
    ...Object.entries(options).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() ?? ".",
    ...request.getArgsList(),
  ];
}
