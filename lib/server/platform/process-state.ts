import "server-only";

const registry: Record<symbol, unknown> = globalThis;

/**
 * One value per process, made at first use. The bundler gives pages, route handlers and instrumentation a module
 * instance each, so a module's own variable is not one per process.
 */
export function processState<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`latchkey.${name}`);
  registry[key] ??= make();
  return registry[key] as T;
}
