// Simulated experts of a region, in one process: POST /ask, GET /experts, PUT /scale, PUT and DELETE /faults.
import { BulkheadRejectedError } from "cockatiel";
import { z } from "zod";
import { questionToExpertSchema } from "../platform/consultation.ts";
import { FaultSwitch } from "../platform/fault-switch.ts";
import { json, refuse, type Incoming, type Reply } from "../platform/http/reply.ts";
import { seededRandom } from "../platform/random.ts";
import { runService } from "../platform/service.ts";
import { Circle, UnknownExpert } from "./circle.ts";
import { SimulatedProvider } from "./provider.ts";

const scaleSchema = z.strictObject({ instances: z.int().min(1).max(1_000) });
const defaultExperts = { claude: 2, gemini: 2, deepseek: 1, openrouter: 1 };

await runService("experts", ({ configuration, log, metrics }) => {
  const { id, seed, experts = defaultExperts } = configuration;
  const circle = new Circle(experts, (provider, expert) => new SimulatedProvider(provider, seededRandom(seed, `${id}/${expert}`)));
  const faults = new FaultSwitch(seededRandom(seed, `${id}/faults`));
  metrics.gauge("experts", "how many experts there are", () => circle.experts.length);

  const ask = async (request: Incoming): Promise<Reply> => {
    const parsed = questionToExpertSchema.safeParse(await request.json());
    if (!parsed.success) return refuse(400, "the question is malformed");
    if (faults.strikes()) return refuse(500, "this call was chosen to fail");
    try {
      return json(200, await circle.ask(parsed.data.expert, parsed.data.question, parsed.data.context));
    } catch (cause) {
      if (cause instanceof UnknownExpert) return refuse(404, cause.message);
      if (cause instanceof BulkheadRejectedError) return refuse(503, `${parsed.data.expert} has too much to do`, { "retry-after": "1" });
      log.error("an expert failed", cause);
      return refuse(500, `${parsed.data.expert} failed`);
    }
  };

  const scale = async (request: Incoming): Promise<Reply> => {
    const parsed = scaleSchema.safeParse(await request.json());
    if (!parsed.success) return refuse(400, 'say how many, for example {"instances": 8}');
    const instances = circle.scale(parsed.data.instances);
    log.info("scaled", { instances });
    return json(200, { instances });
  };

  return {
    routes: [
      { method: "POST", path: "/ask", handle: ask },
      // One call as the orchestrator makes it, for whoever watches the dependency.
      {
        method: "GET",
        path: "/ask",
        handle: async () => (faults.strikes() ? refuse(500, "this call was chosen to fail") : json(200, { answered: true })),
      },
      { method: "GET", path: "/experts", handle: async () => json(200, { experts: circle.experts }) },
      { method: "PUT", path: "/scale", handle: scale },
      ...faults.routes(),
    ],
  };
});
