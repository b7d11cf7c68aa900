// A gRPC service of Pulumi's on loopback, the way its engine starts a plugin: the port is the first line on standard output.
import { Server, ServerCredentials, status, type ServiceDefinition, type UntypedServiceImplementation } from "@grpc/grpc-js";

const orphanMilliseconds = 500;

/** Methods that `handlers` leaves out answer UNIMPLEMENTED. */
export function serve(service: ServiceDefinition, handlers: UntypedServiceImplementation): void {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 2 ** 20 });
  const missing = Object.fromEntries(
    Object.keys(service).map((method) => [
      method,
      (_: unknown, answer?: (error: object) => void) => answer?.({ code: status.UNIMPLEMENTED, message: `${method} is not implemented` }),
    ]),
  );
  server.addService(service, { ...missing, ...handlers });
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
  });
  // An engine that is killed tells nobody: whoever has lost it ends by itself.
  const engine = process.ppid;
  setInterval(() => process.ppid === engine || process.exit(0), orphanMilliseconds).unref();
}
