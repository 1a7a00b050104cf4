import { ALL_CLUSTERS, replaceGrants } from "@/lib/server/access/grants";
import { listedAs } from "@/lib/server/identity/member";
import { db, transaction } from "@/lib/server/platform/database/db";

type Seeded = { role?: "auditor" | "creator" | "admin" | "owner"; target?: string; zone?: string };

/** A member with a verified address who can sign in, and with a role. What making them an owner tells is left out. */
export async function seedMember(name: string, { role, target = ALL_CLUSTERS, zone }: Seeded = {}): Promise<string> {
  const id = crypto.randomUUID();
  await db().member.create({
    data: {
      ...{ id, issuer: "https://id.test", subject: id, ...listedAs(name, `${name}@example.test`) },
      ...{ emailVerified: true, createdAt: new Date(), zone: zone ?? null },
    },
  });
  if (role) await transaction((tx) => replaceGrants(tx, id, "owners", [{ target, role, group: "" }]));
  await db().noticeEvent.deleteMany({ where: { memberId: id } });
  return id;
}

export async function seedCluster(name: string): Promise<string> {
  const id = crypto.randomUUID();
  await db().cluster.create({ data: { id, name, sortName: name, seenAt: new Date() } });
  return id;
}

/** A client of a cluster. @returns its row's ID */
export async function seedClient(clusterId: string, name: string, more: object = {}): Promise<string> {
  const id = crypto.randomUUID();
  await db().client.create({
    data: {
      ...{
        id,
        clusterId,
        clientId: `id-of-${id}`,
        name,
        scopes: "Zeebe",
        origin: "unmanaged",
        firstSeenAt: new Date(),
      },
      clusterName: "Orders",
      ...more,
    },
  });
  return id;
}
