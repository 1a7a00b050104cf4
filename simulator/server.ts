import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { clusterRoutes } from "./cluster";
import { consoleRoutes } from "./console";
import { controlRoutes } from "./control";
import { htmlResponse } from "./errors";
import { pageRoutes } from "./pages";
import { seedActivity, seedClusters } from "./seed";
import { Simulation } from "./simulation";
import { type ClusterInput, newState, Store } from "./state";
import { tokenRoutes } from "./token";
import { traffic } from "./traffic";
import type { ConsoleClient } from "./world";

export interface SimulatorOptions {
  /** The port to listen on. 0, the default, uses a free one. */
  port?: number;
  /** A JSON file that keeps clusters and clients across restarts; in memory only if left out. */
  statePath?: string;
  /** The clusters to start with: the seed (true, the default), none, or these. An existing state file wins. */
  seed?: boolean | readonly ClusterInput[];
  /** The organization's own API client. */
  consoleClient?: ConsoleClient;
}

/** A running simulator. `url` is CAMUNDA_CONSOLE_BASE_URL, `${url}/oauth/token` is CAMUNDA_OAUTH_URL. */
export type Simulator = Simulation & { port: number; close(): Promise<void> };

/** The organization's own API client if none is given. It only works in the simulator. */
const DEFAULT_CONSOLE_CLIENT: ConsoleClient = {
  id: "simulated-console-client-00000000",
  secret: "simulated-console-secret-0000000000000000000000000000000000000000",
};

/**
 * Starts a stand-in for Camunda's Console API, token endpoint and cluster endpoints on 127.0.0.1. Rejects if the port
 * is in use or the state file can't be read.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { seed = true } = options;
  const fresh = () => (seed === true ? newState(seedClusters(), seedActivity()) : newState(seed || [], []));
  const store = new Store(options.statePath, fresh);
  const simulation = new Simulation(store, options.consoleClient ?? DEFAULT_CONSOLE_CLIENT);

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route("/", controlRoutes(simulation));
  app.use(traffic(simulation.log, simulation.waitingFaults, simulation.hangs, () => simulation.now()));
  app.route("/", tokenRoutes(simulation));
  app.route("/", consoleRoutes(simulation));
  app.route("/", clusterRoutes(simulation));
  app.route("/", pageRoutes(simulation));
  app.notFound(() => htmlResponse(404));

  const server = createServer(getRequestListener(app.fetch));
  const port = await listen(server, options.port ?? 0);
  simulation.url = `http://127.0.0.1:${port}`;

  /** Breaks off open requests, and commits nothing more. */
  const close = () =>
    new Promise<void>((resolve) => {
      simulation.hangs.breakOff();
      simulation.log.close();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(simulation, { port, close });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server has no port."));
      else resolve(address.port);
    });
  });
}
