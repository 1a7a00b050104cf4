-- CreateTable
CREATE TABLE "Cluster" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "facts" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL,
    "goneAt" DATETIME,
    "clientCount" INTEGER,
    "clientCountAt" DATETIME
);

-- CreateTable
CREATE TABLE "Client" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "clusterId" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT NOT NULL,
    "purpose" TEXT,
    "createdById" TEXT,
    "createdByName" TEXT,
    "createdAt" DATETIME,
    "origin" TEXT NOT NULL,
    "firstSeenAt" DATETIME NOT NULL,
    "goneAt" DATETIME
);

-- CreateTable
CREATE TABLE "Intent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "openName" TEXT,
    "scopes" TEXT NOT NULL,
    "purpose" TEXT,
    "actorId" TEXT NOT NULL,
    "actorName" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "address" TEXT,
    "requestId" TEXT,
    "state" TEXT NOT NULL,
    "clientId" TEXT,
    "errorCode" TEXT,
    "createdAt" DATETIME NOT NULL,
    "settledAt" DATETIME,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "nextLookAt" DATETIME,
    "leaseUntil" DATETIME,
    "acknowledgedAt" DATETIME
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "role" TEXT,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "clusterId" TEXT,
    "clusterName" TEXT,
    "clientId" TEXT,
    "clientName" TEXT,
    "requestId" TEXT,
    "intentId" TEXT,
    "detail" TEXT NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "email" TEXT,
    "emailVerified" BOOLEAN NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "disabledAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "lastSignInAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "idHash" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "lastSeenAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    CONSTRAINT "Session_memberId_fkey" FOREIGN KEY ("memberId") REFERENCES "Member" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Client_clusterId_idx" ON "Client"("clusterId");

-- CreateIndex
CREATE UNIQUE INDEX "Client_clusterId_clientId_key" ON "Client"("clusterId", "clientId");

-- CreateIndex
CREATE INDEX "Intent_state_nextLookAt_idx" ON "Intent"("state", "nextLookAt");

-- CreateIndex
CREATE INDEX "Intent_clusterId_idx" ON "Intent"("clusterId");

-- CreateIndex
CREATE UNIQUE INDEX "Intent_actorId_key_key" ON "Intent"("actorId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Intent_clusterId_openName_key" ON "Intent"("clusterId", "openName");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_id_key" ON "AuditEvent"("id");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- CreateIndex
CREATE INDEX "AuditEvent_action_seq_idx" ON "AuditEvent"("action", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_seq_idx" ON "AuditEvent"("actorId", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_clusterId_seq_idx" ON "AuditEvent"("clusterId", "seq");

-- CreateIndex
CREATE INDEX "AuditEvent_clientId_seq_idx" ON "AuditEvent"("clientId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "Member_issuer_subject_key" ON "Member"("issuer", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "Session_idHash_key" ON "Session"("idHash");

-- CreateIndex
CREATE INDEX "Session_memberId_idx" ON "Session"("memberId");

-- By hand from here on.

-- The head that every append to the audit bumps first.
INSERT INTO "AuditHead" ("id", "seq", "hash") VALUES (1, 0, '');

-- Events are never changed and never deleted.
CREATE TRIGGER "AuditEvent_no_update" BEFORE UPDATE ON "AuditEvent"
BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only.');
END;

CREATE TRIGGER "AuditEvent_no_delete" BEFORE DELETE ON "AuditEvent"
BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only.');
END;

-- INSERT OR REPLACE deletes without asking the trigger above.
CREATE TRIGGER "AuditEvent_no_replace" BEFORE INSERT ON "AuditEvent"
WHEN EXISTS (SELECT 1 FROM "AuditEvent" WHERE "seq" = NEW."seq" OR "id" = NEW."id")
BEGIN
    SELECT RAISE(ABORT, 'The audit is append-only.');
END;
