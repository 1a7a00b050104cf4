import { describe, expect, it } from "vitest";
import type { Endpoints } from "@/lib/contract/clusters";
import { regionIdOf, resolveHosts } from "@/lib/credentials/hosts";
import { SAMPLE_CONNECTION } from "@/lib/credentials/sample";

const ID = SAMPLE_CONNECTION.clusterId;
const SILENT = SAMPLE_CONNECTION.endpoints;

function resolve(
  version: string | null,
  endpoints: Partial<Endpoints>,
  regionId: string | null = null,
  status = "Healthy",
) {
  return resolveHosts({
    ...SAMPLE_CONNECTION,
    clusterVersion: version,
    clusterStatus: status,
    regionId,
    endpoints: { ...SILENT, ...endpoints },
  });
}

function hostsOf(...input: Parameters<typeof resolve>) {
  const result = resolve(...input);
  if (!result.ok) throw new Error(result.message);
  return result.hosts;
}

describe("hosts from the template", () => {
  it("gives each service its own host up to 8.8", () => {
    expect(hostsOf("8.8.1", {}, "bru-2")).toEqual({
      regionId: "bru-2",
      grpc: `${ID}.bru-2.zeebe.camunda.io:443`,
      rest: `https://bru-2.zeebe.camunda.io/${ID}`,
      operate: `https://bru-2.operate.camunda.io/${ID}`,
      tasklist: `https://bru-2.tasklist.camunda.io/${ID}`,
      optimize: `https://bru-2.optimize.camunda.io/${ID}`,
    });
  });

  it("puts REST, Operate and Tasklist on one host from 8.9 on", () => {
    expect(hostsOf("Camunda 8.9+gen1", {}, "bru-2")).toEqual({
      regionId: "bru-2",
      grpc: `${ID}.bru-2.zeebe.camunda.io:443`,
      rest: `https://bru-2.api.camunda.io/${ID}`,
      operate: `https://bru-2.api.camunda.io/${ID}/operate`,
      tasklist: `https://bru-2.api.camunda.io/${ID}/tasklist`,
      optimize: `https://bru-2.optimize.camunda.io/${ID}`,
    });
  });
});

describe("hosts from links", () => {
  it.each([
    `https://jfk-1.zeebe.camunda.io/${ID}`,
    `https://jfk-1.zeebe.camunda.io:443/${ID}/`,
    `jfk-1.zeebe.camunda.io/${ID}`,
    `jfk-1.zeebe.camunda.io:443/${ID}/`,
    ` https://jfk-1.zeebe.camunda.io//${ID}// `,
  ])("reads the REST address from %j", (zeebe) => {
    const hosts = hostsOf("8.6.0", { zeebe });
    expect(hosts.rest).toBe(`https://jfk-1.zeebe.camunda.io/${ID}`);
    expect(hosts.grpc).toBe(`${ID}.jfk-1.zeebe.camunda.io:443`);
    expect(hosts.operate).toBe(`https://jfk-1.operate.camunda.io/${ID}`);
  });

  it.each([
    `${ID}.bru-2.zeebe.camunda.io`,
    `${ID}.bru-2.zeebe.camunda.io:443`,
    `${ID}.bru-2.zeebe.camunda.io:443/`,
    `https://${ID}.bru-2.zeebe.camunda.io`,
    `grpcs://${ID}.bru-2.zeebe.camunda.io:443`,
  ])("uses %j for gRPC and makes the REST address by version", (zeebe) => {
    expect(hostsOf("8.8.0", { zeebe })).toMatchObject({
      regionId: "bru-2",
      grpc: `${ID}.bru-2.zeebe.camunda.io:443`,
      rest: `https://bru-2.zeebe.camunda.io/${ID}`,
    });
    expect(hostsOf("8.9.0", { zeebe }).rest).toBe(`https://bru-2.api.camunda.io/${ID}`);
  });

  it("prefers the links to the version", () => {
    const hosts = hostsOf("8.9.1", {
      zeebe: `https://bru-2.zeebe.camunda.io/${ID}`,
      operate: `https://bru-2.operate.camunda.io/${ID}/`,
    });
    expect(hosts.rest).toBe(`https://bru-2.zeebe.camunda.io/${ID}`);
    expect(hosts.operate).toBe(`https://bru-2.operate.camunda.io/${ID}`);
    expect(hosts.tasklist).toBe(`https://bru-2.api.camunda.io/${ID}/tasklist`);
  });

  it("reads only the region from a host without a path", () => {
    expect(hostsOf("8.7.0", { zeebe: "https://syd-1.zeebe.camunda.io/" }).rest).toBe(
      `https://syd-1.zeebe.camunda.io/${ID}`,
    );
  });

  it("keeps a stand-in's links unchanged, and reads the host they stand for", () => {
    const origin = "http://127.0.0.1:4010";
    const legacy = hostsOf("8.6.0", { zeebe: `${origin}/bru-2.zeebe.camunda.io/${ID}` });
    expect(legacy).toEqual({
      regionId: "bru-2",
      grpc: `${ID}.bru-2.zeebe.camunda.io:443`,
      rest: `${origin}/bru-2.zeebe.camunda.io/${ID}`,
      operate: `${origin}/bru-2.operate.camunda.io/${ID}`,
      tasklist: `${origin}/bru-2.tasklist.camunda.io/${ID}`,
      optimize: `${origin}/bru-2.optimize.camunda.io/${ID}`,
    });
    const unified = hostsOf("8.9.0", {
      zeebe: `${origin}/bru-2.api.camunda.io/${ID}/`,
      operate: `${origin}/bru-2.api.camunda.io/${ID}/operate`,
    });
    expect(unified.rest).toBe(`${origin}/bru-2.api.camunda.io/${ID}`);
    expect(unified.tasklist).toBe(`${origin}/bru-2.api.camunda.io/${ID}/tasklist`);
  });

  it("makes addresses at the stand-in if only the console link names it", () => {
    const origin = "http://127.0.0.1:4010";
    const bare = (part: string) => `${ID}.lhr-1.${part}.camunda.io`;
    const hosts = hostsOf("8.7.0", {
      zeebe: bare("zeebe"),
      operate: bare("operate"),
      tasklist: bare("tasklist"),
      optimize: bare("optimize"),
      console: `${origin}/console.cloud.camunda.io/org/x/cluster/${ID}`,
    });
    expect(hosts).toEqual({
      regionId: "lhr-1",
      grpc: `${ID}.lhr-1.zeebe.camunda.io:443`,
      rest: `${origin}/lhr-1.zeebe.camunda.io/${ID}`,
      operate: `${origin}/lhr-1.operate.camunda.io/${ID}`,
      tasklist: `${origin}/lhr-1.tasklist.camunda.io/${ID}`,
      optimize: `${origin}/lhr-1.optimize.camunda.io/${ID}`,
    });
  });

  it("finds the kind of hosts from one link if the version is unknown", () => {
    expect(hostsOf(null, { operate: `https://bru-2.api.camunda.io/${ID}/operate` }).rest).toBe(
      `https://bru-2.api.camunda.io/${ID}`,
    );
    expect(hostsOf(null, { operate: `https://bru-2.operate.camunda.io/${ID}` }).rest).toBe(
      `https://bru-2.zeebe.camunda.io/${ID}`,
    );
  });
});

