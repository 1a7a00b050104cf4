-- CreateTable
CREATE TABLE "NamedCluster" (
    "target" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,

    CONSTRAINT "NamedCluster_pkey" PRIMARY KEY ("target","clusterId")
);

-- CreateIndex
CREATE INDEX "NamedCluster_clusterId_idx" ON "NamedCluster"("clusterId");

-- AddForeignKey
ALTER TABLE "NamedCluster" ADD CONSTRAINT "NamedCluster_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Groups give these grants again at the next sign-in, with the clusters that their patterns match.
DELETE FROM "Session" WHERE "memberId" IN (SELECT "memberId" FROM "Grant" WHERE "target" LIKE 'name:%');
DELETE FROM "Grant" WHERE "target" LIKE 'name:%';
