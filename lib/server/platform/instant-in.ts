import "server-only";

/** An instant in words, with its zone by name: "28 Mar 2027, 09:00 (Europe/Berlin)". */
export function instantIn(at: Date, zone: string): string {
  const text = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "medium", timeStyle: "short" }).format(at);
  return `${text} (${zone})`;
}