describe("unknown hosts", () => {
  it("are refused if no link contains the region", () => {
    expect(resolve("8.6.0", {})).toEqual({ ok: false, message: expect.stringContaining("none of its links") });
  });

  it("are refused if the version and the kind of hosts are unknown", () => {
    const result = resolve(null, { zeebe: `${ID}.bru-2.zeebe.camunda.io` });
    expect(result).toEqual({ ok: false, message: expect.stringContaining("version") });
  });

  it("are refused for a cluster that is being created, even if the template could make them", () => {
    const created = { ok: false, message: expect.stringContaining("still being created") };
    expect(resolve("8.9.0", {}, null, "Creating")).toEqual(created);
    expect(resolve("8.9.0", {}, "bru-2", "Creating")).toEqual(created);
  });

  it.each(["", "   ", "not a url", "http://", "ftp://bru-2.zeebe.camunda.io/x"])("are not read from %j", (zeebe) => {
    expect(resolve("8.6.0", { zeebe }).ok).toBe(false);
  });
});

describe("notices", () => {
  const noticesOf = (...input: Parameters<typeof resolve>) => {
    const result = resolve(...input);
    return result.ok ? result.notices : [];
  };

  it("warn about hosts that 8.10 removes", () => {
    expect(noticesOf("8.8.0", {}, "bru-2")).toMatchObject([{ title: expect.stringContaining("8.10") }]);
    expect(noticesOf("8.9.0", {}, "bru-2")).toEqual([]);
  });

  it("say that a suspended cluster may not respond", () => {
    expect(noticesOf("8.9.0", {}, "bru-2", "Suspended")).toMatchObject([
      { title: expect.stringContaining("Suspended") },
    ]);
  });
});

describe("the region id", () => {
  it.each([
    [{ zeebe: `${ID}.bru-2.zeebe.camunda.io` }, "bru-2"],
    [{ optimize: `https://ont-1.optimize.camunda.io/${ID}` }, "ont-1"],
    [{ tasklist: `http://127.0.0.1:4010/syd-1.tasklist.camunda.io/${ID}` }, "syd-1"],
    [{ console: "https://console.cloud.camunda.io/org/x" }, null],
    [{ zeebe: `${ID}.zeebe.camunda.io:443` }, null],
    [{}, null],
  ])("of %j is %j", (endpoints, regionId) => {
    expect(regionIdOf({ ...SILENT, ...endpoints })).toBe(regionId);
  });
});
