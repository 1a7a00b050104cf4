import "server-only";

const registry: Record<symbol, unknown> = globalThis;

/**
 * One value per process, created at first use. The bundler loads a module once each for pages, route handlers and
 * instrumentation, so a variable of a module would exist several times.
 */
export function processState<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`latchkey.${name}`);
  registry[key] ??= make();
  return registry[key] as T;
}
